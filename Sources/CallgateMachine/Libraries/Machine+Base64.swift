internal import CallgateBytecode

// RFC 4648, section 4.
extension Machine {
    /// `base64.encode(bytes)`
    mutating func base64Encode(_ value: Slot) -> Slot {
        guard value.isKind(.bytes) else { return error(.noSuchOverload, value) }
        let length = (value.length &+ 2) / 3 &* 4
        guard spend(bytes: value.length &+ length), let offset = reserve(length) else { return .null }
        let span = bytes(of: value)
        var end = offset
        var index = 0
        while index < span.count {
            let group =
                UInt32(span[index]) &<< 16 | UInt32(span.peek(index &+ 1)) &<< 8
                | UInt32(span.peek(index &+ 2))
            for position in 0..<4 {
                let digit = UInt8(truncatingIfNeeded: group &>> UInt32(18 &- 6 &* position) & 0x3F)
                // A group of n bytes has n + 1 digits.
                let isPadding = index &+ position > span.count
                arena.store(isPadding ? UInt8(ascii: "=") : Self.base64Letter(digit), at: end)
                end &+= 1
            }
            index &+= 3
        }
        return .view(.string, .arena, offset: offset, length: length)
    }

    /// `base64.decode(text)`: padding is there in full or not at all; line ends are skipped.
    mutating func base64Decode(_ value: Slot) -> Slot {
        guard value.isKind(.string) else { return error(.noSuchOverload, value) }
        guard spend(bytes: value.length), let offset = reserve(value.length / 4 &* 3 &+ 3) else {
            return .null
        }
        let span = bytes(of: value)
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var end = offset
        for index in 0..<span.count {
            let byte = span[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
            if byte == UInt8(ascii: "=") {
                padding &+= 1
                continue
            }
            guard padding == 0, let digit = Self.base64Digit(byte) else {
                return error(.badConversion, value)
            }
            group = group &<< 6 | UInt32(digit)
            digits &+= 1
            guard digits & 3 == 0 else { continue }
            end &+= storeBase64(group, bytes: 3, at: end)
            group = 0
        }
        // Of the last group, 2 digits make a byte, 3 make two, and 1 makes none.
        let rest = digits & 3
        guard rest != 1, padding == 0 || rest > 0 && rest &+ padding == 4 else {
            return error(.badConversion, value)
        }
        end &+= storeBase64(group &<< UInt32(24 &- 6 &* rest), bytes: max(rest &- 1, 0), at: end)
        return .view(.bytes, .arena, offset: offset, length: end &- offset)
    }

    /// Stores the highest bytes of a group of 24 bits.
    /// - Returns: how many.
    @inline(__always)
    private func storeBase64(_ group: UInt32, bytes: Int, at offset: Int) -> Int {
        for position in 0..<bytes {
            let byte = UInt8(truncatingIfNeeded: group &>> UInt32(16 &- 8 &* position))
            arena.store(byte, at: offset &+ position)
        }
        return bytes
    }

    @inline(__always)
    private static func base64Letter(_ digit: UInt8) -> UInt8 {
        switch digit {
        case 0..<26: UInt8(ascii: "A") &+ digit
        case 26..<52: UInt8(ascii: "a") &+ digit &- 26
        case 52..<62: UInt8(ascii: "0") &+ digit &- 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    @inline(__always)
    private static func base64Digit(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter &- UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): letter &- UInt8(ascii: "a") &+ 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter &- UInt8(ascii: "0") &+ 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
