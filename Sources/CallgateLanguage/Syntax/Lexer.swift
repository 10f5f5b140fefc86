/// Splits an expression into tokens, in one pass over its bytes.
///
/// Lexical errors are collected; the token that was most likely meant takes the place of what
/// is wrong, so that the parser can go on.
struct Lexer {
    let source: [UInt8]
    var position = 0
    var tokens: [Token] = []
    var errors: [LanguageError] = []
    /// Whether a literal without its end has swallowed what follows, brackets perhaps included.
    var hasUnterminated = false

    init(_ source: [UInt8]) {
        self.source = source
    }

    /// Tokens that are neither literals nor commas, literals, and commas.
    private var words = 0
    private var literals = 0
    private var commas = 0
    /// Whether there are more of these than there may be.
    private(set) var isTooLong = false

    /// Finds the tokens, up to and with one `end`.
    mutating func tokenize() {
        while errors.count < Limits.errors, !isTooLong {
            skipTrivia()
            guard position < source.count else { break }
            scanToken()
        }
        tokens.append(Token(kind: .end, range: SourceRange(source.count, source.count)))
    }

    /// The byte at an offset from the position, or 0 past the end. NUL is no part of any token.
    func peek(_ offset: Int = 0) -> UInt8 {
        let index = position + offset
        return index < source.count ? source[index] : 0
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: source[range], as: UTF8.self)
    }

    mutating func append(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, range: SourceRange(start, position)))
        switch kind {
        case .punctuation(.comma): commas += 1
        case .int, .uint, .double, .string, .bytes, .pattern: literals += 1
        default: words += 1
        }
        guard words > Limits.words || literals > Limits.literals || commas > Limits.literals else { return }
        let message =
            words > Limits.words
            ? "the expression has more than \(Limits.words) words, operators and brackets"
            : "the expression has more than \(Limits.literals) literals or commas"
        errors.append(LanguageError(.limit, message, at: SourceRange(start, position)))
        isTooLong = true
    }

    mutating func report(_ message: String, at range: SourceRange, suggestion: String? = nil) {
        errors.append(LanguageError(.lexical, message, at: range, suggestion: suggestion))
    }

    private mutating func skipTrivia() {
        while position < source.count {
            if source[position].isWhitespace {
                position += 1
            } else if source[position] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while position < source.count, !source[position].isNewline { position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func scanToken() {
        let start = position
        let byte = source[position]
        if byte.isNameStart {
            if scanPrefixedString() { return }
            while peek().isNamePart { position += 1 }
            append(.name(text(start..<position)), from: start)
        } else if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1).isDigit && !previousIsOperand) {
            scanNumber()
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            scanString(start: start, isRaw: false, isBytes: false)
        } else if byte == UInt8(ascii: "`") {
            scanQuotedName()
        } else if byte == UInt8(ascii: "/"), !previousIsOperand {
            scanPattern()
        } else {
            scanPunctuation()
        }
    }

    /// Whether a `/` or a `.5` here follows an operand.
    private var previousIsOperand: Bool {
        tokens.last?.kind.endsOperand ?? false
    }

    /// A string with a prefix `r`, `b` or `br`, any case; false if there is none here.
    private mutating func scanPrefixedString() -> Bool {
        let start = position
        var length = 0
        let isBytes = peek() | 0x20 == UInt8(ascii: "b")
        if isBytes { length += 1 }
        let isRaw = peek(length) | 0x20 == UInt8(ascii: "r")
        if isRaw { length += 1 }
        let quote = peek(length)
        guard length > 0, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
        position += length
        scanString(start: start, isRaw: isRaw, isBytes: isBytes)
        return true
    }

    /// `` `content-type` ``: letters, digits and `_ . - / space`.
    private mutating func scanQuotedName() {
        let start = position
        position += 1
        while position < source.count, !source[position].isNewline, source[position] != UInt8(ascii: "`") {
            position += 1
        }
        guard peek() == UInt8(ascii: "`") else {
            report("the back-quoted name that begins here has no closing back-quote", at: SourceRange(start, position))
            append(.invalid, from: start)
            return
        }
        let name = start + 1..<position
        position += 1
        let range = SourceRange(start, position)
        if name.isEmpty {
            report("a back-quoted name is empty", at: range)
            append(.invalid, from: start)
            return
        }
        let allowed = source[name].allSatisfy { byte in
            byte.isNamePart || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "/") || byte == UInt8(ascii: " ")
        }
        if !allowed {
            report(
                "a back-quoted name holds only letters, digits, `_`, `.`, `-`, `/` and spaces",
                at: range, suggestion: "select it by index, as in `map[\"key\"]`")
        }
        append(.quotedName(text(name)), from: start)
    }
}
