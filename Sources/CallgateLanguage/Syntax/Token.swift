/// A lexical element with its place in the source, UTF-8 byte offsets.
struct Token {
    enum Kind: Equatable {
        /// Any word, reserved ones included: which are allowed depends on the place.
        case name(String)
        /// A back-quoted name, only after a dot or as a field of a message.
        case quotedName(String)
        /// The magnitude; a sign belongs to the parser, as `-9223372036854775808` is one literal.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case pattern(String, flags: String)
        case punctuation(Punctuation)
        /// Something that has been reported already.
        case invalid
        case end
    }

    var kind: Kind
    var range: SourceRange
}

enum Punctuation: String {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case dot = "."
    case comma = ","
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case not = "!"
    case less = "<"
    case lessEquals = "<="
    case greater = ">"
    case greaterEquals = ">="
    case equals = "=="
    case notEquals = "!="
    case and = "&&"
    case or = "||"
}

extension Token.Kind {
    /// Whether an operand ends with this token, so that a `/` after it divides.
    var endsOperand: Bool {
        switch self {
        case .name(let name): name != "in"
        case .quotedName, .int, .uint, .double, .string, .bytes, .pattern, .invalid: true
        case .punctuation(let mark):
            mark == .rightParenthesis || mark == .rightBracket || mark == .rightBrace
        case .end: false
        }
    }

    /// Whether this is a word or a literal, so that a word before it cannot be an operand.
    var beginsWithWordOrLiteral: Bool {
        switch self {
        case .name(let name): name != "in"
        case .int, .uint, .double, .string, .bytes, .pattern: true
        case .quotedName, .punctuation, .invalid, .end: false
        }
    }
}

/// Whether a text can be the name of a variable or of a field: ASCII letters, digits and `_`, no digit first,
/// and no word of the language.
public func isIdentifier(_ text: String) -> Bool {
    text.isPlainName && !ReservedWords.keywords.contains(text) && !ReservedWords.reserved.contains(text)
}

/// The words that cannot be names of variables and functions.
enum ReservedWords {
    /// Part of the syntax: not even names of fields.
    static let keywords: Set<String> = ["true", "false", "null", "in"]
    /// Kept free for host languages; fields and methods may be called so.
    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
        "loop", "package", "namespace", "return", "var", "void", "while",
    ]
}
