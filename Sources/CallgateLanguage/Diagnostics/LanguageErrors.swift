/// Everything that is wrong with one expression, in the order of the source.
public struct LanguageErrors: Error, Hashable, Sendable {
    /// At least one and at most ``Limits/errors``.
    public let errors: [LanguageError]

    /// Sorts, drops what is said twice of one range, and caps.
    public init(_ found: [LanguageError]) {
        precondition(!found.isEmpty)
        let sorted = found.enumerated().sorted { first, second in
            (first.element.range.lowerBound, first.offset)
                < (second.element.range.lowerBound, second.offset)
        }
        var kept: [LanguageError] = []
        for (_, error) in sorted where kept.count < Limits.errors && kept.last != error {
            kept.append(error)
        }
        errors = kept
    }
}
