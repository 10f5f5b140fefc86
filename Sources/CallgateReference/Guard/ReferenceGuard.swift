import CallgateLanguage
public import CallgatePolicy

/// What a guard means: one call after the other, with all that was let through remembered.
///
/// There is no room that runs out, but for sessions; and no approval: a call that wants one does not pass.
public struct ReferenceGuard: Sendable {
    let policy: CheckedPolicy
    private let sessionRoom: Int
    /// Seconds as nanoseconds.
    private let sessionTimeout: Int64
    let usesTrust: Bool
    /// Whether some rule asks what sessions have read.
    private let readsTaint: Bool
    /// The tools of whose earlier calls some rule asks.
    private let countedTools: Set<ByteString>
    private var sessions: [ByteString: SessionState] = [:]
    private var taken: [Taken] = []
    var latest: Int64 = 0

    /// What is remembered of a session.
    struct SessionState: Sendable {
        var id: String
        var parent: String?
        var lastUse: Int64
        var labels: Set<ByteString> = []
        var isTrusted = true
        var calls: [(tool: String, time: Int64)] = []
    }

    /// What a call has taken of a limit.
    fileprivate struct Taken: Sendable {
        var rule: String
        var key: [Value]
        var amount: Int64
        var time: Int64
    }

    public init(_ policy: CheckedPolicy) {
        self.policy = policy
        sessionRoom = policy.settings.sessionCount
        sessionTimeout = Int64(policy.settings.sessionSeconds) * 1_000_000_000
        let expressions = policy.rules.flatMap(\.expressions).map(\.checked.root)
        let names = expressions.reduce(into: Set<String>()) { $0.formUnion(sessionNames($1)) }
        usesTrust = policy.settings.usesTrust || names.contains("session.trust")
        readsTaint = names.contains("session.trust") || names.contains("session.labels")
        countedTools = expressions.reduce(into: []) { $0.formUnion(toolsAskedAbout(by: $1)) }
    }

    /// A decision, and what the call would take of limits where it passes.
    private struct Judged {
        var decision: ReferenceDecision
        var claims: [Taken] = []
    }

    /// Decides on a call, which passes where the answer is allow.
    ///
    /// - Parameter now: nanoseconds since 1970; a time before an earlier one counts as that.
    public mutating func check(
        _ bytes: [UInt8], session: String?, parent: String? = nil, now: Int64
    ) -> ReferenceDecision {
        latest = max(latest, now)
        let call: Call
        do throws(Malformation) {
            call = try Call(bytes)
        } catch {
            _ = session.map { use($0, parent: parent) }
            return ReferenceDecision(
                effect: .deny, reason: .malformed,
                error: ReferenceDecision.Failure(error.kind.rawValue, offset: error.offset))
        }
        if let session, !use(session, parent: parent) {
            return ReferenceDecision(effect: .deny, reason: .session, tool: call.tool)
        }
        let governing = policy.rules.filter { rule in rule.tools.contains { $0.governs(call.tool) } }
        let facts = session.map { self.facts(of: $0) }
        let decision = decide(call, governing, facts)
        if decision.decision.effect == .allow { pass(call.tool, decision.claims, session) }
        return decision.decision
    }

    /// Notes the judgement of a result.
    ///
    /// One that can't be judged is blocked, untrusted, and has every label.
    public mutating func record(
        result: [UInt8], of bytes: [UInt8], session: String?, parent: String? = nil, now: Int64
    ) -> (isBlocked: Bool, isTrusted: Bool, labels: [String]) {
        latest = max(latest, now)
        let judged =
            judge(result, of: bytes) ?? (isBlocked: true, isTrusted: false, labels: policy.labels)
        if let session {
            // What can't be noted must not be read.
            let isThere = self.session(session) != nil
            guard use(session, parent: isThere ? nil : parent) else { return (true, judged.isTrusted, judged.labels) }
            var next: String? = session
            while let id = next {
                next = sessions[ByteString(id)]?.parent
                if !judged.isTrusted { sessions[ByteString(id)]?.isTrusted = false }
                sessions[ByteString(id)]?.labels.formUnion(judged.labels.map { ByteString($0) })
            }
        }
        return judged
    }

