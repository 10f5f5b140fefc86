internal import CallgateBytecode

// Lists and maps built while running lie in the arena: 16 bytes that hold the capacity, then the
// slots. A slot's offset is that of the first element.
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

    /// Puts slots after the first `used` ones of a container; false, with a trap, without room.
    @inline(__always)
    private mutating func put(_ slot: Slot, in container: Slot, at index: Int) -> Bool {
        // V7 lets only such lists and maps come here; the test keeps that from being the only wall.
        guard container.regionByte == Region.arena.rawValue,
            container.isKind(.list) || container.isKind(.map), container.offset >= Slot.size,
            index < Int(arena.load(container.offset &- Slot.size, as: UInt64.self))
        else {
            trap = .memory
            return false
        }
        arena.store(slot, at: container.offset &+ index &* Slot.size)
        return true
    }

    @inline(__always)
    private func grown(_ container: Slot) -> Slot {
        .view(
            container.kind, .arena, offset: container.offset, length: container.length &+ 1)
    }

    mutating func append(_ element: Slot, to list: Slot) -> Slot {
        if list.isKind(.error) { return list }
        if element.isKind(.error) { return element }
        guard put(element, in: list, at: list.length) else { return .null }
        return grown(list)
    }

    mutating func insert(_ key: Slot, _ value: Slot, into map: Slot) -> Slot {
        if map.isKind(.error) { return map }
        if key.isKind(.error) { return key }
        if value.isKind(.error) { return value }
        switch key.kind {
        case .bool, .int, .uint, .string: break
        default: return error(.noSuchOverload, key)
        }
        guard spend(map.length) else { return .null }
        for entry in 0..<map.length where keysAreEqual(key, storedSlot(map, 2 &* entry)) {
            return error(.duplicateKey, key)
        }
        guard put(key, in: map, at: 2 &* map.length),
            put(value, in: map, at: 2 &* map.length &+ 1)
        else { return .null }
        return grown(map)
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
        while trap == nil, let element = next(&elements) {
            guard put(element, in: result, at: result.length) else { return }
            result = grown(result)
        }
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
