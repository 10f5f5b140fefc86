/// Strings and bytes in all their forms.
extension Lexer {
    /// Scans from the opening quote, which is at the position; `start` is where the prefix began.
    mutating func scanString(start: Int, isRaw: Bool, isBytes: Bool) {
        let quote = source[position]
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var content: [UInt8] = []
        while true {
            guard position < source.count, isTriple || !source[position].isNewline else {
                reportUnterminated(start: start, quote: quote, isTriple: isTriple)
                break
            }
            let byte = source[position]
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                position += isTriple ? 3 : 1
                break
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                scanEscape(into: &content, isBytes: isBytes)
            } else {
                content.append(byte)
                position += 1
            }
        }
        append(isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self)), from: start)
    }

    private mutating func reportUnterminated(start: Int, quote: UInt8, isTriple: Bool) {
        hasUnterminated = true
        let mark = String(repeating: String(Unicode.Scalar(quote)), count: isTriple ? 3 : 1)
        let spansLines = position < source.count
        report(
            "the string that begins here has no closing \(mark)", at: SourceRange(start, position),
            suggestion: spansLines ? "use \(mark)\(mark)\(mark) for a string of several lines" : nil)
    }

    /// Scans one escape sequence from its backslash and appends what it means, as UTF-8 in strings.
    private mutating func scanEscape(into content: inout [UInt8], isBytes: Bool) {
        let start = position
        let letter = peek(1)
        position += 2
        switch letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            content.append(letter)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            scanHexEscape(digits: 2, from: start, into: &content, isBytes: isBytes)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = letter == UInt8(ascii: "u") ? 4 : 8
            if isBytes {
                position += escapeDigits(upTo: digits)
                report(
                    "a Unicode escape cannot stand in bytes", at: SourceRange(start, position),
                    suggestion: "write its UTF-8 bytes with `\\x`")
            } else {
                scanHexEscape(digits: digits, from: start, into: &content, isBytes: false)
            }
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            scanOctalEscape(from: start, into: &content, isBytes: isBytes)
        default:
            position = min(position, source.count)
            while position < source.count, source[position] & 0xC0 == 0x80 { position += 1 }
            report(
                "`\(text(start..<position))` is not an escape sequence", at: SourceRange(start, position),
                suggestion: "write `\\\\` for a backslash, or a raw string such as r\"\\d\"")
        }
    }

    /// How many hexadecimal digits follow, at most a number.
    private func escapeDigits(upTo limit: Int) -> Int {
        var count = 0
        while count < limit, peek(count).hexValue != nil { count += 1 }
        return count
    }

    private mutating func scanHexEscape(digits: Int, from start: Int, into content: inout [UInt8], isBytes: Bool) {
        let found = escapeDigits(upTo: digits)
        var value: UInt32 = 0
        for _ in 0..<found {
            value = value << 4 | UInt32(peek().hexValue ?? 0)
            position += 1
        }
        guard found == digits else {
            report(
                "`\(text(start..<position))` lacks digits: this escape has exactly \(digits)",
                at: SourceRange(start, position))
            return
        }
        appendEscaped(value, from: start, into: &content, isBytes: isBytes)
    }

    private mutating func scanOctalEscape(from start: Int, into content: inout [UInt8], isBytes: Bool) {
        position = start + 1
        var value: UInt32 = 0
        var count = 0
        while count < 3, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(peek()) {
            value = value << 3 | UInt32(peek() & 7)
            position += 1
            count += 1
        }
        guard count == 3, value <= 0xFF else {
            report(
                "an octal escape has exactly three digits, from `\\000` to `\\377`",
                at: SourceRange(start, position))
            return
        }
        appendEscaped(value, from: start, into: &content, isBytes: isBytes)
    }

    private mutating func appendEscaped(_ value: UInt32, from start: Int, into content: inout [UInt8], isBytes: Bool) {
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(contentsOf: Array(String(scalar).utf8))
        } else {
            let reason = value > 0x10FFFF ? "lies beyond U+10FFFF" : "is half of a surrogate pair"
            report(
                "`\(text(start..<position))` \(reason) and is no character", at: SourceRange(start, position))
        }
    }
}