    /// What a session has read; nil where there is none.
    public func session(_ id: String) -> (isTrusted: Bool, labels: [String])? {
        guard let state = sessions[ByteString(id)], latest - state.lastUse <= sessionTimeout else { return nil }
        return (state.isTrusted, policy.labels.filter { state.labels.contains(ByteString($0)) })
    }

    // MARK: Sessions

    /// Uses a session and those around it; false where it is refused.
    private mutating func use(_ id: String, parent: String?) -> Bool {
        if let state = sessions[ByteString(id)], latest - state.lastUse <= sessionTimeout {
            if let parent, state.parent.map({ hasSameScalars($0, parent) }) != true { return false }
            var next: String? = id
            while let current = next {
                sessions[ByteString(current)]?.lastUse = latest
                next = sessions[ByteString(current)]?.parent
            }
            return true
        }
        if let parent {
            guard !hasSameScalars(parent, id), use(parent, parent: nil) else { return false }
        }
        sessions = sessions.filter { latest - $0.value.lastUse <= sessionTimeout }
        guard sessions.count < sessionRoom else { return false }
        var state = SessionState(id: id, parent: parent, lastUse: latest)
        if let parent, let outer = sessions[ByteString(parent)] {
            state.labels = outer.labels
            state.isTrusted = outer.isTrusted
        }
        sessions[ByteString(id)] = state
        return true
    }

    private func facts(of id: String) -> SessionFacts {
        let state = sessions[ByteString(id)]
        return SessionFacts(
            id: id, labels: policy.labels.filter { state?.labels.contains(ByteString($0)) == true },
            isTrusted: state?.isTrusted ?? true, calls: state?.calls ?? [], now: latest)
    }

    private mutating func pass(_ tool: String, _ claims: [Taken], _ session: String?) {
        taken += claims
        if let session { sessions[ByteString(session)]?.calls.append((tool, latest)) }
    }

    // MARK: Rules

    private func decide(_ call: Call, _ governing: [CheckedRule], _ facts: SessionFacts?) -> Judged {
        let timestamp = Timestamp(seconds: latest / 1_000_000_000, nanoseconds: latest % 1_000_000_000)
        let bindings = call.bindings(now: timestamp).merging(facts?.bindings ?? [:]) { $1 }
        var asks = governing.contains { !sessionNames($0.condition?.checked.root).isEmpty }
        var matches: [(rule: CheckedRule, reason: ReferenceDecision.Reason, error: EvaluationError?)] = []
        var claims: [Taken] = []
        for rule in governing {
            let outcome = rule.condition.map {
                ReferenceEvaluator($0.checked).evaluate(bindings, session: facts)
            }
            switch outcome {
            case .success(.bool(false)): continue
            case nil, .success(.bool(true)):
                guard let limit = rule.limit else {
                    matches.append((rule, rule.reason, nil))
                    continue
                }
                let parts = limit.key + [limit.sum].compactMap { $0 }
                if parts.contains(where: { !sessionNames($0.checked.root).isEmpty }) { asks = true }
                let claim = claim(of: rule, limit, bindings, facts)
                if let claim { claims.append(claim) }
                if isReached(claim, limit) { matches.append((rule, .limit, nil)) }
            case .success: if rule.effect != .allow { matches.append((rule, .error, EvaluationError(.noSuchOverload))) }
            case .failure(let error): if rule.effect != .allow { matches.append((rule, .error, error)) }
            }
        }
        let needsSession = asks || readsTaint || countedTools.contains(ByteString(call.tool))
        if needsSession, facts == nil {
            return Judged(decision: ReferenceDecision(effect: .deny, reason: .session, tool: call.tool))
        }
        let enforced = matches.filter { !$0.rule.isMonitored }
        var decision = ReferenceDecision(effect: policy.ungoverned, reason: .ungoverned)
        let deciding = governing.filter { !$0.isMonitored }
        if !deciding.isEmpty {
            let isAllowlist = deciding.contains { $0.effect == .allow }
            decision = ReferenceDecision(
                effect: policy.defaultEffect ?? (isAllowlist ? .deny : .allow), reason: .default)
        }
        for effect in [PolicyEffect.deny, .review, .allow] {
            let winners = enforced.filter { $0.rule.effect == effect }
            guard let winner = winners.first(where: { $0.error == nil }) ?? winners.first else { continue }
            decision = ReferenceDecision(effect: effect, reason: winner.reason, rule: winner.rule.name)
            decision.error = winner.error.map { ReferenceDecision.Failure($0.kind.rawValue, offset: $0.offset) }
            break
        }
        decision.matched = enforced.map(\.rule.name)
        decision.monitored = matches.filter(\.rule.isMonitored).map(\.rule.name)
        decision.tool = call.tool
        return Judged(decision: decision, claims: claims)
    }

