internal import CallgateBytecode

// An iterator's payload holds, in its low half, where the next element is and, in its high half,
// how many stored elements are left, or 1 while there is one in the call. Its flags are the
// region, its field `c` is 1 over the keys of a map; `extra` counts pairs.
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
            guard follow(&cursor, from: place, &step) else { return false }
            registers[instruction.a] = element
        } else {
            let stored = Slot(kind: .list, flags: iterator.flags, payload: UInt64(place))
            registers[instruction.a] = storedSlot(stored, 0)
            step.place &+= Self.width(of: iterator, isMap ? 2 : 1)
        }
        registers[instruction.b] = moved(iterator, to: step, count: 0)
        return true
    }

    /// Takes an element and its index, or a key and its value, from the iterator in register b
    /// into the register after a, and into a: the index or key stands first.
    @inline(never)
    mutating func advancePair(_ instruction: Instruction) -> Bool {
        let iterator = registers[instruction.b]
        let remaining = Int(iterator.payload &>> 32)
        guard remaining > 0, spend(1) else { return false }
        let place = Int(iterator.payload & 0xFFFF_FFFF)
        let isMap = iterator.c == 1
        var step = (place: place, remaining: remaining &- 1)
        var first = Slot.int(Int64(iterator.extra))
        let second: Slot
        if iterator.isInCall {
            var cursor = JSONCursor(call, at: place)
            if isMap { first = stringSlot(cursor.key()) }
            second = jsonSlot(&cursor)
            guard follow(&cursor, from: place, &step) else { return false }
        } else {
            let stored = Slot(kind: .list, flags: iterator.flags, payload: UInt64(place))
            if isMap { first = storedSlot(stored, 0) }
            second = storedSlot(stored, isMap ? 1 : 0)
            step.place &+= Self.width(of: iterator, isMap ? 2 : 1)
        }
        registers[instruction.a] = first
        // V6: there is a register after a.
        registers[instruction.a &+ 1] = second
        registers[instruction.b] = moved(iterator, to: step, count: 1)
        return true
    }

    /// Moves past an element of the call; false at a trap.
    @inline(__always)
    private mutating func follow(
        _ cursor: inout JSONCursor, from place: Int, _ step: inout (place: Int, remaining: Int)
    ) -> Bool {
        step.remaining = cursor.advance() ? 1 : 0
        step.place = cursor.position
        return trap == nil && spend(bytes: cursor.position &- place)
    }

    /// How far so many stored slots reach, in the unit of their region.
    @inline(__always)
    private static func width(of iterator: Slot, _ slots: Int) -> Int {
        iterator.regionByte == Region.arena.rawValue ? slots &* Slot.size : slots
    }

    @inline(__always)
    private func moved(
        _ iterator: Slot, to step: (place: Int, remaining: Int), count: UInt64
    ) -> Slot {
        Slot(
            payload: UInt64(truncatingIfNeeded: step.place)
                | UInt64(truncatingIfNeeded: step.remaining) &<< 32,
            meta: iterator.meta &+ count &<< 32)
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
