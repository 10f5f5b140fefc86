internal import CallgateBytecode

extension Machine {
    /// A list whose elements are stored: itself, or a copy of a list of the call. An element that
    /// is an error stays one.
    mutating func stored(_ list: Slot) -> Slot {
        guard list.isInCall else { return list }
        var result = newList(capacity: count(list))
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) { result = grown(result, by: element) }
        return result
    }

    /// `value.reverse()`
    mutating func reverse(_ value: Slot) -> Slot {
        if value.isKind(.string) { return reversedString(value) }
        guard value.isKind(.list) else { return error(.noSuchOverload, value) }
        let elements = stored(value)
        guard trap == nil, spend(elements.length) else { return .null }
        var result = newList(capacity: elements.length)
        var index = elements.length &- 1
        while trap == nil, index >= 0 {
            result = grown(result, by: storedSlot(elements, index))
            index &-= 1
        }
        return result
    }

    /// `list.slice(start, end)`: a view, but of a list of the call, whose elements are copied.
    mutating func slice(_ list: Slot, _ start: Slot, _ end: Slot) -> Slot {
        guard list.isKind(.list), start.isKind(.int), end.isKind(.int) else {
            return error(.noSuchOverload, list, start)
        }
        let elements = stored(list)
        guard trap == nil else { return .null }
        guard start.int >= 0, start.int <= end.int, end.int <= Int64(elements.length) else {
            return error(.indexRange, list, start)
        }
        let width = elements.regionByte == Region.arena.rawValue ? Slot.size : 1
        return Slot(
            kind: .list, flags: elements.regionByte,
            extra: UInt32(truncatingIfNeeded: end.int &- start.int),
            payload: elements.payload &+ UInt64(truncatingIfNeeded: Int(start.int) &* width))
    }

    /// `list.flatten()` and `list.flatten(levels)`
    mutating func flatten(_ list: Slot, levels: Slot?) -> Slot {
        guard list.isKind(.list), levels?.isKind(.int) ?? true else {
            return error(.noSuchOverload, list, levels ?? .null)
        }
        let count = levels?.int ?? 1
        guard count >= 0 else { return error(.invalidArgument, list, levels ?? .null) }
        guard count > 0 else { return list }
        var result = newList(capacity: list.isInCall ? 4 : list.length)
        flatten(list, depth: 0, count, &result)
        return result
    }

    /// Recursion is as deep as lists nest, `MachineLimits.valueDepth` at most: more is a trap.
    private mutating func flatten(
        _ list: Slot, depth: Int, _ levels: Int64, _ result: inout Slot
    ) {
        guard depth <= MachineLimits.valueDepth else {
            trap = .memory
            return
        }
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) {
            if levels > 0, element.isKind(.list) {
                flatten(element, depth: depth &+ 1, levels &- 1, &result)
            } else {
                result = grown(result, by: element)
            }
        }
    }

    /// `lists.range(count)`
    mutating func listRange(_ count: Slot) -> Slot {
        guard count.isKind(.int) else { return error(.noSuchOverload, count) }
        guard count.int >= 0, count.int <= Int64(MachineLimits.rangeElements) else {
            return error(.invalidArgument, count)
        }
        guard spend(Int(count.int)) else { return .null }
        var result = newList(capacity: Int(count.int))
        var value: Int64 = 0
        while trap == nil, value < count.int {
            result = grown(result, by: .int(value))
            value &+= 1
        }
        return result
    }

    /// `list.first()`
    mutating func first(of list: Slot) -> Slot {
        guard list.isKind(.list) else { return error(.noSuchOverload, list) }
        return optionalIndex(list, .int(0))
    }

    /// `list.last()`
    mutating func last(of list: Slot) -> Slot {
        guard list.isKind(.list) else { return error(.noSuchOverload, list) }
        return optionalIndex(list, .int(Int64(count(list)) &- 1))
    }
}
