internal import CallgateBytecode

/// A hash table in the arena of values that hold no others, by the numbers of their elements in a
/// stored list. At most half of its places are taken.
struct ScalarTable {
    fileprivate let offset: Int
    /// The number of places, a power of two, less one.
    fileprivate let mask: Int
}

extension Machine {
    /// A table for so many values; nil, with a trap, without room.
    mutating func newScalarTable(capacity: Int) -> ScalarTable? {
        var places = 4
        while places < 2 &* capacity { places &*= 2 }
        guard spend(bytes: 4 &* places), let offset = reserve(4 &* places) else { return nil }
        for place in 0..<places { arena.store(UInt32(0), at: offset &+ 4 &* place) }
        return ScalarTable(offset: offset, mask: places &- 1)
    }

    /// A hash that equal values share; nil for a value that holds others.
    ///
    /// Numbers hash as doubles: an integer equals a double only where that is the nearest one, and
    /// some 1,000 integers at most share one.
    mutating func scalarHash(_ value: Slot) -> UInt64? {
        switch value.kind {
        case .int: return Self.mixed(Double(value.int))
        case .uint: return Self.mixed(Double(value.payload))
        case .double: return Self.mixed(value.double)
        case .string, .bytes, .ip, .cidr:
            guard spend(bytes: value.length) else { return 0 }
            return bytes(of: value).hash
        case .null, .bool, .timestamp, .duration, .type:
            return Self.mixed(value.payload ^ UInt64(value.extra) &<< 32)
        case .list, .map, .optional, .error, .iterator: return nil
        }
    }

    @inline(__always)
    private static func mixed(_ number: Double) -> UInt64 {
        // Zeros of both signs are equal.
        mixed(number == 0 ? 0 : number.bitPattern)
    }

    /// SplitMix64's finaliser: each bit of the result depends on each of the word.
    private static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word &>> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word &>> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word &>> 31
    }

    /// Whether a value equals one that is in the table.
    ///
    /// - Parameter number: joins the table where it does not, if there is one.
    mutating func find(
        _ value: Slot, _ hash: UInt64, in table: ScalarTable, of list: Slot, inserting number: Int? = nil
    ) -> Bool {
        var place = Int(truncatingIfNeeded: hash) & table.mask
        while trap == nil {
            let entry = Int(arena.load(table.offset &+ 4 &* place, as: UInt32.self))
            guard entry > 0 else { break }
            if equality(value, storedSlot(list, entry &- 1), wanted: true).isTrue { return true }
            place = (place &+ 1) & table.mask
        }
        if let number {
            arena.store(
                UInt32(truncatingIfNeeded: number &+ 1), at: table.offset &+ 4 &* place)
        }
        return false
    }
}
