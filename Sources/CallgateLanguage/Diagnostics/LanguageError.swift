/// What is wrong with an expression, and where.
public struct LanguageError: Error, Hashable, Sendable {
    /// Which part of the language was violated.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case lexical, syntax, macro, limit, undeclared, type, pattern
    }

    public var kind: Kind
    /// One sentence without a full stop, with the offending text in back-quotes.
    public var message: String
    /// Where, as UTF-8 byte offsets into the expression's source.
    public var range: SourceRange
    /// What the author most likely meant, as source text or a short instruction.
    public var suggestion: String?

    public init(_ kind: Kind, _ message: String, at range: SourceRange, suggestion: String? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }
}
