/// Operators and brackets, and the marks of other languages that are often meant for them.
extension Lexer {
    /// What other languages write, what is said of it, and what CEL has instead.
    private struct Foreign {
        var text: String
        var replacement: Punctuation?
        var suggestion: String

        init(_ text: String, _ replacement: Punctuation?, _ suggestion: String) {
            self.text = text
            self.replacement = replacement
            self.suggestion = suggestion
        }
    }

    /// Longest first, as the first that fits is taken.
    private static let foreign: [Foreign] = [
        Foreign("===", .equals, "=="),
        Foreign("!==", .notEquals, "!="),
        Foreign("=~", nil, "s.match(/pattern/)"),
        Foreign("=>", .greaterEquals, ">="),
        Foreign("=<", .lessEquals, "<="),
        Foreign("<>", .notEquals, "!="),
        Foreign("**", nil, "x * x"),
        Foreign("<<", nil, "x * 2"),
        Foreign(">>", nil, "x / 2"),
        Foreign(":=", nil, "=="),
    ]

    private static let pairs: [Punctuation] = [.lessEquals, .greaterEquals, .equals, .notEquals, .and, .or]

    mutating func scanPunctuation() {
        let start = position
        for foreign in Self.foreign where starts(with: foreign.text) {
            position += foreign.text.utf8.count
            report(
                "`\(foreign.text)` is not an operator of CEL", at: SourceRange(start, position),
                suggestion: foreign.suggestion)
            append(foreign.replacement.map { .punctuation($0) } ?? .invalid, from: start)
            return
        }
        for pair in Self.pairs where starts(with: pair.rawValue) {
            position += 2
            append(.punctuation(pair), from: start)
            return
        }
        let byte = source[position]
        if byte < 0x80, let mark = Punctuation(rawValue: String(Unicode.Scalar(byte))) {
            position += 1
            append(.punctuation(mark), from: start)
            return
        }
        switch byte {
        case UInt8(ascii: "="): replaceSingle(by: .equals)
        case UInt8(ascii: "&"): replaceSingle(by: .and)
        case UInt8(ascii: "|"): replaceSingle(by: .or)
        default: scanUnknown()
        }
    }

    func starts(with text: String) -> Bool {
        var index = position
        for byte in text.utf8 {
            guard index < source.count, source[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// `=`, `&` and `|`, which are half of the operator that is meant.
    private mutating func replaceSingle(by mark: Punctuation) {
        let start = position
        position += 1
        let written = text(start..<position)
        let message =
            mark == .equals
            ? "`=` is no comparison, and CEL has no assignment"
            : "`\(written)` is not an operator of CEL, which has no arithmetic on bits"
        report(message, at: SourceRange(start, position), suggestion: mark.rawValue)
        append(.punctuation(mark), from: start)
    }

    /// A run of characters that begin no token, reported once.
    private mutating func scanUnknown() {
        let start = position
        let isASCII = source[position] < 0x80
        position += 1
        if !isASCII {
            while position < source.count, source[position] >= 0x80 { position += 1 }
        }
        let range = SourceRange(start, position)
        let written = text(start..<position)
        if written.unicodeScalars.contains(where: { (0x2018...0x201F).contains($0.value) }) {
            report("`\(written)` is a typographic quotation mark", at: range, suggestion: "use \" or '")
        } else if isASCII {
            let byte = source[start]
            let shown = byte < 0x20 || byte == 0x7F ? "the control character U+\(hex(byte))" : "`\(written)`"
            report("\(shown) has no meaning in CEL", at: range)
        } else {
            let shown = String(String.UnicodeScalarView(written.unicodeScalars.prefix(16)))
            report("`\(shown)` cannot stand outside of a string", at: range)
        }
        append(.invalid, from: start)
    }

    private func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
