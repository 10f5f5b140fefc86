import Callgate
import CallgateLanguage
import CallgateRegex
import Testing

@testable import CallgateOracles

@Suite("The machine finds what a capturing pattern finds")
struct MachineCaptureTests {
    private static let environment: Environment = {
        var environment = Environment.complete
        environment.variables["s"] = .string
        return environment
    }()

    /// A string literal of CEL.
    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { "\\U" + String(repeating: "0", count: 8 - String($0.value, radix: 16).count) + String($0.value, radix: 16) }
        return "\"\(escaped.joined())\""
    }

    private func evaluator(_ source: String) throws -> CompiledExpression {
        try CompiledExpression(check(source, in: Self.environment), variables: ["s"])
    }

    /// The text with each group of each match in brackets, in place of the match.
    private func replaced(_ text: [UInt8], _ matches: [[Range<Int>?]]) -> [UInt8] {
        var result: [UInt8] = []
        var end = 0
        for match in matches {
            guard let whole = match[0] else { continue }
            result += text[end..<whole.lowerBound]
            for group in match.prefix(10) { result += Array("[".utf8) + (group.map { text[$0] } ?? []) + Array("]".utf8) }
            end = whole.upperBound
        }
        return result + text[end...]
    }

    @Test("Generated patterns and texts", arguments: UInt64(1)...3)
    func generated(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 900))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 950))
        var found = 0
        var compared = 0
        for _ in 0..<120 {
            let source = patterns.pattern()
            let pattern = try Pattern(source)
            let compiled = try CapturingPattern(pattern)
            let groups = (0...min(compiled.groupCount, 9)).map { "[\\\\\($0)]" }.joined()
            let replacing = try evaluator("regex.replace(s, \(quoted(source)), \"\(groups)\")")
            let extracting = try evaluator("regex.extractAll(s, \(quoted(source)))")
            for text in subjects.subjects(for: pattern.tree, count: 8) {
                let utf8 = Array(text.utf8)
                let matches = compiled.matches(in: utf8)
                compared += 1
                found += matches.isEmpty ? 0 : 1
                let inputs = ExpressionInputs.values(["s": .string(text)])
                var replacer = ExpressionEvaluator(replacing)
                guard case .success(.string(let result)) = replacer.evaluate(inputs) else {
                    Issue.record("\(source.debugDescription) on \(text.debugDescription) replaces nothing")
                    continue
                }
                #expect(Array(result.utf8) == replaced(utf8, matches), "\(source.debugDescription) on \(text.debugDescription)")
                var extractor = ExpressionEvaluator(extracting)
                switch extractor.evaluate(inputs) {
                case .success(.list(let elements)) where compiled.groupCount < 2:
                    let wanted = matches.compactMap { $0[compiled.groupCount].map { utf8[$0] } }
                        .filter { compiled.groupCount == 0 || !$0.isEmpty }
                    let texts = elements.map { element -> [UInt8] in
                        if case .string(let text) = element { Array(text.utf8) } else { [0xFF] }
                    }
                    #expect(texts == wanted.map { Array($0) }, "\(source.debugDescription) on \(text.debugDescription)")
                case .failure(.error("invalid_argument", _)) where compiled.groupCount > 1: break
                case let other: Issue.record("\(source.debugDescription) on \(text.debugDescription): \(other)")
                }
            }
        }
        #expect(found > compared / 3, "\(found) of \(compared)")
    }
}
