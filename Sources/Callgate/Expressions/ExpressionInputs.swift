public import CallgateLanguage

/// What an expression is evaluated over.
public enum ExpressionInputs: Sendable {
    /// A JSON object's text: each variable is the member of its name. Its values are those of a
    /// call: objects are open records, numbers promote.
    /// Further values, such as a time, which JSON can't have, stand beside it by their names.
    case json([UInt8], and: [String: CELValue] = [:])
    /// Values by the names of variables; one without a value is an error when it is read.
    case values([String: CELValue])
}

/// Why an expression has no value.
public enum EvaluationFailure: Error, Hashable, Sendable {
    /// CEL's own errors, by their names in decision lines, and the part of the source that failed.
    case error(String, at: SourceRange?)
    /// The machine's limits of work or memory.
    case trap(String)
    /// The JSON text is malformed: what and at which byte.
    case malformed(String, offset: Int)
}
