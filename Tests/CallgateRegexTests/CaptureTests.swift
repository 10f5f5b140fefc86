import Testing

@testable import CallgateRegex

@testable import CallgateOracles

@Suite("Where patterns match")
struct CaptureTests {
    /// The texts of a match and its groups, `-` for a group that took no part.
    private func groups(_ pattern: String, _ text: String, flags: String = "") throws -> [String]? {
        let utf8 = Array(text.utf8)
        let compiled = try CapturingPattern(Pattern(pattern, flags: flags))
        return compiled.firstMatch(in: utf8)?.map { range in
            range.map { String(decoding: utf8[$0], as: UTF8.self) } ?? "-"
        }
    }

    @Test("The leftmost match, and of those the preferred one", arguments: [
        ("a|ab", "xab", ["a"]), ("ab|a", "xab", ["ab"]), ("a*?", "aaa", [""]), ("a+?", "aaa", ["a"]), ("(?U)a+", "aaa", ["a"]),
        ("(?U)a+?", "aaa", ["aaa"]), ("a{2,3}?", "aaaa", ["aa"]), ("a{2,3}", "aaaa", ["aaa"]), ("(a)(b)?", "ac", ["a", "a", "-"]),
        ("(a|b)*", "abba", ["abba", "a"]), ("(?:(a)|b)*", "ab", ["ab", "a"]), ("(|a)*", "aa", ["", ""]), ("(|a)+", "aa", ["", ""]),
        ("(a*)+", "b", ["", ""]), ("(a*)+", "aab", ["aa", "aa"]), ("(a*)*", "b", ["", ""]), ("(^)*b", "ab", ["b", "-"]),
        ("(a+)(b+)", "xaabbb", ["aabbb", "aa", "bbb"]), ("(?P<year>\\d{4})-(?<month>\\d\\d)", "on 2024-05", ["2024-05", "2024", "05"]),
        ("((a)(b))c", "abc", ["abc", "ab", "a", "b"]), ("(a){3}", "aaa", ["aaa", "a"]), ("(a){0}b", "ab", ["b", "-"]),
        ("(.*?)é", "日é", ["日é", "日"]), ("^(.)$", "é", ["é", "é"]), ("\\b(\\w+)\\b", "- two words", ["two", "two"]),
        ("(?i:(K))", "\u{212A}", ["\u{212A}", "\u{212A}"]), ("x*", "yx", [""]), ("$", "ab", [""]), ("(?m)$", "a\nb", [""]),
        ("", "", [""]), ("()", "é", ["", ""]), ("(a?)(a?)(a?)aaa", "aaaa", ["aaaa", "a", "", ""]),
    ] as [(String, String, [String])])
    func firstMatch(_ pattern: String, _ text: String, _ expected: [String]) throws {
        #expect(try groups(pattern, text) == expected)
    }

    @Test("No match", arguments: [
        ("a", ""), ("a", "b"), ("^b", "ab"), ("a$", "ab"), ("\\Ba", "a"), ("[^\\x00-\\x{10FFFF}]", "a"), ("a{3}", "aa"), ("\\bx", "ax"),
    ])
    func noMatch(_ pattern: String, _ text: String) throws {
        #expect(try groups(pattern, text) == nil)
    }

    @Test("All matches; an empty one behind another is none", arguments: [
        ("a*", "baac", ["", "aa", ""]), ("a", "aaa", ["a", "a", "a"]), ("", "é日", ["", "", ""]), ("a|", "ab", ["a", ""]),
        ("x", "", []), ("^", "ab", [""]), ("(?m)^", "a\nb", ["", ""]), ("\\b", "ab cd", ["", "", "", ""]), ("a+?", "aa", ["a", "a"]),
        (".", "a\u{10FFFF}", ["a", "\u{10FFFF}"]),
    ] as [(String, String, [String])])
    func allMatches(_ pattern: String, _ text: String, _ expected: [String]) throws {
        let utf8 = Array(text.utf8)
        let found = try CapturingPattern(Pattern(pattern)).matches(in: utf8).map { $0[0] }
        #expect(found.map { $0.map { String(decoding: utf8[$0], as: UTF8.self) } } == expected)
    }

