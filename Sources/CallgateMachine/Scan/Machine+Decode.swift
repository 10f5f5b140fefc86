internal import CallgateBytecode

extension Machine {
    /// A string's value: its bytes in the call, or decoded at the arena's end where it has escapes.
    ///
    /// - Returns: nil where the arena has no room.
    @inline(__always)
    mutating func decoded(_ range: StringRange) -> ByteSpan? {
        let raw = call.slice(range.start, range.end &- range.start)
        guard range.hasEscapes else { return raw }
        guard let offset = arena.reserve(raw.count) else { return nil }
        return arena.bytes(offset, decode(raw, to: offset))
    }

    /// A string's value as a slot, or null with a trap.
    @inline(__always)
    mutating func stringSlot(_ range: StringRange) -> Slot {
        guard range.hasEscapes else {
            return .view(.string, .call, offset: range.start, length: range.end &- range.start)
        }
        let raw = call.slice(range.start, range.end &- range.start)
        guard let offset = reserve(raw.count) else { return .null }
        return .view(.string, .arena, offset: offset, length: decode(raw, to: offset))
    }

    /// Writes a string without its escapes; the scanner has accepted them all.
    /// - Returns: how many bytes were written, at most as many as were read.
    private func decode(_ raw: ByteSpan, to offset: Int) -> Int {
        var index = 0
        var end = offset
        while index < raw.count {
            let byte = raw[index]
            guard byte == UInt8(ascii: "\\") else {
                arena.store(byte, at: end)
                end &+= 1
                index &+= 1
                continue
            }
            let letter = raw.peek(index &+ 1)
            index &+= 2
            guard letter == UInt8(ascii: "u") else {
                arena.store(Self.escaped(letter), at: end)
                end &+= 1
                continue
            }
            var scalar = UInt32(truncatingIfNeeded: JSONScanner.hexadecimal(raw, index))
            index &+= 4
            if scalar & 0xFC00 == 0xD800 {
                let low = UInt32(truncatingIfNeeded: JSONScanner.hexadecimal(raw, index &+ 2))
                scalar = 0x10000 &+ (scalar & 0x3FF) &<< 10 &+ (low & 0x3FF)
                index &+= 6
            }
            end &+= store(scalar, at: end)
        }
        return end &- offset
    }

    @inline(__always)
    private static func escaped(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// Writes a scalar value as UTF-8.
    /// - Returns: its number of bytes.
    @inline(__always)
    private func store(_ scalar: UInt32, at offset: Int) -> Int {
        func put(_ index: Int, _ bits: UInt32) {
            arena.store(UInt8(truncatingIfNeeded: bits), at: offset &+ index)
        }
        if scalar < 0x80 {
            put(0, scalar)
            return 1
        } else if scalar < 0x800 {
            put(0, 0xC0 | scalar &>> 6)
            put(1, 0x80 | scalar & 0x3F)
            return 2
        } else if scalar < 0x10000 {
            put(0, 0xE0 | scalar &>> 12)
            put(1, 0x80 | scalar &>> 6 & 0x3F)
            put(2, 0x80 | scalar & 0x3F)
            return 3
        } else {
            put(0, 0xF0 | scalar &>> 18)
            put(1, 0x80 | scalar &>> 12 & 0x3F)
            put(2, 0x80 | scalar &>> 6 & 0x3F)
            put(3, 0x80 | scalar & 0x3F)
            return 4
        }
    }
}
