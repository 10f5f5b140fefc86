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

    @Test("On generated policies of many rules that test the same", arguments: 0..<8)
    func grouped(_ seed: Int) throws {
        var entropy = Entropy(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 3)
        var (decided, screened) = (0, 0)
        for _ in 0..<(Int(ProcessInfo.processInfo.environment["CALLGATE_ROUNDS"] ?? "") ?? 40) {
            var policies = PolicyGenerator(entropy)
            let policy = policies.groupedPolicy()
            entropy = policies.entropy
            guard let policy, let oracle = try AgreementOracle(policy) else { continue }
            if oracle.passesOverRules { screened += 1 }
            var calls = CallGenerator(entropy)
            for _ in 0..<12 {
                let call = calls.call(tools: PolicyGenerator.tools)
                decided += 1
                if let difference = oracle.disagreement(on: call, seconds: 1_700_000_000, nanoseconds: 7) {
                    Issue.record("\(difference)")
                    return
                }
            }
            entropy = calls.entropy
        }
        #expect(decided > 200, "the generator makes too few policies that compile")
        #expect(screened > 5, "hardly any policy passes over rules")
    }

    /// Conditions on which the two once differed, or which the verifier once refused.
    private static let conditions = [
        "(args.a ? [args.b] : args.c) == args.d",
        "args.items.map(i, true, args.obj.x).all(i, args[\"a\"])",
        "(dyn(context.a) == dyn(args.obj) && dyn(true) in args.items.map(j, j.a))",
        "size(args.list) > 2 || args.list.map(i, size(args.list)).exists(i, i == size(args.list))",
        "{args.n: \"\", true: args.obj.x} == {}",
        "has(args.a) && has(args.a.x)",
        "(args.list + [1]).size() == 3 || (args.list + [1])[0] == 1",
        "now.getHours(\"Asia/Kathmandu\") == 1 || string(args.n) == \"1.0903772925812762e+15\"",
        "args[args.list] == 1 || args.list[args.n] == 2",
    ]

    @Test("On conditions that once differed", arguments: conditions)
    func regressions(_ condition: String) throws {
        let oracle = try #require(try AgreementOracle(condition: condition))
        var calls = CallGenerator(Entropy(seed: 99))
        for _ in 0..<300 {
            let call = calls.call(tools: ["pay"])
            let difference = oracle.disagreement(on: call, seconds: 1_700_000_000, nanoseconds: 7)
            #expect(difference == nil)
        }
    }
}
