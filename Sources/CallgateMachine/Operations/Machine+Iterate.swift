internal import CallgateBytecode

// An iterator's payload holds, in its low half, where the next element is and, in its high half,
// how many stored elements are left, or 1 while there is one in the call. Its flags are the
// region, its field `c` is 1 over the keys of a map.
extension Machine {
    /// An iterator over the elements of a list or the keys of a map, else an error.
    mutating func range(over container: Slot) -> Slot {
        switch container.kind {
        case .error: return container
        case .list: break
        case .map:
            if container.isInCall, let duplicate = duplicateKey(in: container) { return duplicate }
        default: return error(.noSuchOverload, container)
        }
        let walk = ElementWalk(container, call)
        let isMap = container.isKind(.map)
        let remaining = container.isInCall ? (walk.hasNext ? 1 : 0) : container.length
        let start = container.isInCall ? walk.position : container.offset
        return Slot(
            kind: .iterator, flags: container.regionByte, c: isMap ? 1 : 0,
            payload: UInt64(truncatingIfNeeded: start)
                | UInt64(truncatingIfNeeded: remaining) &<< 32)
    }

    /// Takes one element from the iterator in register b into register a.
    /// - Returns: whether there was one.
    @inline(__always)
    mutating func advance(_ instruction: Instruction) -> Bool {
        let iterator = registers[instruction.b]
        let remaining = Int(iterator.payload &>> 32)
        guard remaining > 0, spend(1) else { return false }
        let place = Int(iterator.payload & 0xFFFF_FFFF)
        let isMap = iterator.c == 1
        var step = (place: place, remaining: remaining &- 1)
        if iterator.isInCall {
            var cursor = JSONCursor(call, at: place)
            let element: Slot
            if isMap {
                element = stringSlot(cursor.key())
                cursor.value()
            } else {
                element = jsonSlot(&cursor)
            }
            step.remaining = cursor.advance() ? 1 : 0
            guard trap == nil, spend(bytes: cursor.position &- place) else { return false }
            step.place = cursor.position
            registers[instruction.a] = element
        } else {
            let stored = Slot(kind: .list, flags: iterator.flags, payload: UInt64(place))
            registers[instruction.a] = storedSlot(stored, 0)
            let width = isMap ? 2 : 1
            step.place &+= iterator.regionByte == Region.arena.rawValue ? width &* Slot.size : width
        }
        var next = iterator
        next.payload =
            UInt64(truncatingIfNeeded: step.place)
            | UInt64(truncatingIfNeeded: step.remaining) &<< 32
        registers[instruction.b] = next
        return true
    }

    /// An upper bound of what an iterator has left; exact but in the call, where it counts.
    mutating func remaining(_ iterator: Slot) -> Int {
        let stored = Int(iterator.payload &>> 32)
        guard iterator.isInCall, stored > 0 else { return stored }
        var cursor = JSONCursor(call, at: Int(iterator.payload & 0xFFFF_FFFF))
        let start = cursor.position
        var total = 0
        repeat {
            if iterator.c == 1 { _ = cursor.key() }
            cursor.value()
            total &+= 1
        } while cursor.advance()
        _ = spend(bytes: cursor.position &- start)
        return total
    }
}
