import Callgate
import CallgateLanguage
import CallgateRegex
import Testing

@testable import CallgateOracles

@Suite("The machine matches what a pattern matches")
struct MachineMatchTests {
    private static let environment: Environment = {
        var environment = Environment.complete
        environment.variables["s"] = .string
        return environment
    }()

    /// A string literal of CEL.
    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map {
            let digits = String($0.value, radix: 16)
            return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
        return "\"\(escaped.joined())\""
    }

    /// - Returns: how many of the texts match.
    private func compare(_ source: String, on texts: [String]) throws -> Int {
        let nfa = try NFA(Pattern(source))
        let checked = try check("s.matches(\(quoted(source)))", in: Self.environment)
        let expression = try CompiledExpression(checked, variables: ["s"])
        var matched = 0
        for text in texts {
            let wanted = nfa.matches(Array(text.utf8))
            var evaluator = ExpressionEvaluator(expression)
            let found = evaluator.evaluate(.values(["s": .string(text)]))
            guard case .success(.bool(wanted)) = found else {
                Issue.record("\(source.debugDescription) on \(text.debugDescription): \(found), not \(wanted)")
                continue
            }
            matched += wanted ? 1 : 0
        }
        return matched
    }

    /// Texts of some words of eight bytes too, which automata take at once.
    private func longer(_ texts: [String]) -> [String] { texts + texts.map { "ab, \($0) \($0)x" } + texts.map { $0 + $0 + $0 } }

    @Test("Generated patterns and texts", arguments: UInt64(1)...3)
    func generated(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 400))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 450))
        var (matched, compared) = (0, 0)
        for _ in 0..<150 {
            let source = patterns.pattern()
            let texts = longer(subjects.subjects(for: try Pattern(source).tree, count: 6))
            compared += texts.count
            matched += try compare(source, on: texts)
        }
        #expect(matched > compared / 5 && matched < compared * 9 / 10, "\(matched) of \(compared)")
    }

    @Test("Patterns with a text that each match has", arguments: [
        "user[0-9]+@evil", "[0-9]{2}-xyz", "q(a|b)*quick", "(?i)Ax[0-9]Kelvin", "ee[a-z]+eel", "^a{9}b+", "x.{3}needle.?$", "é[a-z]日本",
    ])
    func literals(_ source: String) throws {
        let texts = [
            "", "user12@evil", "user@evil", "user1@evi", "12-xyz", "1-xyz", "qabquick", "quick", "qquick", "ax1kelvin", "AX9\u{212A}ELVIN",
            "eeeeeeeeeeeeeeeeel", "eeeeeeeeeeeeeeeeee", "eexeel", "aaaaaaaaab", "aaaaaaaab", "x123needle", "x123needle!", "x12needle",
            "éabc日本", "é日本", "needl", "eel",
        ]
        _ = try compare(source, on: longer(texts))
    }

    @Test("Lists of texts", arguments: ["", "^", "$", "^$"])
    func lists(_ anchors: String) throws {
        for count in [15, 16, 17, 40, 3_000] {
            let list = (0..<count).map { "h\($0 * 7)x?\\.test" }.joined(separator: "|")
            let source = (anchors.hasPrefix("^") ? "^" : "") + "(?:\(list))" + (anchors.hasSuffix("$") ? "$" : "")
            let texts = ["h0.test", "h14x.test", "a.h7.test", "h7.test.a", "h8.test", "", "h7xtest", "h98.test", "z h21.test z", "h7x.test"]
            let matched = try compare(source, on: longer(texts))
            #expect(matched > 0)
        }
    }

    @Test("A match has a string of each required set in it", arguments: UInt64(1)...3)
    func required(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 700))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 750))
        var sets = 0
        for _ in 0..<400 {
            let source = patterns.pattern()
            let pattern = try Pattern(source)
            let literals = RequiredLiterals(pattern)
            let exact = RequiredLiterals.exact(pattern)
            let nfa = try NFA(pattern)
            for text in subjects.subjects(for: pattern.tree, count: 12) {
                let utf8 = Array(text.utf8)
                guard nfa.matches(utf8) else { continue }
                let folded = utf8.map { $0 | 0x20 }
                for set in literals.sets {
                    sets += 1
                    #expect(LiteralTest.contains(set).matches(folded), "\(source.debugDescription) on \(text.debugDescription): \(set)")
                }
                if let exact { #expect(LiteralTest.contains([exact]).matches(utf8), "\(source.debugDescription) on \(text.debugDescription)") }
            }
        }
        #expect(sets > 200)
    }
}