    @Test("Groups are counted by their parentheses", arguments: [
        ("a", 0), ("(a)", 1), ("(?:a)", 0), ("(?i:a)(b)", 1), ("((a)|(b))", 3), ("\\(a\\)", 0), ("[(]", 0), ("(?P<n>a)(?<m>b)", 2),
        ("(a){0}", 1), ("\\Q(a)\\E", 0),
    ])
    func groupCount(_ pattern: String, _ count: Int) throws {
        #expect(try Pattern(pattern).groupCount == count)
        #expect(try CapturingPattern(Pattern(pattern)).groupCount == count)
    }

    @Test("64 groups are allowed, 65 are not")
    func groupLimit() throws {
        func pattern(_ count: Int) throws -> CapturingPattern {
            try CapturingPattern(Pattern(String(repeating: "(a)", count: count)))
        }
        #expect(try pattern(63).groupCount == 63)
        #expect(try pattern(64).groupCount == 64)
        let text = Array(String(repeating: "a", count: 64).utf8)
        #expect(try pattern(64).firstMatch(in: text)?.last == 63..<64)
        let error = #expect(throws: PatternError.self) { try pattern(65) }
        #expect(error?.cause == .tooManyGroups)
        #expect(error?.message.contains("65") == true)
    }

    @Test("Too many instructions are refused as in an NFA")
    func instructionLimit() throws {
        let error = #expect(throws: PatternError.self) { try CapturingPattern(Pattern("(?:\\pL{50}){20}")) }
        #expect(error?.cause == .automatonTooLarge)
    }

    @Test("Deep groups compile on a small stack, and empty loops end")
    func hostile() throws {
        let deep = String(repeating: "(?:", count: 190) + "a" + String(repeating: ")*", count: 190)
        #expect(try groups(deep, "aa") == ["aa"])
        #expect(try groups("(?:(?:(?:){10}){10}){10}b", "b") == ["b"])
        #expect(try groups("(?:^*){1000}b", "b") == ["b"])
        let text = String(repeating: "a", count: 2_000)
        #expect(try groups("(?:a?){50}a{50}$", text)?.first?.utf8.count == 100)
    }

    @Test("Agrees with RE2 on generated patterns and texts", arguments: UInt64(1)...6)
    func agreesWithRE2(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 500))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 600))
        var compared = 0
        var grouped = 0
        for number in 0..<300 {
            let source = patterns.pattern()
            let pattern = try Pattern(source)
            if pattern.groupCount == 0, number % 8 != 0 { continue }
            let compiled = try CapturingPattern(pattern)
            let re2 = RE2(source)
            try #require(re2.refusal == nil, "RE2 refuses \(source.debugDescription)")
            #expect(pattern.groupCount == re2.groupCount)
            let asksInsideScalars = pattern.tree.containsNotWordBoundary
            let repeatsNothing = pattern.syntax.hasLoopOfNullable
            for text in subjects.subjects(for: pattern.tree, count: 16) {
                let utf8 = Array(text.utf8)
                if asksInsideScalars, utf8.contains(where: { $0 >= 0x80 }) { continue }
                let expected = re2.firstMatch(in: utf8)
                let found = compiled.firstMatch(in: utf8)
                compared += 1
                grouped += found?.dropFirst().contains { $0 != nil } == true ? 1 : 0
                if repeatsNothing ? (found == nil) != (expected == nil) : found != expected {
                    Issue.record(
                        "\(source.debugDescription) on \(text.debugDescription): \(String(describing: found)), RE2 \(String(describing: expected))")
                }
            }
        }
        // A generator whose patterns have no groups would show little.
        #expect(grouped > compared / 10, "\(grouped) of \(compared)")
    }
}

extension SyntaxTree {
    /// Whether something that may be empty is repeated without end. There RE2 (as of 2022) does not
    /// agree with itself: `x(?:|ab+)*` matches the `x` of `xab`, as in Go, `x(?:|ab+?)*()` all of it.
    fileprivate var hasLoopOfNullable: Bool {
        switch self {
        case .empty, .assertion, .scalars: false
        case .concatenation(let parts), .alternation(let parts): parts.contains(where: \.hasLoopOfNullable)
        case .group(let content, _): content.hasLoopOfNullable
        case .repetition(let part, _, let maximum, _): part.hasLoopOfNullable || maximum == nil && part.isNullable
        }
    }
}
