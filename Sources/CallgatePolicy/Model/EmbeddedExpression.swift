public import CallgateLanguage

/// An expression that stands in a document, and how its offsets lie there.
public struct EmbeddedExpression: Sendable {
    public var checked: CheckedExpression
    public var origin: ExpressionOrigin
    /// The types that schemas give to nodes, by their IDs; nil without schemas. A call may break its
    /// schema, so that nothing may rely on them.
    public var declaredTypes: NodeTable<CELType>?

    public init(checked: CheckedExpression, origin: ExpressionOrigin) {
        self.checked = checked
        self.origin = origin
    }
}

/// Where the text of an expression comes from in a YAML document, whose escapes, folding and
/// indentation keep the two from being the same.
public struct ExpressionOrigin: Sendable {
    public var document: SourceText
    /// For each UTF-8 offset of the expression, its end included, the offset in the document; not
    /// decreasing.
    public var offsets: [Int]

    public init(document: SourceText, offsets: [Int]) {
        self.document = document
        self.offsets = offsets
    }

    /// The offset in the document of an offset in the expression.
    public func documentOffset(_ offset: Int) -> Int {
        guard !offsets.isEmpty else { return 0 }
        return offsets[min(max(offset, 0), offsets.count - 1)]
    }

    /// An error of the expression as one of the document.
    public func diagnostic(_ error: LanguageError) -> Diagnostic {
        document.diagnostic(
            .error, error.message,
            at: SourceRange(
                documentOffset(error.range.lowerBound), documentOffset(error.range.upperBound)),
            suggestion: error.suggestion)
    }

    /// A warning about the expression as one about the document.
    public func diagnostic(_ warning: LanguageWarning) -> Diagnostic {
        document.diagnostic(
            .warning, warning.message,
            at: SourceRange(
                documentOffset(warning.range.lowerBound), documentOffset(warning.range.upperBound)))
    }
}
