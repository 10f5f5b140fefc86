import CallgateOracles
import Foundation
import Testing

@Suite("The machine agrees with the reference on single expressions")
struct ExpressionTests {
    private static let rounds = 12 * (Int(ProcessInfo.processInfo.environment["CALLGATE_ROUNDS"] ?? "") ?? 100)

    @Test("On generated ones that use the libraries", arguments: 0..<8)
    func generated(_ seed: Int) {
        var generator = ExpressionGenerator(Entropy(seed: UInt64(seed) &* 0xD1B5_4A32_D192_ED03))
        var (values, errors) = (0, 0)
        for round in 0..<Self.rounds {
            let source = generator.expression()
            switch ExpressionOracle.verdict(on: source, isChecked: round % 4 > 0) {
            case .agreed(true): values += 1
            case .agreed(false): errors += 1
            case .refused, .limited: break
            case .differed(let difference):
                Issue.record("\(difference)")
                return
            }
        }
        #expect(values > Self.rounds / 5, "too few expressions have a value")
        #expect(errors > Self.rounds / 50, "too few expressions fail")
    }

    /// Expressions on which the two once differed.
    private static let expressions: [String] = []

    @Test("On expressions that once differed", arguments: expressions)
    func regressions(_ source: String) {
        for isChecked in [true, false] {
            if case .differed(let difference) = ExpressionOracle.verdict(on: source, isChecked: isChecked) {
                Issue.record("\(difference)")
            }
        }
    }
}
