import CallgateOracles
import Foundation
import Testing

@Suite("The machine agrees with the reference")
struct AgreementTests {
    @Test("On generated policies and calls", arguments: 0..<8)
    func generated(_ seed: Int) throws {
        var entropy = Entropy(seed: UInt64(seed) &* 0x1234_5678_9ABC_DEF1)
        var decided = 0
        for _ in 0..<(Int(ProcessInfo.processInfo.environment["CALLGATE_ROUNDS"] ?? "") ?? 100) {
            var policies = PolicyGenerator(entropy)
            let policy = policies.policy()
            entropy = policies.entropy
            guard let policy, let oracle = try AgreementOracle(policy) else { continue }
            var calls = CallGenerator(entropy)
            for _ in 0..<12 {
                let call = calls.call(tools: PolicyGenerator.tools)
                let seconds = Int64(calls.entropy.next() % 4_000_000_000)
                let nanoseconds = UInt32(calls.entropy.next() % 1_000_000_000)
                decided += 1
                if let difference = oracle.disagreement(
                    on: call, seconds: seconds, nanoseconds: nanoseconds)
                {
                    Issue.record("\(difference)")
                    return
                }
            }
            entropy = calls.entropy
        }
        #expect(decided > 800, "the generator makes too few policies that compile")
    }
}
