internal import CallgateBytecode

/// A list that is asked for its members often: those that hold no others are in a table.
private struct MemberList {
    let list: Slot
    let table: ScalarTable
    /// The first element that is an error.
    let failure: Slot?
}

extension Machine {
    /// `list.distinct()`: of equal elements the first.
    ///
    /// Values that hold no others are found by their hashes; lists, maps and optionals are compared
    /// with those before, one by one. One of either sort never equals one of the other.
    mutating func distinct(_ list: Slot) -> Slot {
        guard list.isKind(.list) else { return error(.noSuchOverload, list) }
        let elements = stored(list)
        guard trap == nil, spend(elements.length) else { return .null }
        for index in 0..<elements.length {
            let element = storedSlot(elements, index)
            if element.isKind(.error) { return element }
        }
        var result = newList(capacity: elements.length)
        let mark = arena.used
        var holders = newList(capacity: 0)
        guard let table = newScalarTable(capacity: elements.length) else { return .null }
        for index in 0..<elements.length {
            let element = storedSlot(elements, index)
            if let hash = scalarHash(element) {
                if find(element, hash, in: table, of: elements, inserting: index) { continue }
            } else {
                let known = isKnown(element, among: holders)
                if known.isKind(.error) { return known }
                if known.isTrue { continue }
                holders = grown(holders, by: element)
            }
            guard trap == nil else { return .null }
            result = grown(result, by: element)
        }
        arena.reset(to: mark)
        return result
    }

    /// Whether one of a list equals a value: the first that does, or that can't be compared with it,
    /// decides.
    private mutating func isKnown(_ value: Slot, among list: Slot) -> Slot {
        for index in 0..<list.length {
            let result = equality(storedSlot(list, index), value, wanted: true)
            if trap != nil || !result.isFalse { return result }
        }
        return .bool(false)
    }

    /// `sets.contains(list, items)`: the first item that is not in the list decides.
    mutating func setsContain(_ list: Slot, _ items: Slot) -> Slot {
        guard list.isKind(.list), items.isKind(.list) else {
            return error(.noSuchOverload, list, items)
        }
        let mark = arena.used
        defer { arena.reset(to: mark) }
        guard let members = members(of: list) else { return .null }
        var elements = ElementWalk(items, call)
        while trap == nil, let element = next(&elements) {
            let result = isMember(element, of: members)
            guard result.isTrue else { return result }
        }
        return .bool(true)
    }

    /// `sets.equivalent(left, right)`
    mutating func setsAreEquivalent(_ left: Slot, _ right: Slot) -> Slot {
        let result = setsContain(left, right)
        return result.isTrue ? setsContain(right, left) : result
    }

    /// `sets.intersects(list, other)`: the first element that is in both decides, else the first
    /// error.
    mutating func setsIntersect(_ list: Slot, _ other: Slot) -> Slot {
        guard list.isKind(.list), other.isKind(.list) else {
            return error(.noSuchOverload, list, other)
        }
        let mark = arena.used
        defer { arena.reset(to: mark) }
        guard let members = members(of: other) else { return .null }
        var failure: Slot?
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) {
            let result = isMember(element, of: members)
            if result.isTrue { return result }
            if result.isKind(.error), failure == nil { failure = result }
        }
        return failure ?? .bool(false)
    }

    private mutating func members(of list: Slot) -> MemberList? {
        let elements = stored(list)
        guard trap == nil, let table = newScalarTable(capacity: elements.length) else { return nil }
        var failure: Slot?
        for index in 0..<elements.length {
            guard trap == nil, spend(1) else { return nil }
            let element = storedSlot(elements, index)
            if let hash = scalarHash(element) {
                _ = find(element, hash, in: table, of: elements, inserting: index)
            } else if element.isKind(.error), failure == nil {
                failure = element
            }
        }
        return MemberList(list: elements, table: table, failure: failure)
    }

    /// `item in list`
    private mutating func isMember(_ item: Slot, of members: MemberList) -> Slot {
        guard let hash = scalarHash(item) else { return contained(item, in: members.list) }
        return find(item, hash, in: members.table, of: members.list)
            ? .bool(true) : members.failure ?? .bool(false)
    }
}
