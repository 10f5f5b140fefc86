internal import CallgateBytecode

// Lists and maps built while running lie in the arena: 16 bytes that hold the capacity, then the
// slots. A slot's offset is that of the first element. A list or map that outgrows its room moves.
extension Machine {
    mutating func newList(capacity: Int) -> Slot { container(.list, capacity: capacity) }

    mutating func newMap(capacity: Int) -> Slot { container(.map, capacity: capacity) }

    mutating func newList(for iterator: Slot) -> Slot {
        container(.list, capacity: remaining(iterator))
    }

    private mutating func container(_ kind: ValueKind, capacity: Int) -> Slot {
        let slots = kind == .map ? 2 &* capacity : capacity
        guard let header = reserve((slots &+ 1) &* Slot.size) else { return .null }
        arena.store(UInt64(truncatingIfNeeded: slots), at: header)
        return .view(kind, .arena, offset: header &+ Slot.size, length: 0)
    }

    /// The container, or a larger copy of it, with room for `slots` slots; nil, with a trap,
    /// without.
    @inline(__always)
    private mutating func room(in container: Slot, for slots: Int) -> Slot? {
        // V7 lets only such lists and maps come here; the test keeps that from being the only wall.
        guard container.regionByte == Region.arena.rawValue,
            container.isKind(.list) || container.isKind(.map), container.offset >= Slot.size
        else {
            trap = .memory
            return nil
        }
        let capacity = Int(arena.load(container.offset &- Slot.size, as: UInt64.self))
        return slots <= capacity ? container : enlarged(container, capacity, for: slots)
    }

    /// Twice as large each time, so that growing costs a constant a slot.
    private mutating func enlarged(_ container: Slot, _ capacity: Int, for slots: Int) -> Slot? {
        let used = container.isKind(.map) ? 2 &* container.length : container.length
        let wanted = max(slots, 2 &* capacity)
        guard spend(bytes: used &* Slot.size),
            let header = reserve((wanted &+ 1) &* Slot.size)
        else { return nil }
        arena.store(UInt64(truncatingIfNeeded: wanted), at: header)
        arena.copy(arena.bytes(container.offset, used &* Slot.size), to: header &+ Slot.size)
        return .view(
            container.kind, .arena, offset: header &+ Slot.size, length: container.length)
    }

    /// A list with one more element; null, with a trap, without room. The element may be an error.
    mutating func grown(_ list: Slot, by element: Slot) -> Slot {
        guard let target = room(in: list, for: list.length &+ 1) else { return .null }
        arena.store(element, at: target.offset &+ list.length &* Slot.size)
        return .view(.list, .arena, offset: target.offset, length: list.length &+ 1)
    }

    private mutating func grown(_ map: Slot, by key: Slot, _ value: Slot) -> Slot {
        guard let target = room(in: map, for: 2 &* map.length &+ 2) else { return .null }
        arena.store(key, at: target.offset &+ 2 &* map.length &* Slot.size)
        arena.store(value, at: target.offset &+ (2 &* map.length &+ 1) &* Slot.size)
        return .view(.map, .arena, offset: target.offset, length: map.length &+ 1)
    }

    mutating func append(_ element: Slot, to list: Slot) -> Slot {
        if list.isKind(.error) { return list }
        if element.isKind(.error) { return element }
        return grown(list, by: element)
    }

    /// `[?element]`.
    mutating func appendPresent(_ element: Slot, to list: Slot) -> Slot {
        if list.isKind(.error) { return list }
        guard element.isKind(.optional) else { return notOptional(element) }
        return element.length == 0 ? list : grown(list, by: content(of: element))
    }

    private func notOptional(_ value: Slot) -> Slot {
        value.isKind(.error) ? value : error(.noSuchOverload, value)
    }

    mutating func insert(_ key: Slot, _ value: Slot, into map: Slot) -> Slot {
        if map.isKind(.error) { return map }
        if key.isKind(.error) { return key }
        if value.isKind(.error) { return value }
        if let failure = failure(ofKey: key, in: map) { return failure }
        return grown(map, by: key, value)
    }

    /// `{?key: value}`.
    mutating func insertPresent(_ key: Slot, _ value: Slot, into map: Slot) -> Slot {
        if map.isKind(.error) { return map }
        if key.isKind(.error) { return key }
        guard value.isKind(.optional) else { return notOptional(value) }
        if value.length == 0 { return Self.isKeyKind(key) ? map : error(.noSuchOverload, key) }
        return insert(key, content(of: value), into: map)
    }

    /// `cel.@mapInsert(map, more)`.
    mutating func insertAll(_ more: Slot, into map: Slot) -> Slot {
        if map.isKind(.error) { return map }
        guard more.isKind(.map) else { return notOptional(more) }
        if more.isInCall, let duplicate = duplicateKey(in: more) { return duplicate }
        var result = map
        var entries = ElementWalk(more, call)
        while trap == nil, let key = next(&entries) {
            let value = entryValue(&entries)
            if let failure = failure(ofKey: key, in: result) { return failure }
            result = grown(result, by: key, value)
        }
        return result
    }

    @inline(__always)
    private static func isKeyKind(_ key: Slot) -> Bool {
        switch key.kind {
        case .bool, .int, .uint, .string: true
        default: false
        }
    }

    /// Why a key can't be added: its kind, or another one that is equal.
    private mutating func failure(ofKey key: Slot, in map: Slot) -> Slot? {
        guard Self.isKeyKind(key) else { return error(.noSuchOverload, key) }
        guard spend(map.length) else { return .null }
        for entry in 0..<map.length where keysAreEqual(key, storedSlot(map, 2 &* entry)) {
            return error(.duplicateKey, key)
        }
        return nil
    }

    /// `left + right` of lists: the elements of both, copied.
    mutating func concatenatedLists(_ left: Slot, _ right: Slot) -> Slot {
        var result = newList(capacity: count(left) &+ count(right))
        copyElements(of: left, to: &result)
        copyElements(of: right, to: &result)
        return result
    }

    /// An element that is an error, a number out of range, stays one until it is read.
    private mutating func copyElements(of list: Slot, to result: inout Slot) {
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) { result = grown(result, by: element) }
    }

    /// `left + right` of strings or of bytes.
    mutating func concatenatedBytes(_ left: Slot, _ right: Slot) -> Slot {
        let length = left.length &+ right.length
        guard spend(bytes: length), let offset = reserve(length) else { return .null }
        arena.copy(bytes(of: left), to: offset)
        arena.copy(bytes(of: right), to: offset &+ left.length)
        return .view(left.kind, .arena, offset: offset, length: length)
    }
}
