/// Strings, with their escapes decoded.
extension JSONReader {
    mutating func readString() throws(Malformation) -> String {
        let quote = position
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: Array(String(Character(try readEscape())).utf8))
            case 0..<0x20:
                throw Malformation(.invalidJSON, at: position)
            default:
                let length = try sequenceLength()
                text.append(contentsOf: bytes[position..<position + length])
                position += length
            }
        }
        throw Malformation(.invalidJSON, at: quote)
    }

    // MARK: Escapes

    private mutating func readEscape() throws(Malformation) -> Unicode.Scalar {
        let backslash = position
        position += 1
        let letter = next
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape(at: backslash)
        default: throw Malformation(.invalidJSON, at: backslash)
        }
    }

    /// What follows `\u`: one code unit of UTF-16, or the escaped halves of a surrogate pair.
    private mutating func readUnicodeEscape(at backslash: Int) throws(Malformation) -> Unicode.Scalar {
        guard let unit = readFourDigits() else { throw Malformation(.invalidJSON, at: backslash) }
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // Only surrogates are no scalars below 0x10000: high halves to 0xDBFF, low ones above.
        guard unit <= 0xDBFF, accept("\\"), accept("u"), let low = readFourDigits(), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        else { throw Malformation(.loneSurrogate, at: backslash) }
        return scalar
    }

    private mutating func readFourDigits() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            unit = unit * 16 + UInt32(digit)
        }
        position += 4
        return unit
    }

    // MARK: UTF-8

    /// The bytes of the sequence at the position, by table 3-7 of the Unicode standard.
    private func sequenceLength() throws(Malformation) -> Int {
        let rest: [ClosedRange<UInt8>]
        switch bytes[position] {
        case 0x00...0x7F: rest = []
        case 0xC2...0xDF: rest = [0x80...0xBF]
        case 0xE0: rest = [0xA0...0xBF, 0x80...0xBF]
        case 0xE1...0xEC, 0xEE...0xEF: rest = [0x80...0xBF, 0x80...0xBF]
        case 0xED: rest = [0x80...0x9F, 0x80...0xBF]
        case 0xF0: rest = [0x90...0xBF, 0x80...0xBF, 0x80...0xBF]
        case 0xF1...0xF3: rest = [0x80...0xBF, 0x80...0xBF, 0x80...0xBF]
        case 0xF4: rest = [0x80...0x8F, 0x80...0xBF, 0x80...0xBF]
        default: throw Malformation(.invalidUTF8, at: position)
        }
        for (index, range) in rest.enumerated() {
            let place = position + 1 + index
            guard place < bytes.count, range.contains(bytes[place]) else {
                throw Malformation(.invalidUTF8, at: position)
            }
        }
        return 1 + rest.count
    }
}
