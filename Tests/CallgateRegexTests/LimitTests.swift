import CallgateRegex
import Testing

@testable import CallgateOracles

/// Each limit at its value and one past it.
@Suite struct LimitTests {
    private func cause(_ source: String) -> PatternError.Cause? {
        do throws(PatternError) {
            _ = try compile(Pattern(source))
            return nil
        } catch {
            return error.cause
        }
    }

    @Test func patternBytes() {
        let most = RegexLimits.maximumPatternBytes
        // What is this long is a list of texts, or has too large an automaton.
        func list(_ bytes: Int) -> String {
            let texts = String(repeating: "a-longer-host-invalid|", count: (bytes - 30) / 22)
            return "(?:\(texts)" + String(repeating: "a", count: bytes - 5 - texts.utf8.count) + ")$"
        }
        #expect(list(most).utf8.count == most)
        #expect(cause(list(most - 1)) == nil)
        #expect(cause(list(most)) == nil)
        #expect(cause(list(most + 1)) == .patternTooLong)
        #expect(cause(String(repeating: "a", count: most)) == .automatonTooLarge)
        #expect(cause(String(repeating: "a", count: most + 1)) == .patternTooLong)
        #expect(cause(String(repeating: "é", count: most / 2) + "a") == .patternTooLong)
    }

    @Test func globBytes() throws {
        let most = RegexLimits.maximumPatternBytes
        #expect(try Pattern(glob: String(repeating: "a*", count: most / 2)).source.utf8.count == most)
        let error = #expect(throws: PatternError.self) { try Pattern(glob: String(repeating: "a", count: most + 1)) }
        #expect(error?.cause == .patternTooLong)
    }

    @Test("Nesting", arguments: ["(", "(?:", "(?i:", "(a|b*", "(?P<n>"])
    func nesting(group: String) {
        func nested(_ depth: Int) -> String {
            let starts = (0..<depth).map { group.replacing("<n>", with: "<n\($0)>") }.joined()
            return starts + "a" + String(repeating: ")", count: depth)
        }
        #expect(cause(nested(RegexLimits.maximumNestingDepth - 1)) == nil)
        #expect(cause(nested(RegexLimits.maximumNestingDepth)) == nil)
        #expect(cause(nested(RegexLimits.maximumNestingDepth + 1)) == .nestingTooDeep)
    }

    @Test("Counts of repetitions", arguments: [
        ("a{999}", nil), ("a{1000}", nil), ("a{0,1000}", nil), ("a{1000,}", nil), ("a{1001}", true),
        ("a{0,1001}", true), ("a{1001,}", true), ("a{999999999}", true), ("a{9999999999}", nil), ("(?:a{100}){10}", nil),
        ("(?:a{91}){11}", true), ("(?:a{100}){100}", true), ("((a{100}){100}){100}", true),
        ("(?:a{10,}){101}", true), ("(?:(?:a{500})*){2}", nil), ("(?:(?:a{501})*){2}", true),
        ("(?:b|(?:c{2}a{400})){3}", true), ("(?:b|(?:c{2}a{333})){3}", nil), ("(?:a{1000}){1}", nil),
        ("(?:a{1000}){0}", nil), ("(?:){1000}", nil), ("(?:){1001}", true),
    ] as [(String, Bool?)])
    func repetitions(source: String, isTooLarge: Bool?) {
        #expect((cause(source) == .repetitionTooLarge) == (isTooLarge == true))
        #expect((RE2(source).refusal != nil) == (isTooLarge == true))
    }

    @Test func nfaInstructions() throws {
        // Each letter is one instruction; the loop before them and the match make three more.
        func letters(_ count: Int) -> String {
            String(repeating: "a{1000}", count: count / 1_000) + "a{\(count % 1_000)}"
        }
        let most = RegexLimits.maximumNFAInstructions
        guard case .nfa(let under) = try compile(Pattern(letters(most - 4))),
            case .nfa(let full) = try compile(Pattern(letters(most - 3)))
        else {
            Issue.record("a DFA of so many states is past its limit")
            return
        }
        #expect(under.instructions.count == most - 1)
        #expect(full.instructions.count == most)
        #expect(cause(letters(most - 2)) == .automatonTooLarge)
        #expect(throws: PatternError.self) { try compileSet([Pattern("a"), Pattern(letters(most - 2))]) }
        #expect(try compileSet([Pattern(letters(most - 3)), Pattern("a")]) == nil)
        let text = Array(repeating: UInt8(ascii: "a"), count: 1_000)
        #expect(!full.matches(text))
    }

    @Test func dfaStates() throws {
        // The two edges and one state before each letter.
        func anchored(_ count: Int) throws -> DFA? {
            let source = "^" + String(repeating: "a{1000}", count: count / 1_000) + "a{\(count % 1_000)}"
            return try compileSet([Pattern(source)])
        }
        let most = RegexLimits.maximumDFAStates
        #expect(try anchored(most - 3)?.stateCount == most - 1)
        #expect(try anchored(most - 2)?.stateCount == most)
        #expect(try anchored(most - 1) == nil)
    }

    @Test func dfaTableBytes() throws {
        // 63 letters and the rest are 64 classes.
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
        func anchored(_ states: Int) throws -> DFA? {
            try compileSet([Pattern("^" + String((0..<(states - 2)).map { letters[$0 % letters.count] }))])
        }
        let most = RegexLimits.maximumDFATableBytes / 2 / 64
        let dfa = try #require(try anchored(most))
        #expect(dfa.classCount == 64 && dfa.stateCount == most)
        #expect(try anchored(most - 1)?.stateCount == most - 1)
        #expect(try anchored(most + 1) == nil)
    }

    @Test func dfaWork() throws {
        // Of some *n* states each looks at up to *n* instructions.
        #expect(try compileSet([Pattern("a{900}")])?.stateCount == 902)
        #expect(try compileSet([Pattern("a{1000}a{1000}a{1000}")]) == nil)
    }

    @Test("What doubles with each character runs as an NFA", arguments: [
        "[ab]*a[ab]{20}", "a.{15}b.{15}c", "(?:x+x+)+y.{30}z",
    ])
    func exponential(source: String) throws {
        guard case .nfa(let nfa) = try compile(Pattern(source)) else {
            Issue.record("\(source) has a DFA within the limits")
            return
        }
        #expect(!nfa.matches(Array(repeating: UInt8(ascii: "x"), count: 2_000)))
    }

    @Test func literals() throws {
        func alternatives(_ count: Int) throws -> LiteralTest? {
            LiteralTest(try Pattern((0..<count).map { "a\($0)x" }.joined(separator: "|")))
        }
        #expect(try alternatives(RegexLimits.maximumLiterals - 1) != nil)
        #expect(try alternatives(RegexLimits.maximumLiterals) != nil)
        #expect(try alternatives(RegexLimits.maximumLiterals + 1) == nil)
        func long(_ count: Int) throws -> LiteralTest? {
            LiteralTest(try Pattern(String(repeating: "a", count: count)))
        }
        #expect(try long(RegexLimits.maximumLiteralBytes - 1) != nil)
        #expect(try long(RegexLimits.maximumLiteralBytes) != nil)
        #expect(try long(RegexLimits.maximumLiteralBytes + 1) == nil)
    }
}
