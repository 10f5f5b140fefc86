import CallgateReference
import CallgateRegex
import Testing

@testable import CallgateOracles

/// One row: a pattern, texts that it matches, texts that it does not match.
struct SyntaxCase: Sendable, CustomTestStringConvertible {
    var pattern: String
    var matches: [String]
    var refuses: [String]

    init(_ pattern: String, _ matches: [String], not refuses: [String]) {
        self.pattern = pattern
        self.matches = matches
        self.refuses = refuses
    }

    var testDescription: String { pattern.debugDescription }
}

/// Each construct of the syntax, with texts on both sides of what it means.
@Suite struct SyntaxTests {
    @Test("Single characters", arguments: [
        SyntaxCase(#"abc"#, ["abc", "xabcx"], not: ["", "ab", "acb", "ABC"]),
        SyntaxCase(#"."#, ["a", "é", "😀", "\r"], not: ["", "\n"]),
        SyntaxCase(#"(?s)."#, ["\n"], not: [""]),
        SyntaxCase(#"^.$"#, ["日", "\u{10FFFF}"], not: ["日本", "\n"]),
        SyntaxCase(#"\."#, ["a.b"], not: ["ab"]),
        SyntaxCase(#"\/\-\@\_\ "#, ["/-@_ "], not: ["\\/"]),
        SyntaxCase(#"^\a\f\t\n\r\v$"#, ["\u{7}\u{C}\t\n\r\u{B}"], not: ["aftnrv"]),
        SyntaxCase(#"^\101\0\12\x42\x{43}\x{1F600}$"#, ["A\0\nBC😀"], not: ["A0"]),
        SyntaxCase(#"^\0011$"#, ["\u{1}1"], not: ["\u{9}"]),
        SyntaxCase(#"\Qa.b*\E+"#, ["a.b*", "a.b**"], not: ["axb*", "a.b"]),
        SyntaxCase(#"\Q\E"#, ["", "x"], not: []),
        SyntaxCase(#"^\Qab"#, ["ab"], not: ["a", "\\Qab"]),
        SyntaxCase("é", ["é"], not: ["e\u{301}", "e"]),
        SyntaxCase("\u{0}", ["a\u{0}"], not: [""]),
    ])
    func singleCharacters(_ row: SyntaxCase) throws { try check(row) }

    @Test("Classes", arguments: [
        SyntaxCase(#"[abc]"#, ["b"], not: ["", "d", "B"]),
        SyntaxCase(#"[^abc]"#, ["d", "\n", "é"], not: ["abc", ""]),
        SyntaxCase(#"[a-cx-z]"#, ["y"], not: ["d", "-"]),
        SyntaxCase(#"[]a]"#, ["]", "a"], not: ["b"]),
        SyntaxCase(#"[^]a]"#, ["b"], not: ["]", "a"]),
        SyntaxCase(#"^[-a]$"#, ["-", "a"], not: ["b"]),
        SyntaxCase(#"^[a-]$"#, ["-", "a"], not: ["b"]),
        SyntaxCase(#"^[\d-z]$"#, ["5", "-", "z"], not: ["y"]),
        SyntaxCase(#"^[[:alpha:]]$"#, ["a", "Z"], not: ["1", "é", ":"]),
        SyntaxCase(#"^[[:^alpha:]]$"#, ["1", "é"], not: ["a"]),
        SyntaxCase(#"^[[:word:][:space:]]$"#, ["_", "\u{B}"], not: ["-"]),
        SyntaxCase(#"^[[:alpha]$"#, ["a", ":", "["], not: ["b", "]"]),
        SyntaxCase(#"^\d\D\s\S\w\W$"#, ["1a b_-"], not: ["aa b_-", "1a b_x"]),
        SyntaxCase(#"^\s$"#, [" ", "\t", "\n", "\u{C}", "\r"], not: ["\u{B}", "\u{A0}", "\u{2028}"]),
        SyntaxCase(#"^\w$"#, ["a", "0", "_"], not: ["é", "-"]),
        SyntaxCase(#"^\d$"#, ["7"], not: ["٣"]),
        SyntaxCase(#"^\pL$"#, ["a", "é", "日", "ǅ"], not: ["1", "_"]),
        SyntaxCase(#"^\PL$"#, ["1", "😀"], not: ["a"]),
        SyntaxCase(#"^\p{Greek}$"#, ["σ", "Ω"], not: ["a", "я"]),
        SyntaxCase(#"^\p{^Greek}$"#, ["a"], not: ["σ"]),
        SyntaxCase(#"^\P{^Greek}$"#, ["σ"], not: ["a"]),
        SyntaxCase(#"^[\p{Lu}\pN]$"#, ["É", "٣"], not: ["é"]),
        SyntaxCase(#"^[^\p{Lu}\d]$"#, ["é"], not: ["É", "1"]),
        SyntaxCase(#"^\p{Any}$"#, ["a", "\u{10FFFF}"], not: ["", "ab"]),
        SyntaxCase(#"[^\x00-\x{10FFFF}]"#, [], not: ["", "a", "\u{10FFFF}"]),
        SyntaxCase(#"[\x{D800}]"#, [], not: ["", "a"]),
        SyntaxCase(#"^[\x{D7FF}-\x{E000}]$"#, ["\u{D7FF}", "\u{E000}"], not: ["\u{D7FE}", "\u{E001}"]),
        SyntaxCase(#"^[.*+?(){}|^$]$"#, [".", "(", "|", "^", "$"], not: ["a", "\\"]),
    ])
    func classes(_ row: SyntaxCase) throws { try check(row) }

    @Test("Repetitions", arguments: [
        SyntaxCase(#"^ab*c$"#, ["ac", "abbbc"], not: ["abb", "abxc"]),
        SyntaxCase(#"^ab+c$"#, ["abc", "abbc"], not: ["ac"]),
        SyntaxCase(#"^ab?c$"#, ["ac", "abc"], not: ["abbc"]),
        SyntaxCase(#"^a{2}$"#, ["aa"], not: ["a", "aaa"]),
        SyntaxCase(#"^a{2,}$"#, ["aa", "aaaa"], not: ["a"]),
        SyntaxCase(#"^a{2,3}$"#, ["aa", "aaa"], not: ["a", "aaaa"]),
        SyntaxCase(#"^a{0}$"#, [""], not: ["a"]),
        SyntaxCase(#"^a{0,1}b{1}$"#, ["b", "ab"], not: ["aab", "bb"]),
        SyntaxCase(#"^(?:a*?b+?c??)+?$"#, ["b", "abcb"], not: ["c", "a"]),
        SyntaxCase(#"^(?:ab){2}$"#, ["abab"], not: ["ab", "aabb"]),
        SyntaxCase(#"^(?:a|b*)*$"#, ["", "abba"], not: ["c"]),
        SyntaxCase(#"^(?:a*)+$"#, ["", "aaa"], not: ["b"]),
        SyntaxCase(#"^(?:(?:a{2}){2}){2}$"#, ["aaaaaaaa"], not: ["aaaaaaa"]),
        SyntaxCase(#"^a{,2}$"#, ["a{,2}"], not: ["a", "aa"]),
        SyntaxCase(#"^a{$"#, ["a{"], not: ["a"]),
        SyntaxCase(#"^a{01}$"#, ["a{01}"], not: ["a"]),
        SyntaxCase(#"^a{1000000000}$"#, ["a{1000000000}"], not: ["a"]),
        SyntaxCase(#"^{2}"#, ["", "a"], not: []),
        SyntaxCase(#"x{2}}"#, ["xx}"], not: ["xx", "x}"]),
        SyntaxCase(#"(?:^a)*b"#, ["b", "ab", "cb"], not: ["a"]),
        SyntaxCase(#"^(?:\b|x){3}y$"#, ["xxxy", "xxy", "xy", "y"], not: ["xxxxy"]),
    ])
    func repetitions(_ row: SyntaxCase) throws { try check(row) }

    @Test("Groups, alternatives and flags", arguments: [
        SyntaxCase(#"^(a)(?:b)(?P<n>c)(?<m>d)$"#, ["abcd"], not: ["abc"]),
        SyntaxCase(#"^(?P<n>a)(?P<n>b)(?P<é_1>c)$"#, ["abc"], not: ["ab"]),
        SyntaxCase(#"^(?:cat|dog)s?$"#, ["cat", "dogs"], not: ["cats dogs", "cow"]),
        SyntaxCase(#"a|"#, ["", "b"], not: []),
        SyntaxCase(#"^(|a)b$"#, ["b", "ab"], not: ["a"]),
        SyntaxCase(#"^ab|cd$"#, ["abx", "xcd"], not: ["xab", "cdx"]),
        SyntaxCase(#"()"#, [""], not: []),
        SyntaxCase(#"^(?i)aB$"#, ["ab", "AB"], not: ["a"]),
        SyntaxCase(#"^a(?i)b(?-i)c$"#, ["abc", "aBc"], not: ["Abc", "abC"]),
        SyntaxCase(#"^(?i:a)b$"#, ["Ab"], not: ["aB"]),
        SyntaxCase(#"^(?:a(?i)b)c$"#, ["aBc"], not: ["aBC"]),
        SyntaxCase(#"^(?i-s:a.)$"#, ["Ab"], not: ["A\n"]),
        SyntaxCase(#"^(?i)k$"#, ["k", "K", "\u{212A}"], not: ["x"]),
        SyntaxCase(#"^(?i)\x{212A}$"#, ["k", "K"], not: ["\u{212B}"]),
        SyntaxCase(#"^(?i)[s-t]$"#, ["S", "\u{17F}", "T"], not: ["R"]),
        SyntaxCase(#"^(?i)\w$"#, ["\u{17F}", "\u{212A}"], not: ["é"]),
        SyntaxCase(#"^(?i)\W$"#, ["é"], not: ["\u{17F}", "\u{212A}"]),
        SyntaxCase(#"^(?i)σ$"#, ["Σ", "ς", "σ"], not: ["s"]),
        SyntaxCase(#"^(?i)ß$"#, ["ß", "ẞ"], not: ["ss", "SS"]),
        SyntaxCase(#"^(?i)i$"#, ["I"], not: ["İ", "ı"]),
        SyntaxCase(#"^(?i)\p{Lu}$"#, ["a", "É"], not: ["1"]),
        SyntaxCase(#"^(?i)[^k]$"#, ["a"], not: ["k", "K", "\u{212A}"]),
        SyntaxCase(#"(?U)^a+?b*$"#, ["aab", "a"], not: ["b"]),
        SyntaxCase(#"(?)a"#, ["a"], not: ["b"]),
    ])
    func groups(_ row: SyntaxCase) throws { try check(row) }

    @Test("Assertions", arguments: [
        SyntaxCase(#"^a"#, ["ab"], not: ["ba", "b\na"]),
        SyntaxCase(#"a$"#, ["ba"], not: ["ab", "a\n", "a\nb"]),
        SyntaxCase(#"\Aa\z"#, ["a"], not: ["a\n", "\na"]),
        SyntaxCase(#"(?m)^a$"#, ["a", "b\na", "a\nb", "b\na\nc"], not: ["ab", "ba", "a\r\n", "b\ra"]),
        SyntaxCase(#"(?m)\Aa\z"#, ["a"], not: ["b\na", "a\nb"]),
        SyntaxCase(#"(?m)^$"#, ["", "a\n", "\na", "a\n\nb"], not: ["a", "a\nb"]),
        SyntaxCase(#"(?m)$^"#, ["", "a\n\nb"], not: ["a\nb"]),
        SyntaxCase(#"^$"#, [""], not: ["a", "\n"]),
        SyntaxCase(#"$^"#, [""], not: ["a", "\n"]),
        SyntaxCase(#"a^b"#, [], not: ["ab", "a\nb", "b"]),
        SyntaxCase(#"(?m)a\n^b$"#, ["a\nb", "a\nb\n"], not: ["ab", "a\nbc"]),
        SyntaxCase(#"\bfoo\b"#, ["foo", "a foo.", "éfooé"], not: ["food", "afoo", "foo_"]),
        SyntaxCase(#"\Bfoo\B"#, ["afoob", "_foo_"], not: ["foo", "foob", " foo "]),
        SyntaxCase(#"\b"#, ["a", " a"], not: ["", " ", "é"]),
        SyntaxCase(#"\B"#, ["", " ", "ab", "é", "aéé", "é1é"], not: ["a", "aéb", "a日b"]),
        SyntaxCase(#"^\B$"#, [""], not: ["a"]),
        SyntaxCase(#"a\b\B"#, [], not: ["a", "ab", "a "]),
        SyntaxCase(#"(?:a\b|b)c"#, ["bc"], not: ["ac", "a c"]),
        SyntaxCase(#"(?m)(?:^|,)a(?:$|,)"#, ["a", "b,a", "x\na\ny"], not: ["ba", "a;"]),
    ])
    func assertions(_ row: SyntaxCase) throws { try check(row) }

    private func check(_ row: SyntaxCase) throws {
        let pattern = try Pattern(row.pattern)
        let engines = try Engines(pattern, re2: row.pattern.contains("(?<") ? nil : row.pattern)
        let compiled = try compile(pattern)
        for (texts, expected) in [(row.matches, true), (row.refuses, false)] {
            for text in texts {
                for (engine, answer) in engines.answers(for: text) {
                    #expect(answer == expected, "\(engine) on \(text.debugDescription)")
                }
                #expect(compiled.matches(text.utf8) == expected, "compiled on \(text.debugDescription)")
            }
        }
    }
}

/// What stands outside of a pattern: the flags of a literal, and globs.
@Suite struct PatternTests {
    @Test("Flags of a literal", arguments: [
        ("a", "i", "A", true), ("a", "", "A", false), ("a.b", "s", "a\nb", true), ("a.b", "u", "a\nb", false),
        ("^b$", "m", "a\nb", true), ("^b$", "su", "a\nb", false), ("^B.c$", "imsu", "a\nb\nC", true),
        ("(?-i)a", "i", "A", false),
    ])
    func flags(source: String, flags: String, text: String, expected: Bool) throws {
        #expect(try compile(Pattern(source, flags: flags)).matches(text.utf8) == expected)
    }

    @Test("Flags that are refused", arguments: [
        ("g", PatternError.Cause.unknownFlag, 0..<1), ("ig", .unknownFlag, 1..<2), ("ii", .duplicateFlag, 1..<2),
        ("misu i", .unknownFlag, 4..<5), ("uu", .duplicateFlag, 1..<2), ("I", .unknownFlag, 0..<1),
        ("é", .unknownFlag, 0..<2), ("y", .unknownFlag, 0..<1), ("U", .unknownFlag, 0..<1),
    ])
    func refusedFlags(flags: String, cause: PatternError.Cause, range: Range<Int>) {
        let error = #expect(throws: PatternError.self) { try Pattern("a", flags: flags) }
        #expect(error?.cause == cause)
        #expect(error?.range == range)
    }

    @Test("Globs", arguments: [
        ("a*", ["a", "ab", "a\nb"], ["", "ba", "A"]),
        ("*", ["", "\n", "😀"], []),
        ("", [""], ["a"]),
        ("crm.*.read", ["crm.x.read", "crm..read", "crm.a.b.read"], ["crm.read", "crmxxxread", "crm.x.reads"]),
        ("a.b", ["a.b"], ["axb"]),
        ("**a**", ["a", "xax"], ["b"]),
        ("[a]?", ["[a]?"], ["a", "[a]"]),
        ("*é*日", ["é日", "xéy日"], ["e\u{301}日", "日é"]),
    ])
    func globs(glob: String, matches: [String], refuses: [String]) throws {
        let pattern = try Pattern(glob: glob)
        let engines = try Engines(pattern, re2: nil)
        for (texts, expected) in [(matches, true), (refuses, false)] {
            for text in texts {
                for (engine, answer) in engines.answers(for: text) {
                    #expect(answer == expected, "\(engine) on \(text.debugDescription)")
                }
            }
        }
    }
}
