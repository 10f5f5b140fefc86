/// Writes patterns that use every construct of the syntax, small enough that each has a DFA.
///
/// It depends on nothing but a source of random numbers: the fuzz harness for patterns uses it too.
struct PatternGenerator<Random: RandomNumberGenerator> {
    var random: Random
    /// What is left of the size of the pattern being written.
    private var budget = 0
    private var groupCount = 0
    /// Whether a class of hundreds of ranges may still be used; each makes the automata larger
    /// than all the rest.
    private var mayBeWide = false

    init(random: Random) {
        self.random = random
    }

    /// Scalars of one to four bytes, some of them with case variants, some next to a limit of a
    /// range of UTF-8.
    static var alphabet: [Unicode.Scalar] {
        [
            "a", "b", "c", "k", "K", "s", "S", "z", "0", "7", "_", " ", "\n", "-", "@", "é", "É", "ß", "σ", "ς", "Σ",
            "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{212A}", "\u{17F}", "日", "\u{D7FF}", "\u{E000}", "\u{FFFF}",
            "\u{10000}", "😀", "\u{10FFFF}",
        ]
    }

    mutating func pattern() -> String {
        budget = 3 + below(12)
        groupCount = 0
        mayBeWide = below(4) == 0
        return alternation(depth: 0)
    }

    /// The pattern with some of its characters replaced, removed, doubled or joined by others
    /// that mean something; mostly no pattern any more.
    mutating func mutated(_ pattern: String) -> String {
        var scalars = Array(pattern.unicodeScalars)
        for _ in 0...below(3) {
            let place = below(scalars.count + 1)
            let piece = Array(pick(Self.fragments).unicodeScalars)
            switch below(4) {
            case 0 where place < scalars.count: scalars.remove(at: place)
            case 1 where place < scalars.count: scalars.replaceSubrange(place...place, with: piece)
            case 2 where place < scalars.count: scalars.insert(scalars[place], at: place)
            default: scalars.insert(contentsOf: piece, at: place)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static var fragments: [String] {
        [
            "(", ")", "[", "]", "[^", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "-", ",", ":", "<", ">", "=",
            "!", "(?", "(?:", "(?P<", "(?P<n>", "(?i", "(?-", "(?i-s:", "(?=", "(?!", "(?<=", "(?P=n)", "[:", ":]",
            "[[:alpha:]]", "[:^digit:]", "[[:word:]", "[[:nope:]]", "{2}", "{2,}", "{,2}", "{2,1}", "{1001}", "{02}",
            "\\d", "\\W", "\\p", "\\pL", "\\pX", "\\p{", "\\p{Greek}", "\\p{^Zs}", "\\P{Sk}", "\\p{greek}", "\\p{}",
            "\\b", "\\B", "\\A", "\\z", "\\Z", "\\Q", "\\E", "\\C", "\\x", "\\x4", "\\x41", "\\x{", "\\x{263a}",
            "\\x{110000}", "\\x{D800}", "\\0", "\\1", "\\12", "\\777", "\\8", "\\k", "\\u0041", "\\/", "\\_", "\\é",
            "\\-", "é", "😀", "a-", "z-a", "0", "1", "9", "i", "m", "s", "U", "x", "P", "\u{0}",
        ]
    }

    // MARK: Choosing

    private mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: random.next() % UInt64(bound))
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[below(choices.count)]
    }

    // MARK: Writing

    private mutating func alternation(depth: Int) -> String {
        let count = below(3) == 0 ? 2 + below(2) : 1
        return (0..<count).map { _ in concatenation(depth: depth) }.joined(separator: "|")
    }

    private mutating func concatenation(depth: Int) -> String {
        (0..<below(5)).map { _ in repetition(depth: depth) }.joined()
    }

    private mutating func repetition(depth: Int) -> String {
        let part = atom(depth: depth)
        guard below(3) == 0, !Self.isNothing(part) else { return part }
        let low = below(4)
        let operators = ["*", "+", "?", "{\(low)}", "{\(low),}", "{\(low),\(low + below(3))}"]
        return part + pick(operators) + (below(4) == 0 ? "?" : "")
    }

    /// Whether the part sets flags or quotes nothing, so that no repetition may follow it.
    private static func isNothing(_ part: String) -> Bool {
        part == "\\Q\\E" || (part.hasPrefix("(?") && part.hasSuffix(")") && !part.contains(where: { ":<".contains($0) }))
    }

    private mutating func atom(depth: Int) -> String {
        budget -= 1
        if budget <= 0 {
            return literal()
        }
        switch below(20) {
        case 0...2 where depth < 4: return group(depth: depth)
        case 3...5: return bracketClass()
        case 6: return pick(["\\d", "\\D", "\\s", "\\S", "\\w", "\\W"])
        case 7: return property()
        case 8: return pick(["^", "$", "\\A", "\\z", "\\b", "\\B"])
        case 9: return pick(["^", "$", "\\b", "(?m)^", "(?m)$", "(?m:^)", "(?m:$)"])
        case 10...11: return pick([".", "(?s).", "(?s:.)"])
        case 12: return pick(["(?i)", "(?-i)", "(?U)", "(?s-i)", "(?m-s)"])
        case 13: return "\\Q" + pick(["a*", "", "(", "b"]) + "\\E"
        default: return literal()
        }
    }

    private mutating func group(depth: Int) -> String {
        groupCount += 1
        let start = pick(["(", "(", "(?:", "(?i:", "(?-i:", "(?s:", "(?m:", "(?P<n\(groupCount)>"])
        return start + alternation(depth: depth + 1) + ")"
    }

    private mutating func property() -> String {
        if mayBeWide, below(2) == 0 {
            mayBeWide = false
            return pick(["\\pL", "\\p{Lu}", "\\P{Latin}", "\\PN", "\\p{Ll}", "\\P{^Nd}"])
        }
        return pick(["\\p{Greek}", "\\p{^Greek}", "\\p{Any}", "\\pZ", "\\P{Zs}", "\\p{Sk}", "\\p{Bengali}"])
    }

    private mutating func bracketClass() -> String {
        let items = (0...below(3)).map { _ in classItem() }.joined()
        return "[" + (below(3) == 0 ? "^" : "") + items + "]"
    }

    private mutating func classItem() -> String {
        switch below(10) {
        case 0: return pick(["\\d", "\\W", "\\s"])
        case 1: return property()
        case 2: return pick(["[:alpha:]", "[:^space:]", "[:punct:]", "[:word:]"])
        case 3...5:
            let ends = [pick(Self.alphabet), pick(Self.alphabet)].sorted { $0.value < $1.value }
            return escaped(ends[0]) + "-" + escaped(ends[1])
        default: return escaped(pick(Self.alphabet))
        }
    }

    private mutating func literal() -> String {
        escaped(pick(Self.alphabet))
    }

    /// The scalar in one of the ways in which it can be written.
    private mutating func escaped(_ scalar: Unicode.Scalar) -> String {
        let code = String(scalar.value, radix: 16)
        switch below(6) {
        case 0: return "\\x{\(code)}"
        case 1 where code.count == 2: return "\\x" + code
        case 2 where scalar == "\n": return "\\n"
        case 3 where scalar == "\n": return "\\012"
        default: return scalar == "-" ? "\\-" : String(Character(scalar))
        }
    }
}
