/// Parses RE2's syntax, with a stack of open groups in place of recursion.
///
/// An item is what a repetition operator that follows applies to: a literal, a class, an
/// assertion or a closed group.
struct PatternParser {
    struct Item {
        var tree: SyntaxTree
        /// The largest product of the counts of repetitions that are nested in it.
        var repetitions: Int
    }

    /// A group that is open, or the pattern itself.
    struct Group {
        /// Where its parenthesis stands.
        var start: Int
        /// The flags that hold again after it.
        var outerFlags: PatternFlags
        /// Its number, where it is one that notes what it matches.
        var number: Int?
        var alternatives: [SyntaxTree] = []
        /// The largest of its items that are in `alternatives` already.
        var repetitions = 1
        var items: [Item] = []
    }

    let scalars: [UInt32]
    /// The byte offset of each scalar, and the length at the end.
    let offsets: [Int]
    var position = 0
    var flags: PatternFlags
    var groups: [Group]
    /// Groups that note what they match, so far.
    var groupCount = 0
    /// Where the repetition operator directly before `position` started.
    var precedingRepetition: Int?
    /// The sets of named classes already looked up, by name and whether folded.
    var namedSets: [NamedSet: ScalarSet] = [:]

    init(_ source: String, flags: PatternFlags) throws(PatternError) {
        let count = source.utf8.count
        guard count <= RegexLimits.maximumPatternBytes else {
            throw .tooLong(count)
        }
        var scalars: [UInt32] = []
        var offsets = [0]
        for scalar in source.unicodeScalars {
            scalars.append(scalar.value)
            offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar))
        }
        self.scalars = scalars
        self.offsets = offsets
        self.flags = flags
        groups = [Group(start: 0, outerFlags: flags)]
    }

    mutating func parse() throws(PatternError) -> SyntaxTree {
        while let next = peek() {
            let preceding = precedingRepetition
            precedingRepetition = nil
            switch next {
            case "(": try parseGroupStart()
            case ")": try parseGroupEnd()
            case "|":
                position += 1
                closeAlternative()
            case "*", "+", "?", "{": try parseRepetition(after: preceding)
            case "[": push(.scalars(try parseBracketClass()))
            case ".":
                position += 1
                push(.scalars(flags.contains(.dotMatchesNewline) ? .all : .allButNewline))
            case "^":
                position += 1
                push(.assertion(flags.contains(.multiline) ? .lineStart : .textStart))
            case "$":
                position += 1
                push(.assertion(flags.contains(.multiline) ? .lineEnd : .textEnd))
            case "\\": try parseBackslash()
            default:
                position += 1
                pushLiteral(next.value)
            }
        }
        if groups.count > 1 {
            let start = groups[groups.count - 1].start
            throw error(
                .unclosedGroup, "`(` is never closed", from: start, to: start + 1,
                suggestion: "`)`, or `\\(` for the character")
        }
        closeAlternative()
        return .alternating(groups[0].alternatives)
    }

    // MARK: Items

    mutating func push(_ tree: SyntaxTree, repetitions: Int = 1) {
        groups[groups.count - 1].items.append(Item(tree: tree, repetitions: repetitions))
    }

    mutating func pushLiteral(_ scalar: UInt32) {
        push(.scalars(flags.contains(.foldCase) ? CaseFolds.orbit(of: scalar) : ScalarSet(scalar)))
    }

    mutating func closeAlternative() {
        let last = groups.count - 1
        let items = groups[last].items
        groups[last].items = []
        groups[last].alternatives.append(.concatenating(items.map(\.tree)))
        groups[last].repetitions = items.reduce(groups[last].repetitions) { max($0, $1.repetitions) }
    }

    // MARK: Reading

    /// The scalar at an offset from the position, in scalars.
    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        let index = position + ahead
        return index < scalars.count ? Unicode.Scalar(scalars[index]) : nil
    }

    /// Whether the text comes next; ASCII only.
    func isNext(_ text: StaticString) -> Bool {
        var index = position
        for scalar in "\(text)".unicodeScalars {
            guard index < scalars.count, scalars[index] == scalar.value else {
                return false
            }
            index += 1
        }
        return true
    }

    /// The source between two indices of scalars.
    func text(from start: Int, to end: Int) -> String {
        var text = String.UnicodeScalarView()
        for index in start..<min(end, scalars.count) {
            if let scalar = Unicode.Scalar(scalars[index]) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// An error about what stands between two indices of scalars.
    func error(
        _ cause: PatternError.Cause, _ message: String, from start: Int, to end: Int? = nil, suggestion: String? = nil
    ) -> PatternError {
        let end = min(end ?? position, scalars.count)
        return PatternError(cause, message, at: offsets[start]..<offsets[max(start, end)], suggestion: suggestion)
    }
}
