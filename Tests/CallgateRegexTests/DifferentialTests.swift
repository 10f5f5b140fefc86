import CallgateRegex
import Testing

@testable import CallgateOracles

/// Engines that share nothing agree on generated patterns and texts.
@Suite struct DifferentialTests {
    @Test("DFA, NFA, literal test, derivatives and RE2 give one answer", arguments: UInt64(1)...4)
    func enginesAgree(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 1_000))
        var matched = 0
        var compared = 0
        for _ in 0..<300 {
            let source = patterns.pattern()
            let engines = try Engines(Pattern(source), re2: source)
            try #require(engines.re2?.refusal == nil, "RE2 refuses \(source.debugDescription)")
            for text in subjects.subjects(for: engines.pattern.tree, count: 24) {
                let answers = engines.answers(for: text)
                compared += 1
                matched += answers[0].answer ? 1 : 0
                if Set(answers.map(\.answer)).count > 1 {
                    Issue.record("\(source.debugDescription) on \(text.debugDescription): \(answers)")
                }
            }
        }
        // A generator whose texts all match, or none, would show nothing.
        #expect(matched > compared / 4 && matched < compared * 9 / 10, "\(matched) of \(compared)")
    }

    @Test("What is accepted, RE2 accepts, and the other way round", arguments: UInt64(1)...4)
    func acceptanceAgrees(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 2_000))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 3_000))
        var refused = 0
        for _ in 0..<500 {
            let source = patterns.mutated(patterns.pattern())
            let re2 = RE2(source)
            do throws(PatternError) {
                let pattern = try Pattern(source)
                if let refusal = re2.refusal {
                    if !StatedDifference.isAcceptedHereOnly(source, refusal) {
                        Issue.record("RE2 refuses \(source.debugDescription): \(refusal)")
                    }
                    continue
                }
                guard let engines = try? Engines(pattern, re2: source) else { continue }
                for text in subjects.subjects(for: pattern.tree, count: 4) {
                    let answers = engines.answers(for: text)
                    if Set(answers.map(\.answer)).count > 1 {
                        Issue.record("\(source.debugDescription) on \(text.debugDescription): \(answers)")
                    }
                }
            } catch {
                refused += 1
                if re2.refusal == nil, !StatedDifference.isRefusedHereOnly(error.cause) {
                    Issue.record("RE2 accepts \(source.debugDescription): \(error)")
                }
                #expect(error.range.upperBound <= source.utf8.count)
                #expect(!error.message.isEmpty)
            }
        }
        #expect(refused > 100 && refused < 490, "\(refused)")
    }
}

/// The differences in what is accepted that spec/language/patterns.md lists.
enum StatedDifference {
    static func isAcceptedHereOnly(_ source: String, _ refusal: String) -> Bool {
        // Named groups as JavaScript writes them, which RE2 has known since 2023.
        refusal.contains("(?<") && source.contains("(?<")
    }

    static func isRefusedHereOnly(_ cause: PatternError.Cause) -> Bool {
        cause == .singleByte || cause == .nestingTooDeep || cause == .patternTooLong
    }
}
