extension JSONScanner {
    /// A string, from its opening quote past its closing one.
    mutating func string(_ text: inout StringRange) -> Bool {
        let quote = position
        var index = position &+ 1
        text.start = index
        text.hasEscapes = false
        while true {
            // Eight plain bytes at a time: most strings are nothing else.
            while index &+ 8 <= bytes.count {
                let special = Self.specialBytes(bytes.word(index))
                if special == 0 {
                    index &+= 8
                } else {
                    index &+= special.trailingZeroBitCount &>> 3
                    break
                }
            }
            let byte = bytes.peek(index)
            if byte == UInt8(ascii: "\"") {
                text.end = index
                position = index &+ 1
                return true
            } else if byte == UInt8(ascii: "\\") {
                text.hasEscapes = true
                guard escape(&index) else { return false }
            } else if byte >= 0x80 {
                guard multibyte(&index) else { return false }
            } else if byte < 0x20 {
                return index < bytes.count
                    ? fail(.controlCharacter, at: index) : fail(.unterminatedString, at: quote)
            } else {
                index &+= 1
            }
        }
    }

    /// The top bit of each byte that is a quote, a backslash, a control character or not ASCII.
    /// Above the lowest such byte there may be others that are none.
    @inline(__always)
    private static func specialBytes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        return ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | control | word) & tops
    }

    private mutating func escape(_ index: inout Int) -> Bool {
        switch bytes.peek(index &+ 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index &+= 2
            return true
        case UInt8(ascii: "u"):
            let unit = Self.hexadecimal(bytes, index &+ 2)
            guard unit >= 0 else { return fail(.badEscape, at: index) }
            if unit & 0xFC00 == 0xDC00 { return fail(.loneSurrogate, at: index) }
            if unit & 0xFC00 == 0xD800 {
                guard bytes.peek(index &+ 6) == UInt8(ascii: "\\"),
                    bytes.peek(index &+ 7) == UInt8(ascii: "u"),
                    Self.hexadecimal(bytes, index &+ 8) & ~0x3FF == 0xDC00
                else { return fail(.loneSurrogate, at: index) }
                index &+= 6
            }
            index &+= 6
            return true
        default:
            return fail(.badEscape, at: index)
        }
    }

    /// Four hexadecimal digits as a number, or -1.
    @inline(__always)
    static func hexadecimal(_ bytes: ByteSpan, _ start: Int) -> Int {
        var value = 0
        for index in start..<start &+ 4 {
            let byte = bytes.peek(index)
            let lower = byte | 0x20
            if byte &- 0x30 < 10 {
                value = value &<< 4 | Int(byte &- 0x30)
            } else if lower &- 0x61 < 6 {
                value = value &<< 4 | Int(lower &- 0x61 &+ 10)
            } else {
                return -1
            }
        }
        return value
    }

    /// One scalar value of two to four bytes: the well-formed sequences of Unicode's table 3-7.
    mutating func multibyte(_ index: inout Int) -> Bool {
        let first = bytes.peek(index)
        let second = bytes.peek(index &+ 1)
        let length: Int
        switch first {
        case 0xC2...0xDF:
            length = 2
            guard second & 0xC0 == 0x80 else { return fail(.badUTF8, at: index) }
        case 0xE0...0xEF:
            length = 3
            let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = first == 0xED ? 0x9F : 0xBF
            guard second >= low, second <= high else { return fail(.badUTF8, at: index) }
        case 0xF0...0xF4:
            length = 4
            let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
            guard second >= low, second <= high else { return fail(.badUTF8, at: index) }
        default:
            return fail(.badUTF8, at: index)
        }
        for follower in 2..<max(length, 2) {
            guard bytes.peek(index &+ follower) & 0xC0 == 0x80 else {
                return fail(.badUTF8, at: index)
            }
        }
        index &+= length
        return true
    }
}
