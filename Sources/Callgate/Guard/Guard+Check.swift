internal import CallgateBytecode
internal import CallgateMachine
internal import CallgateSystem

extension Guard {
    /// Times that a call is evaluated beside others before it is evaluated alone.
    private static let attempts = 3

    /// Decides on a call.
    public func check(_ call: GuardedCall) -> GuardDecision {
        let start = ContinuousClock.now
        let record = RecordID.make(at: CallTime(nanoseconds: clock.now))
        let id = call.id ?? record.description
        let settled = settle(call, id, record)
        defer { settled.policy.give(settled.machines) }
        var outcome = settled.outcome
        if let records, let failure = records.submit(settled, record, since: start) {
            state.withLock { $0.takeBack(settled, id, approvalStore) }
            outcome = Outcome(decision: Decision(denying: .records), matches: [])
            outcome.failure = DecisionReport.Failure(kind: "\(failure.name)", detail: failure.description)
        }
        return decision(id, record, settled, outcome)
    }

    /// Evaluates a call, and changes what it changes.
    private func settle(_ call: GuardedCall, _ id: String, _ record: RecordID) -> SettledCall {
        for _ in 0..<Self.attempts {
            let (policy, now, view) = state.withLock { state in
                let now = state.advance(to: clock.now)
                return (state.policy, now, state.view(of: call, at: now))
            }
            let machines = policy.take()
            let evaluation = CallEvaluation(call, view, policy, machines, at: now)
            let outcome = state.withLock { state -> Outcome? in
                guard state.isCurrent(policy, view, evaluation) else { return nil }
                return state.settle(evaluation, id, record, at: now, approvalStore)
            }
            if let outcome {
                return SettledCall(evaluation: evaluation, outcome: outcome, policy: policy, machines: machines, now: now)
            }
            policy.give(machines)
        }
        // Others keep changing the session: nobody does while this holds the lock.
        return state.withLock { state in
            let now = state.advance(to: clock.now)
            let view = state.view(of: call, at: now)
            let policy = state.policy
            let machines = policy.take()
            let evaluation = CallEvaluation(call, view, policy, machines, at: now)
            let outcome = state.settle(evaluation, id, record, at: now, approvalStore)
            return SettledCall(evaluation: evaluation, outcome: outcome, policy: policy, machines: machines, now: now)
        }
    }

    private func decision(
        _ id: String, _ record: RecordID, _ settled: SettledCall, _ outcome: Outcome
    ) -> GuardDecision {
        GuardDecision(
            id: id, call: settled.evaluation.call, report: settled.report(outcome), cause: outcome.cause,
            approvalError: outcome.approvalError, deadline: outcome.deadline, policy: settled.policy.digest, record: record,
            madeBy: number)
    }

    /// Carries out a call that passes.
    ///
    /// - Throws: ``CallDenied`` or ``ApprovalRequired``, without carrying it out; else what the body throws.
    public func run<Result>(_ call: GuardedCall, _ body: () async throws -> Result) async throws -> Result {
        let decision = check(call)
        switch decision.effect {
        case .allow: return try await body()
        case .review: throw ApprovalRequired(decision: decision)
        case .deny: throw CallDenied(decision: decision)
        }
    }
}

/// A call was not carried out.
public struct CallDenied: Error, CustomStringConvertible {
    public let decision: GuardDecision

    public var description: String {
        decision.report.message ?? "the call of `\(decision.report.tool ?? "?")` is denied: \(decision.reason.name)"
    }
}

/// A call was not carried out: somebody has to approve it first.
public struct ApprovalRequired: Error, CustomStringConvertible {
    public let decision: GuardDecision

    public var description: String {
        decision.report.message ?? "the call of `\(decision.report.tool ?? "?")` waits for an approval"
    }
}

/// What a call sees of its session.
enum SessionView: Sendable {
    /// The call has none.
    case none
    case refused(SessionTable.Refusal)
    /// Where the session is, and a copy of it; how tools are numbered.
    case session(place: Int, Session, ToolNumbers)
}

extension DecisionReport.Failure {
    /// Why a call's session does not do.
    static func session(_ view: SessionView) -> DecisionReport.Failure {
        guard case .refused(let refusal) = view else {
            return DecisionReport.Failure(
                kind: "no_session", detail: "the policy looks at the sessions of such calls, and the call names none")
        }
        return DecisionReport.Failure(kind: "session_\(refusal.rawValue)", detail: refusal.detail)
    }
}

extension Guard.State {
    /// Uses the call's session.
    mutating func view(of call: GuardedCall, at now: Int64) -> SessionView {
        guard let id = call.session else { return .none }
        do throws(SessionTable.Refusal) {
            let place = try sessions.use(id, parent: call.parent, at: now)
            return .session(place: place, sessions[place], tools)
        } catch {
            return .refused(error)
        }
    }

    /// Whether what an evaluation has seen is still so.
    func isCurrent(_ policy: GuardPolicy, _ view: SessionView, _ evaluation: CallEvaluation) -> Bool {
        guard self.policy === policy else { return false }
        guard case .session(let place, let session, _) = view else { return true }
        return sessions[place].id.isSame(as: session.id) && (!evaluation.asksSession || sessions[place].version == session.version)
    }
}
