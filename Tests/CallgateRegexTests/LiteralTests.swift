import CallgateRegex
import Testing

@testable import CallgateOracles

@Suite struct LiteralTests {
    private func bytes(_ literals: [String]) -> [[UInt8]] {
        literals.map { Array($0.utf8) }
    }

    @Test("Patterns that are comparisons", arguments: [
        (#"@approved\.invalid$"#, "suffix", ["@approved.invalid"]),
        ("abc", "contains", ["abc"]),
        ("^abc", "prefix", ["abc"]),
        ("^abc$", "equals", ["abc"]),
        (#"\Aabc\z"#, "equals", ["abc"]),
        ("^(a|b)c", "prefix", ["ac", "bc"]),
        ("^(?:dev|prod)$", "equals", ["dev", "prod"]),
        ("^dev$|^prod$", "equals", ["dev", "prod"]),
        (#"\.(?:com|org)$"#, "suffix", [".com", ".org"]),
        ("^$", "equals", [""]),
        ("^a?$", "equals", ["", "a"]),
        ("^^a$$", "equals", ["a"]),
        ("b|a|b", "contains", ["a", "b"]),
        ("foobar|foo", "contains", ["foo"]),
        ("^foobar|^foo", "prefix", ["foo"]),
        ("xfoo$|foo$", "suffix", ["foo"]),
        ("^foobar$|^foo$", "equals", ["foo", "foobar"]),
        (".*foo.*", "contains", ["foo"]),
        ("a*foo(?:bar)?", "contains", ["foo"]),
        ("(?s)^.*foo$", "suffix", ["foo"]),
        ("(?s)^foo.*$", "prefix", ["foo"]),
        ("(?s)^.*foo.*$", "contains", ["foo"]),
        ("^.*foo", "contains?", []),
        ("a{3}b{0,1}", "contains", ["aaa"]),
        ("^[ab]{2}", "prefix", ["aa", "ab", "ba", "bb"]),
        ("(?i)ok", "contains", ["OK", "Ok", "oK", "ok", "o\u{212A}", "O\u{212A}"].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }),
        ("é日", "contains", ["é日"]),
        (#"[^\x00-\x{10FFFF}]|a"#, "contains", ["a"]),
    ])
    func comparisons(source: String, kind: String, literals: [String]) throws {
        let test = LiteralTest(try Pattern(source))
        let expected: LiteralTest? =
            switch kind {
            case "equals": .equals(bytes(literals))
            case "prefix": .hasPrefix(bytes(literals))
            case "suffix": .hasSuffix(bytes(literals))
            case "contains": .contains(bytes(literals))
            default: nil
            }
        #expect(test == expected)
    }

    @Test("Patterns that are none", arguments: [
        "a+b", "^a|b", "a|b$", #"\bfoo"#, #"foo\b"#, "(?m)^foo", "(?m)foo$", "a.b", "[a-z]", "(?i)abcde", "^a.*b$",
        "^a+", "a$|^b$", "x(?:^)y", "a(?:b|c$)", "^(?s:.)+$",
    ])
    func others(source: String) throws {
        #expect(LiteralTest(try Pattern(source)) == nil)
    }

    @Test("Globs", arguments: [
        ("a*", LiteralTest.hasPrefix([Array("a".utf8)])), ("*a", .hasSuffix([Array("a".utf8)])),
        ("*a*", .contains([Array("a".utf8)])), ("a", .equals([Array("a".utf8)])), ("*", .always), ("", .equals([[]])),
        ("a*b", nil),
    ] as [(String, LiteralTest?)])
    func globs(glob: String, expected: LiteralTest?) throws {
        #expect(LiteralTest(try Pattern(glob: glob)) == expected)
    }

    @Test("Tests on texts", arguments: [
        (LiteralTest.equals([[]]), "", true), (.equals([[97], [98]]), "b", true), (.equals([[97]]), "ab", false),
        (.hasPrefix([[97, 98]]), "abc", true), (.hasPrefix([[97, 98]]), "a", false),
        (.hasSuffix([[98, 99]]), "abc", true), (.hasSuffix([[98, 99]]), "c", false),
        (.contains([[98]]), "abc", true), (.contains([[97, 99]]), "abc", false), (.contains([[97]]), "", false),
        (.always, "", true), (.never, "", false),
    ])
    func texts(test: LiteralTest, text: String, expected: Bool) {
        #expect(test.matches(text.utf8) == expected)
    }
}