    // MARK: Limits

    /// What a call would take of a rule's limit; nil where that can't be told.
    private func claim(
        of rule: CheckedRule, _ limit: RuleLimit, _ bindings: [String: Outcome], _ facts: SessionFacts?
    ) -> Taken? {
        var key: [Value] = []
        for part in limit.key {
            guard case .success(let value) = ReferenceEvaluator(part.checked).evaluate(bindings, session: facts)
            else { return nil }
            switch value {
            case .null, .bool, .int, .uint, .double, .string: key.append(value)
            default: return nil
            }
            if case .double(let number, _) = value, number.isNaN { return nil }
        }
        var amount: Int64 = 1
        if let sum = limit.sum {
            guard case .success(let value) = ReferenceEvaluator(sum.checked).evaluate(bindings, session: facts),
                let millionths = Self.millionths(value)
            else { return nil }
            amount = millionths
        }
        return Taken(rule: rule.name, key: key, amount: amount, time: latest)
    }

    private func isReached(_ claim: Taken?, _ limit: RuleLimit) -> Bool {
        guard let claim else { return true }
        let window = Int64(limit.seconds) * 1_000_000_000
        let counted = taken.filter { entry in
            hasSameScalars(entry.rule, claim.rule) && latest - entry.time < window && Self.isSame(entry.key, claim.key)
        }
        let total = counted.reduce(Int64(0)) { $0.addingReportingOverflow($1.amount).partialValue }
        let (sum, overflows) = total.addingReportingOverflow(claim.amount)
        return overflows || sum > limit.maximum
    }

    private static func isSame(_ first: [Value], _ second: [Value]) -> Bool {
        first.count == second.count && first.indices.allSatisfy { isSame(first[$0], second[$0]) }
    }

    private static func isSame(_ first: Value, _ second: Value) -> Bool {
        if case .string(let left) = first, case .string(let right) = second { return hasSameScalars(left, right) }
        if case .bool(let left) = first, case .bool(let right) = second { return left == right }
        if case .null = first, case .null = second { return true }
        guard let left = number(first), let right = number(second) else { return false }
        return left == right
    }

    /// A number of a key, small enough to be exact.
    private static func number(_ value: Value) -> Double? {
        switch value {
        case .int(let number, _): Double(number)
        case .uint(let number): Double(number)
        case .double(let number, _): number
        default: nil
        }
    }

    private static func millionths(_ value: Value) -> Int64? {
        switch value {
        case .int(let number, _):
            let (product, overflows) = number.multipliedReportingOverflow(by: 1_000_000)
            return overflows || product < 0 ? nil : product
        case .uint(let number):
            let (product, overflows) = number.multipliedReportingOverflow(by: 1_000_000)
            return overflows ? nil : Int64(exactly: product)
        case .double(let number, _):
            let scaled = (number * 1_000_000).rounded()
            guard number >= 0, scaled < 0x1p63 else { return nil }
            return number == 0 ? 0 : max(Int64(scaled), 1)
        default: return nil
        }
    }
}
