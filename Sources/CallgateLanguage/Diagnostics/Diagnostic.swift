/// Something to tell the author of a text, with its place.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        case error, warning
    }

    public var severity: Severity
    /// One sentence without a full stop.
    public var message: String
    /// What the text is called, or nil if it has no name.
    public var file: String?
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars; one past the line's end is allowed.
    public var column: Int
    /// Scalars from the column on that are meant, 0 for a place between two.
    public var length: Int
    /// The line without its ending, or nil to show none.
    public var sourceLine: String?
    /// What to write instead.
    public var suggestion: String?
    /// Further sentences.
    public var notes: [String]

    public init(
        _ severity: Severity, _ message: String, file: String? = nil, line: Int = 1, column: Int = 1,
        length: Int = 1, sourceLine: String? = nil, suggestion: String? = nil, notes: [String] = []
    ) {
        self.severity = severity
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.sourceLine = sourceLine
        self.suggestion = suggestion
        self.notes = notes
    }
}

extension LanguageError {
    /// The error as a diagnostic of the expression's own text.
    public func diagnostic(in source: SourceText) -> Diagnostic {
        source.diagnostic(.error, message, at: range, suggestion: suggestion)
    }
}

extension LanguageWarning {
    /// The warning as a diagnostic of the expression's own text.
    public func diagnostic(in source: SourceText) -> Diagnostic {
        source.diagnostic(.warning, message, at: range)
    }
}
