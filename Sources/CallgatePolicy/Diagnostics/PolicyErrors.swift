public import CallgateLanguage

/// Everything that is wrong with a policy's documents.
public struct PolicyErrors: Error, Hashable, Sendable {
    /// At least one and at most ``PolicyLimits/diagnostics``, in the order of the documents and of
    /// the places in them. Where more were found, a note on the last says how many.
    public let diagnostics: [Diagnostic]
    /// How many more were found.
    public let omittedCount: Int
}
