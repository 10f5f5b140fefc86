/// Why a pattern is refused.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        case patternTooLong
        case nestingTooDeep
        case unknownFlag
        case duplicateFlag
        case unclosedGroup
        case unexpectedClosingParenthesis
        case unknownGroupSyntax
        case invalidGroupName
        case backReference
        case lookAround
        case atomicGroup
        case nothingToRepeat
        case stackedRepetition
        case repetitionTooLarge
        case unclosedClass
        case invalidClassRange
        case unknownClassName
        case unknownProperty
        case trailingBackslash
        case unknownEscape
        case invalidScalar
        case singleByte
        case automatonTooLarge
        case tooManyGroups
    }

    public var cause: Cause
    /// One sentence without a full stop, with the offending text in back-quotes.
    public var message: String
    /// Where, as UTF-8 byte offsets into the pattern's source; for `unknownFlag` and
    /// `duplicateFlag` into its flags.
    public var range: Range<Int>
    /// What the author most likely meant, as pattern text or a short instruction.
    public var suggestion: String?

    public init(_ cause: Cause, _ message: String, at range: Range<Int>, suggestion: String? = nil) {
        self.cause = cause
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }

    public var description: String {
        let hint = suggestion.map { " (\($0))" } ?? ""
        return "\(message) at bytes \(range.lowerBound)..<\(range.upperBound)\(hint)"
    }
}
