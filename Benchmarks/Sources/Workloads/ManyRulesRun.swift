import Callgate
import CallgateCompiler
import CallgateLanguage
import CallgatePolicy

/// Compiles ``ManyRules`` and prints what that takes: too long to be counted under callgrind.
struct ManyRulesRun {
    /// The quickest counts: whatever else the computer does only adds.
    private static let runs = 7

    func run() throws {
        let documents = ManyRules.documents()
        try time("whole") {
            let policy = try CompiledPolicy(documents)
            guard policy.costs.count == ManyRules.count else {
                throw WorkloadFailure(description: "\(policy.costs.count) rules of \(ManyRules.count)")
            }
        }
        let conditions = ManyRules.conditions()
        try time("conditions") {
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

    /// Prints a name and the nanoseconds of the quickest run: of the process in user mode, and by the clock.
    private func time(_ name: String, _ work: () throws -> Void) throws {
        let clock = ContinuousClock()
        var user = Int.max
        var elapsed = Int.max
        for _ in 0..<Self.runs {
            let (start, startOfUser) = (clock.now, Self.userNanoseconds())
            try work()
            user = min(user, Self.userNanoseconds() - startOfUser)
            elapsed = min(elapsed, Int((clock.now - start) / .nanoseconds(1)))
        }
        print("\(name) \(user) \(elapsed)")
    }

    private static func userNanoseconds() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return Int(usage.ru_utime.tv_sec) * 1_000_000_000 + Int(usage.ru_utime.tv_usec) * 1_000
    }
}
