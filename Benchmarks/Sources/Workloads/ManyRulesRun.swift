import Callgate
import CallgateCompiler
import CallgateLanguage
import CallgatePolicy

/// Compiles ``ManyRules`` and prints what that takes: too long to be counted under callgrind.
struct ManyRulesRun {
    func run() throws {
        let documents = ManyRules.documents()
        try BuildTimer.time("whole") {
            let policy = try CompiledPolicy(documents)
            guard policy.costs.count == ManyRules.count else {
                throw WorkloadFailure(description: "\(policy.costs.count) rules of \(ManyRules.count)")
            }
        }
        let conditions = ManyRules.conditions()
        try BuildTimer.time("conditions") {
            let compiler = ExpressionCompiler()
            for condition in conditions {
                let image = try compiler.compile(
                    check(condition, in: .policy), variables: ["args", "context"])
                guard image.programs.count == 1 else {
                    throw WorkloadFailure(description: "no program of \(condition)")
                }
            }
        }
    }
}
