internal import CallgateBytecode

/// The decision so far: the most restrictive enforced rule, and among equals the first one whose
/// condition was true, else the first one whose condition failed.
struct Verdict {
    private var effect: Effect
    private var reason: Decision.Reason
    private var rule = noIndex
    private var error = Slot.null
    private var hasRule = false

    @inline(__always)
    init(_ program: ProgramHead) {
        effect = Effect(rawValue: program.defaultEffect) ?? .deny
        reason = program.governs == 1 ? .default : .ungoverned
    }

    @inline(__always)
    func decision(of program: Int) -> Decision {
        Decision(effect, reason, rule: rule, error: error, program: reason == .error ? program : 0)
    }

    @inline(__always)
    mutating func add(_ effect: Effect, rule: UInt32, _ kind: Decision.Reason, error: Slot?) {
        let isBetter =
            !hasRule || effect > self.effect
            || effect == self.effect && reason == .error && error == nil
        guard isBetter else { return }
        hasRule = true
        self.effect = effect
        self.rule = rule
        reason = error == nil ? kind : .error
        self.error = error ?? .null
    }

    /// A rule that matches where its limit is reached. Without anyone who counts, it is: nothing gets
    /// through because nobody looked.
    @inline(__always)
    mutating func add(limited effect: Effect, rule: UInt32, leavesOpen: Bool) {
        guard !leavesOpen else { return }
        add(effect, rule: rule, .limit, error: nil)
    }
}

extension Machine {
    /// Counts a rule whose condition has the given value.
    ///
    /// An error counts as a match where the rule restricts: nothing gets through by breaking it.
    @inline(__always)
    mutating func count(
        rule position: Int, _ value: Slot, _ program: ProgramHead, _ verdict: inout Verdict
    ) {
        if value.isFalse { return }
        // V10: the position is below the program's number of rules, and what stands there is the rule's own.
        let rule = view.programRules[verified: Int(program.rulesStart) &+ position]
        let effect = Effect(rawValue: rule.effect) ?? .deny
        let isFailure = !value.isTrue
        if isFailure, effect == .allow { return }
        let isMonitored = rule.mode == RuleMode.monitor.rawValue
        // A condition that fails counts, whatever the limit says.
        let isLimited = rule.isLimited && !isFailure
        // Nobody counts, so that the limit counts as reached, which helps no call.
        if isLimited, !keepsLimits, effect == .allow { return }
        // V10: a program counts each of its rules once, and has no more than `mostRules`.
        matches[matchCount] = RuleMatch(
            rule: rule.rule, isFailure: isFailure, isMonitored: isMonitored, isLimited: isLimited)
        matchCount &+= 1
        guard !isMonitored else { return }
        guard !isLimited else { return verdict.add(limited: effect, rule: rule.rule, leavesOpen: keepsLimits) }
        let failure = value.isKind(.error) ? value : error(.noSuchOverload, value)
        verdict.add(effect, rule: rule.rule, Decision.Reason(rule.kind), error: isFailure ? failure : nil)
    }
}
