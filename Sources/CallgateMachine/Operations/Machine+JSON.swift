internal import CallgateBytecode

extension Machine {
    /// The value at the cursor, which then stands after it.
    ///
    /// Strings with escapes are decoded into the arena; with no room there, null and a trap.
    mutating func jsonSlot(_ cursor: inout JSONCursor) -> Slot {
        let start = cursor.position
        switch call.peek(start) {
        case UInt8(ascii: "\""):
            return stringSlot(cursor.string())
        case UInt8(ascii: "{"):
            cursor.value()
            return .view(.map, .call, offset: start, length: cursor.position &- start)
        case UInt8(ascii: "["):
            cursor.value()
            return .view(.list, .call, offset: start, length: cursor.position &- start)
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            cursor.value()
            return .bool(call.peek(start) == UInt8(ascii: "t"))
        case UInt8(ascii: "n"):
            cursor.value()
            return .null
        default:
            cursor.value()
            var number = NumberRange()
            number.start = start
            number.end = cursor.position
            for index in start..<cursor.position {
                let byte = call[index]
                if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
                    number.isInteger = false
                }
            }
            return numberSlot(number)
        }
    }

    /// A number of the call: int where it is written as one and fits, else double.
    mutating func numberSlot(_ range: NumberRange) -> Slot {
        if range.isInteger {
            if let value = Self.integer(call, range.start, range.end) {
                return .int(value, flags: Slot.json)
            }
        }
        let reader = DecimalReader(call.slice(range.start, range.end &- range.start))
        if let value = reader.quick { return .double(value, flags: Slot.json) }
        guard spend(DecimalReader.exactCost) else { return .null }
        let value = reader.exact()
        guard value.isFinite else {
            return .error(.numberRange, right: .double, pc: pc, place: range.start)
        }
        return .double(value, flags: Slot.json)
    }

    /// Decimal digits with an optional minus sign, or nil where they don't fit.
    @inline(__always)
    static func integer(_ bytes: ByteSpan, _ start: Int, _ end: Int) -> Int64? {
        let isNegative = bytes.peek(start) == UInt8(ascii: "-")
        let first = isNegative ? start &+ 1 : start
        var value: Int64 = 0
        // Eighteen digits always fit.
        if end &- first <= 18 {
            var index = first
            while index < end {
                value = value &* 10 &+ Int64(bytes.peek(index) &- 0x30)
                index &+= 1
            }
            return isNegative ? -value : value
        }
        for index in first..<end {
            // Negative all the way, since that side reaches one further.
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(bytes.peek(index) &- 0x30)
            let (sum, borrow) = scaled.subtractingReportingOverflow(digit)
            if overflow || borrow { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// Whether an object of the call has a key twice.
    ///
    /// - Returns: the error, or nil; also nil with a trap. Small objects are compared pair by
    ///   pair, larger ones through a hash table in the arena, so this is linear.
    mutating func duplicateKey(in map: Slot) -> Slot? {
        guard map.length > 0 else { return nil }
        guard spend(bytes: 2 &* map.length) else { return nil }
        let mark = arena.used
        defer { arena.reset(to: mark) }
        var cursor = JSONCursor(call, at: map.offset)
        var total = 0
        if cursor.enter() {
            repeat {
                _ = cursor.key()
                cursor.value()
                total &+= 1
            } while cursor.advance()
        }
        guard total > 1 else { return nil }
        var places = 4
        while places < 2 &* total { places &*= 2 }
        guard let table = reserve(places &* Self.keyEntrySize) else { return nil }
        for place in 0..<places { arena.store(KeyEntry.empty, at: table &+ place &* Self.keyEntrySize) }
        cursor = JSONCursor(call, at: map.offset)
        _ = cursor.enter()
        repeat {
            let start = cursor.position
            let key = cursor.key()
            cursor.value()
            let slot = stringSlot(key)
            guard trap == nil else { return nil }
            let name = bytes(of: slot)
            let hash = name.hash
            var place = Int(truncatingIfNeeded: hash) & (places &- 1)
            while true {
                let entry = arena.load(table &+ place &* Self.keyEntrySize, as: KeyEntry.self)
                if entry.isEmpty { break }
                if entry.hash == hash, bytes(of: entry.key).equals(name) {
                    return .error(.duplicateKey, pc: pc, place: start)
                }
                place = (place &+ 1) & (places &- 1)
            }
            arena.store(
                KeyEntry(hash: hash, key: slot), at: table &+ place &* Self.keyEntrySize)
        } while cursor.advance()
        return nil
    }

    private static var keyEntrySize: Int { MemoryLayout<KeyEntry>.stride }
}

/// A place of the table in which keys of an object are compared.
private struct KeyEntry: BitwiseCopyable {
    var hash: UInt64
    var key: Slot

    static var empty: KeyEntry { KeyEntry(hash: 0, key: .null) }
    var isEmpty: Bool { key.isKind(.null) }
}
