public import CallgateLanguage

/// What an expression is evaluated over.
public enum ExpressionInputs: Sendable {
    /// A JSON object's text: each variable is the member of its name. Its values are those of a
    /// call: objects are open records, numbers promote.
    case json([UInt8])
    /// Values by the names of variables; an error or nothing where the value is to be one.
    case values([String: CELValue])
}

/// Why an expression has no value.
public enum EvaluationFailure: Error, Hashable, Sendable {
    /// CEL's own errors, by their names in decision lines.
    case error(String)
    /// The machine's limits of work or memory.
    case trap(String)
    /// The JSON text is malformed: what and at which byte.
    case malformed(String, offset: Int)
}
