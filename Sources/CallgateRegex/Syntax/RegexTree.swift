/// What a pattern says about whether a text matches: ``SyntaxTree`` without groups and preferences.
///
/// The tree's depth is at most four times ``RegexLimits/maximumNestingDepth``, so that a walk
/// may recurse.
public indirect enum RegexTree: Sendable, Hashable {
    /// Matches the empty text.
    case empty
    /// Matches one scalar of the set; of the empty set nothing.
    case scalars(ScalarSet)
    /// Matches one after the other; at least two.
    case concatenation([RegexTree])
    /// Matches one of them; at least two.
    case alternation([RegexTree])
    /// Matches `minimum` to `maximum` times in a row, without a maximum any number of times.
    case repetition(RegexTree, minimum: Int, maximum: Int?)
    /// Matches the empty text where the condition holds.
    case assertion(Assertion)
}

/// A condition on a position in the text. Positions are those between scalars, never within one.
public enum Assertion: UInt8, Sendable, Hashable, CaseIterable {
    /// Nothing precedes.
    case textStart
    /// Nothing follows.
    case textEnd
    /// Nothing or a newline (U+000A) precedes.
    case lineStart
    /// Nothing or a newline (U+000A) follows.
    case lineEnd
    /// One of the neighbours is a word character (`0-9A-Za-z_`), the other is not or is not there.
    case wordBoundary
    /// Both neighbours are word characters, or neither is.
    case notWordBoundary
}
