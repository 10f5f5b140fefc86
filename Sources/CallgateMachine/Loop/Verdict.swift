internal import CallgateBytecode

/// The decision so far: the most restrictive enforced rule, and among equals the first one whose
/// condition was true, else the first one whose condition failed.
struct Verdict {
    private var best: Decision
    private var hasRule = false

    @inline(__always)
    init(_ program: ProgramRecord) {
        best = Decision(
            Effect(rawValue: program.defaultEffect) ?? .deny,
            program.governs == 1 ? .default : .ungoverned)
    }

    @inline(__always)
    var decision: Decision { best }

    @inline(__always)
    mutating func add(_ effect: Effect, rule: UInt32, error: Slot?) {
        let isBetter =
            !hasRule || effect > best.effect
            || effect == best.effect && best.reason == .error && error == nil
        guard isBetter else { return }
        hasRule = true
        best.effect = effect
        best.rule = rule
        best.reason = error == nil ? .rule : .error
        best.error = error ?? .null
    }
}

extension Machine {
    /// Counts a rule whose condition has the given value.
    ///
    /// An error counts as a match where the rule restricts: nothing gets through by breaking it.
    @inline(__always)
    mutating func count(
        rule position: Int, _ value: Slot, _ program: ProgramRecord, _ verdict: inout Verdict
    ) {
        if value.isFalse { return }
        // V10: the position is below the program's number of rules, and the rule exists.
        let number = view.programRules[verified: Int(program.rules.start) &+ position]
        let rule = view.rules[verified: Int(number)]
        let effect = Effect(rawValue: rule.effect) ?? .deny
        let isFailure = !value.isTrue
        if isFailure, effect == .allow { return }
        let isMonitored = rule.mode == RuleMode.monitor.rawValue
        // V10: a program counts each of its rules once, and has no more than `mostRules`.
        matches[matchCount] = RuleMatch(
            rule: number, isFailure: isFailure, isMonitored: isMonitored)
        matchCount &+= 1
        guard !isMonitored else { return }
        let failure = value.isKind(.error) ? value : error(.noSuchOverload, value)
        verdict.add(effect, rule: number, error: isFailure ? failure : nil)
    }
}
