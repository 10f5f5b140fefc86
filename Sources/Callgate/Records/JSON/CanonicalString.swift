/// JSON strings, read and written.
enum CanonicalString {
    /// What an escape stands for.
    enum Escape {
        case scalar(UInt32, length: Int)
        case loneSurrogate
        case invalid
    }

    /// Reads an escape, which starts with a backslash.
    static func escape(_ text: UnsafeRawBufferPointer) -> Escape {
        // Everything is read within the text.
        guard text.count >= 2 else { return .invalid }
        switch unsafe text[1] {
        case UInt8(ascii: "\""): return .scalar(0x22, length: 2)
        case UInt8(ascii: "\\"): return .scalar(0x5C, length: 2)
        case UInt8(ascii: "/"): return .scalar(0x2F, length: 2)
        case UInt8(ascii: "b"): return .scalar(0x08, length: 2)
        case UInt8(ascii: "f"): return .scalar(0x0C, length: 2)
        case UInt8(ascii: "n"): return .scalar(0x0A, length: 2)
        case UInt8(ascii: "r"): return .scalar(0x0D, length: 2)
        case UInt8(ascii: "t"): return .scalar(0x09, length: 2)
        case UInt8(ascii: "u"): break
        default: return .invalid
        }
        guard let unit = unsafe fourDigits(text, at: 2) else { return .invalid }
        switch unit {
        case 0xD800..<0xDC00:
            guard text.count >= 12, unsafe text[6] == UInt8(ascii: "\\"), unsafe text[7] == UInt8(ascii: "u"),
                let low = unsafe fourDigits(text, at: 8), (0xDC00..<0xE000).contains(low)
            else { return .loneSurrogate }
            return .scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), length: 12)
        case 0xDC00..<0xE000: return .loneSurrogate
        default: return .scalar(unit, length: 6)
        }
    }

    private static func fourDigits(_ text: UnsafeRawBufferPointer, at start: Int) -> UInt32? {
        guard text.count >= start + 4 else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            // Checked above.
            guard let digit = unsafe Hexadecimal.value(text[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Whether what is wrong with a string, which starts with its quote, is a lone surrogate.
    static func hasLoneSurrogate(_ text: UnsafeRawBufferPointer) -> Bool {
        var position = 1
        while position < text.count {
            // Within the text, by the loop's condition.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
            switch unsafe rest[0] {
            case UInt8(ascii: "\""): return false
            case UInt8(ascii: "\\"):
                switch unsafe escape(rest) {
                case .scalar(_, let length): position += length
                case .loneSurrogate: return true
                case .invalid: return false
                }
            default: position += 1
            }
        }
        return false
    }

    /// Appends what a canonical string, without its quotes, stands for.
    static func decode(_ text: UnsafeRawBufferPointer, into buffer: inout LineBuffer) {
        var position = 0
        while position < text.count {
            // Within the text, by the loop's condition.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
            if unsafe rest[0] == UInt8(ascii: "\\"), case .scalar(let scalar, let length) = unsafe escape(rest) {
                buffer.append(scalar: scalar)
                position += length
            } else {
                buffer.append(unsafe rest[0])
                position += 1
            }
        }
    }
}

extension LineBuffer {
    /// Appends the canonical form of the string that a text starts with.
    /// - Returns: how long the string is in the text, quotes included; nil where it is none.
    mutating func appendCanonicalString(_ text: UnsafeRawBufferPointer) -> Int? {
        // Everything is read within the text.
        guard text.count >= 2, unsafe text[0] == UInt8(ascii: "\"") else { return nil }
        var position = unsafe 1 + Self.firstSpecial(UnsafeRawBufferPointer(rebasing: text[1...]))
        guard position < text.count else { return nil }
        // Most strings end there, and are copied with their quotes.
        if unsafe text[position] == UInt8(ascii: "\"") {
            position += 1
            unsafe append(UnsafeRawBufferPointer(rebasing: text[..<position]))
            return position
        }
        unsafe append(UnsafeRawBufferPointer(rebasing: text[..<position]))
        while position < text.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
            let run = unsafe Self.firstSpecial(rest)
            unsafe append(UnsafeRawBufferPointer(rebasing: rest[..<run]))
            position += run
            guard position < text.count else { return nil }
            switch unsafe text[position] {
            case UInt8(ascii: "\""):
                append(UInt8(ascii: "\""))
                return position + 1
            case UInt8(ascii: "\\"):
                let escape = unsafe CanonicalString.escape(UnsafeRawBufferPointer(rebasing: text[position...]))
                guard case .scalar(let scalar, let length) = escape else { return nil }
                appendCanonical(scalar: scalar)
                position += length
            default: return nil
            }
        }
        return nil
    }

    /// Appends UTF-8 as a canonical string.
    mutating func appendCanonical(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var position = 0
        while position < text.count {
            // Everything is read within the text.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
            let run = unsafe Self.firstSpecial(rest)
            unsafe append(UnsafeRawBufferPointer(rebasing: rest[..<run]))
            position += run
            guard position < text.count else { break }
            appendCanonical(scalar: unsafe UInt32(text[position]))
            position += 1
        }
        append(UInt8(ascii: "\""))
    }

    mutating func appendCanonical(_ text: String) {
        var text = text
        text.withUTF8 { unsafe appendCanonical(UnsafeRawBufferPointer($0)) }
    }

    /// A character of a string, escaped where RFC 8785 escapes it.
    private mutating func appendCanonical(scalar: UInt32) {
        switch scalar {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0..<0x20:
            append("\\u00")
            append(Hexadecimal.digit(UInt8(scalar >> 4)))
            append(Hexadecimal.digit(UInt8(scalar & 15)))
        default: append(scalar: scalar)
        }
    }

    /// The UTF-8 of a scalar, which is no surrogate.
    mutating func append(scalar: UInt32) {
        func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
        switch scalar {
        case 0..<0x80: append(byte(scalar))
        case 0x80..<0x800:
            append(byte(0xC0 | scalar >> 6))
            append(byte(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            append(byte(0xE0 | scalar >> 12))
            append(byte(0x80 | scalar >> 6 & 0x3F))
            append(byte(0x80 | scalar & 0x3F))
        default:
            append(byte(0xF0 | scalar >> 18))
            append(byte(0x80 | scalar >> 12 & 0x3F))
            append(byte(0x80 | scalar >> 6 & 0x3F))
            append(byte(0x80 | scalar & 0x3F))
        }
    }
}
