import Callgate
import CallgateMachine
import CallgatePolicy
import Testing

/// A policy of rules with these conditions, each of which denies the tool `t`.
func policy(_ conditions: [String]) -> String {
    "rules:\n" + conditions.enumerated().map { index, condition in
        "  - name: r\(index)\n    tool: t\n    action: deny\n    when: >-\n      \(condition)\n"
    }.joined()
}

func compile(_ policy: String) throws(PolicyFailure) -> CompiledPolicy {
    try CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", bytes: Array(policy.utf8))])
}

/// The effect of one call, after compiling, verifying and loading.
func effect(_ policy: String, _ call: String) throws -> String {
    var decider = Decider(try Gate(image: compile(policy).image))
    return "\(decider.report(Array(call.utf8), at: CallTime(seconds: 0)).effect.name)"
}

/// The message of the first error.
func refusal(_ policy: String) -> String? {
    do {
        _ = try compile(policy)
        return nil
    } catch {
        return error.diagnostics.first?.rendered()
    }
}
