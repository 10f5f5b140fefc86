/// What is allowed, but hardly meant.
public struct LanguageWarning: Hashable, Sendable {
    /// One sentence without a full stop, with the offending text in back-quotes.
    public var message: String
    /// Where, as UTF-8 byte offsets into the expression's source.
    public var range: SourceRange

    public init(_ message: String, at range: SourceRange) {
        self.message = message
        self.range = range
    }
}
