public import CallgatePolicy

/// What policies mean: every rule that governs the tool is evaluated, one after the other.
public struct ReferenceDecider: Sendable {
    private let policy: CheckedPolicy
    private let callLimit: Int
    private let zoneOffset: ZoneOffset
    /// The policy's lists, by what conditions call them.
    private let lists: [String: Outcome]

    /// - Parameters:
    ///   - callLimit: how many bytes a call may have at most.
    ///   - zoneOffset: the named time zones; none, unless they are given.
    public init(
        _ policy: CheckedPolicy, callLimit: Int = ReferenceLimits.callBytes,
        zoneOffset: @escaping ZoneOffset = { _, _ in nil }
    ) {
        self.policy = policy
        self.callLimit = callLimit
        self.zoneOffset = zoneOffset
        lists = Dictionary(
            uniqueKeysWithValues: policy.lists.map { list in
                (list.variable, .success(.list(list.values.values.map { .success(Value($0)) })))
            })
    }

    /// A rule that matched, with its error where its condition failed.
    private struct Match {
        var rule: CheckedRule
        var error: EvaluationError?

        /// Nobody counts here, so that every limit is reached.
        var reason: ReferenceDecision.Reason { rule.limit == nil ? rule.reason : .limit }
    }

    /// - Parameters:
    ///   - bytes: the call as JSON.
    ///   - now: the time of the decision.
    public func decide(_ bytes: [UInt8], now: Timestamp) -> ReferenceDecision {
        let call: Call
        do throws(Malformation) {
            call = try Call(bytes, limit: callLimit)
        } catch {
            let failure = ReferenceDecision.Failure(error.kind.rawValue, offset: error.offset)
            return ReferenceDecision(effect: .deny, reason: .malformed, error: failure)
        }
        let governing = policy.rules.filter { rule in rule.tools.contains { $0.governs(call.tool) } }
        let bindings = call.bindings(now: now).merging(lists) { _, list in list }
        let matches = governing.compactMap { match($0, bindings) }
        let enforced = matches.filter { !$0.rule.isMonitored }
        var decision = decide(governing.filter { !$0.isMonitored }, enforced)
        decision.matched = enforced.map(\.rule.name)
        decision.monitored = matches.filter(\.rule.isMonitored).map(\.rule.name)
        decision.tool = call.tool
        return decision
    }

    /// Nil where the rule does not match. Errors never help the call: a rule that allows does not match
    /// with one, any other does.
    private func match(_ rule: CheckedRule, _ bindings: [String: Outcome]) -> Match? {
        let match = rule.limit != nil && rule.effect == .allow ? nil : Match(rule: rule)
        guard let condition = rule.condition else { return match }
        let error: EvaluationError
        switch ReferenceEvaluator(condition.checked, zoneOffset: zoneOffset).evaluate(bindings) {
        case .success(.bool(let isTrue)): return isTrue ? match : nil
        case .success: error = EvaluationError(.noSuchOverload)
        case .failure(let failure): error = failure
        }
        return rule.effect == .allow ? nil : Match(rule: rule, error: error)
    }

    /// - Parameters:
    ///   - governing: the enforced rules that govern the tool.
    ///   - matches: those of them that match.
    private func decide(_ governing: [CheckedRule], _ matches: [Match]) -> ReferenceDecision {
        if governing.isEmpty { return ReferenceDecision(effect: policy.ungoverned, reason: .ungoverned) }
        for effect in [PolicyEffect.deny, .review, .allow] {
            let winners = matches.filter { $0.rule.effect == effect }
            guard let winner = winners.first(where: { $0.error == nil }) ?? winners.first else { continue }
            guard let error = winner.error else {
                return ReferenceDecision(effect: effect, reason: winner.reason, rule: winner.rule.name)
            }
            return ReferenceDecision(
                effect: effect, reason: .error, rule: winner.rule.name,
                error: ReferenceDecision.Failure(error.kind.rawValue, offset: error.offset))
        }
        // Rules that allow make a list of what is allowed; without one, all is that is not denied.
        let isAllowlist = governing.contains { $0.effect == .allow }
        return ReferenceDecision(effect: policy.defaultEffect ?? (isAllowlist ? .deny : .allow), reason: .default)
    }
}
