/// Finds where the expression of a placeholder ends: at the `}` that closes it, which is not one within
/// a string, a pattern, a back-quoted name, a comment or a map.
///
/// This knows no more of CEL than what can hold a brace; whether the expression is right, its parser
/// says. Takes time linear in the expression.
struct PlaceholderScanner {
    private let bytes: [UInt8]
    private var position: Int
    /// Whether the last token ends an operand, so that a `/` divides.
    private var followsOperand = false

    /// Where the search has ended.
    enum End: Equatable {
        /// The offset of the closing brace.
        case closed(Int)
        /// Nothing closes the placeholder.
        case open
        /// The string or pattern that begins at an offset has no end.
        case unterminated(Int)
    }

    /// - Parameter start: the offset behind the opening brace.
    static func end(in bytes: [UInt8], from start: Int) -> End {
        var scanner = PlaceholderScanner(bytes: bytes, position: start)
        return scanner.scan()
    }

    private init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    private mutating func scan() -> End {
        var depth = 0
        while position < bytes.count {
            let start = position
            let byte = bytes[position]
            var isFinished = true
            switch byte {
            case UInt8(ascii: "}") where depth == 0:
                return .closed(position)
            case UInt8(ascii: "{"), UInt8(ascii: "}"):
                depth += byte == UInt8(ascii: "{") ? 1 : -1
                position += 1
                followsOperand = byte == UInt8(ascii: "}")
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                isFinished = skipString(isRaw: false)
            case UInt8(ascii: "`"):
                isFinished = skip(until: byte, hasEscapes: false)
            case UInt8(ascii: "/"):
                isFinished = skipSlash()
            default:
                skipOther(byte)
                if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'"), let isRaw = prefix(start..<position) {
                    isFinished = skipString(isRaw: isRaw)
                }
            }
            if !isFinished { return .unterminated(start) }
        }
        return .open
    }

    /// Whether letters right before a quote are the prefix of a string, and then whether a raw one.
    private func prefix(_ range: Range<Int>) -> Bool? {
        switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
        case "r", "br": true
        case "b": false
        default: nil
        }
    }

    /// A name, a number, white space or punctuation.
    private mutating func skipOther(_ byte: UInt8) {
        if Self.isWordPart(byte) {
            let start = position
            while Self.isWordPart(peek()) { position += 1 }
            followsOperand = !bytes[start..<position].elementsEqual("in".utf8)
        } else {
            position += 1
            if !byte.isBlankOrBreak, byte != 0x0C {
                followsOperand = byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
            }
        }
    }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func skipString(isRaw: Bool) -> Bool {
        let quote = bytes[position]
        guard peek(1) == quote, peek(2) == quote else { return skip(until: quote, hasEscapes: !isRaw) }
        position += 3
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\"), !isRaw {
                position += 2
            } else if bytes[position] == quote, peek(1) == quote, peek(2) == quote {
                position += 3
                followsOperand = true
                return true
            } else {
                position += 1
            }
        }
        return false
    }

    /// Passes what ends with the same mark it begins with, on one line; false if there is no end.
    private mutating func skip(until mark: UInt8, hasEscapes: Bool) -> Bool {
        position += 1
        while position < bytes.count, !bytes[position].isBreak {
            if bytes[position] == UInt8(ascii: "\\"), hasEscapes {
                position += 2
            } else {
                position += 1
                if bytes[position - 1] == mark {
                    followsOperand = true
                    return true
                }
            }
        }
        return false
    }

    /// A comment, a division or a pattern.
    private mutating func skipSlash() -> Bool {
        if peek(1) == UInt8(ascii: "/") {
            while position < bytes.count, !bytes[position].isBreak { position += 1 }
            return true
        }
        if followsOperand {
            position += 1
            followsOperand = false
            return true
        }
        position += 1
        var isInClass = false
        while position < bytes.count, !bytes[position].isBreak {
            switch bytes[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                position += 1
                followsOperand = true
                return true
            default: break
            }
            position += 1
        }
        return false
    }
}
