import Callgate
import CallgateLanguage
import CallgateMachine
import CallgatePolicy
import CallgateReference

enum DecisionHarness {
    static func agree(_ input: [UInt8]) throws {
        var policies = PolicyGenerator(Entropy(bytes: input))
        let isGrouped = policies.entropy.chance(1, in: 4)
        guard let policy = isGrouped ? policies.groupedPolicy() : policies.policy(), let oracle = try AgreementOracle(policy) else { return }
        var calls = CallGenerator(policies.entropy)
        for _ in 0..<4 {
            let call = calls.call(tools: PolicyGenerator.tools)
            let seconds = Int64(calls.entropy.next() % 4_000_000_000)
            if let difference = oracle.disagreement(on: call, seconds: seconds, nanoseconds: 5) {
                throw OracleFailure(difference)
            }
        }
    }

    /// A policy that reads everything a call may hold.
    private static let reader: AgreementOracle? = {
        let conditions = [
            "args == context", "size(args) > 2 && args.a == 1", "args.list.exists(i, i == args.s)",
            "args.n > 1.5 || has(args.obj.x)", "context.env != \"dev\"",
        ]
        var rules: [CheckedRule] = []
        for (index, source) in conditions.enumerated() {
            guard let checked = try? check(source, in: .policy) else { return nil }
            let origin = ExpressionOrigin(document: SourceText(name: "", text: source), offsets: [])
            rules.append(
                CheckedRule(
                    name: "r\(index)", tools: [.glob("*")],
                    condition: EmbeddedExpression(checked: checked, origin: origin), effect: .review,
                    location: CheckedRule.Location(source: 0, line: 1, column: 1)))
        }
        let policy = CheckedPolicy(rules: rules, sources: [SourceText(name: "", text: "")])
        return try? AgreementOracle(policy)
    }()

    static func json(_ input: [UInt8]) throws {
        guard let reader else { throw OracleFailure("the reading policy does not compile") }
        let wrapped = Array(#"{"tool":"t","args":"#.utf8) + input + Array("}".utf8)
        for call in [input, wrapped] {
            if let difference = reader.disagreement(on: call, seconds: 0, nanoseconds: 0) {
                throw OracleFailure(difference)
            }
        }
    }
}
