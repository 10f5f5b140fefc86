/// A pattern in RE2's syntax, parsed.
///
/// It asks of a text whether some part of it matches, and, compiled with ``CapturingPattern``, where.
/// `spec/language/patterns.md` describes the syntax and every difference from RE2 and JavaScript.
public struct Pattern: Sendable, Hashable {
    /// The text it was made from.
    public let source: String
    /// As it is written, with its groups.
    public let syntax: SyntaxTree
    /// What decides whether a text matches.
    public let tree: RegexTree
    /// Groups that note what they match.
    public let groupCount: Int

    /// Parses a pattern.
    ///
    /// - Parameters:
    ///   - source: at most ``RegexLimits/maximumPatternBytes`` bytes of UTF-8.
    ///   - flags: each at most once: `i` (ignore case), `m` (`^` and `$` match at lines), `s`
    ///     (`.` matches a newline), `u` (changes nothing, patterns are of Unicode anyway).
    /// - Throws: why it is no pattern, or why it is not supported.
    /// - Complexity: O(*n* log *n*) in the bytes of `source`.
    public init(_ source: String, flags: String = "") throws(PatternError) {
        let flags = try PatternFlags(literal: flags)
        var parser = try PatternParser(source, flags: flags)
        self.source = source
        syntax = try parser.parse()
        tree = RegexTree(syntax)
        groupCount = parser.groupCount
    }

    /// The pattern that a glob stands for: it matches a text as a whole, `*` matches any text,
    /// newlines included, and every other character matches itself.
    ///
    /// - Parameter glob: at most ``RegexLimits/maximumPatternBytes`` bytes of UTF-8.
    public init(glob: String) throws(PatternError) {
        guard glob.utf8.count <= RegexLimits.maximumPatternBytes else {
            throw .tooLong(glob.utf8.count)
        }
        var parts: [SyntaxTree] = [.assertion(.textStart)]
        let any = SyntaxTree.repetition(.scalars(.all), minimum: 0, maximum: nil, isLazy: false)
        for scalar in glob.unicodeScalars {
            if scalar != "*" {
                parts.append(.scalars(ScalarSet(scalar.value)))
            } else if parts.last != any {
                parts.append(any)
            }
        }
        parts.append(.assertion(.textEnd))
        source = glob
        syntax = .concatenation(parts)
        tree = RegexTree(syntax)
        groupCount = 0
    }
}

/// The flags that are in force at a place in a pattern.
struct PatternFlags: OptionSet, Sendable {
    var rawValue: UInt8

    /// `i`: a letter matches all that fold to the same.
    static let foldCase = PatternFlags(rawValue: 1)
    /// `m`: `^` and `$` match at lines, too.
    static let multiline = PatternFlags(rawValue: 2)
    /// `s`: `.` matches a newline, too.
    static let dotMatchesNewline = PatternFlags(rawValue: 4)
    /// `U`: greedy and lazy are exchanged.
    static let preferFewer = PatternFlags(rawValue: 8)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The flags behind a literal such as `/a/i`.
    init(literal: String) throws(PatternError) {
        self = []
        var seen: [Unicode.Scalar] = []
        var offset = 0
        for scalar in literal.unicodeScalars {
            let range = offset..<(offset + UTF8.width(scalar))
            offset = range.upperBound
            if seen.contains(scalar) {
                throw PatternError(.duplicateFlag, "flag `\(scalar)` is given twice", at: range)
            }
            switch scalar {
            case "i": insert(.foldCase)
            case "m": insert(.multiline)
            case "s": insert(.dotMatchesNewline)
            case "u": break
            default:
                let hint = scalar == "g" || scalar == "y" ? "leave it out: a match is yes or no" : "one of i, m, s, u"
                throw PatternError(.unknownFlag, "unknown flag `\(scalar)`", at: range, suggestion: hint)
            }
            seen.append(scalar)
        }
    }
}

extension PatternError {
    static func tooLong(_ count: Int) -> PatternError {
        PatternError(
            .patternTooLong,
            "the pattern has \(count) bytes, more than the \(RegexLimits.maximumPatternBytes) that are allowed",
            at: 0..<count)
    }
}
