internal import CallgateBytecode
internal import CallgateMachine
internal import CallgateSystem

extension Guard {
    /// Times that a call is evaluated beside others before it is evaluated alone.
    private static let attempts = 3

    /// Decides on a call.
    public func check(_ call: GuardedCall) -> GuardDecision {
        let start = records == nil ? nil : MonotonicTime.now
        let now = clock.now
        let record = RecordID.make(at: CallTime(nanoseconds: now))
        let id = call.id ?? record.description
        let settled = settle(call, id, record, at: now)
        defer { settled.evaluation.view.policy.give(settled.machines) }
        guard let records, let start, let failure = records.submit(call, settled, record, since: start) else {
            return decision(call, id, record, settled, settled.report(call))
        }
        state.withLock { $0.takeBack(settled, id, approvalStore) }
        return decision(call, id, record, settled, settled.report(call, failure), isTakenBack: true)
    }

    /// Evaluates a call, and changes what it changes.
    private func settle(_ call: GuardedCall, _ id: String, _ record: RecordID, at time: Int64) -> SettledCall {
        for _ in 0..<Self.attempts {
            let view = state.withLock { $0.view(of: call, at: time) }
            let machines = view.policy.take()
            let evaluation = CallEvaluation.evaluate(call, view, machines)
            let outcome = state.withLock { state -> Outcome? in
                state.isCurrent(evaluation) ? state.settle(call, evaluation, machines, id, record, approvalStore) : nil
            }
            if let outcome { return SettledCall(evaluation: evaluation, outcome: outcome, machines: machines) }
            evaluation.view.policy.give(machines)
        }
        // Others keep changing the session: nobody does while this holds the lock.
        return state.withLock { state in
            let view = state.view(of: call, at: time)
            let machines = view.policy.take()
            let evaluation = CallEvaluation.evaluate(call, view, machines)
            let outcome = state.settle(call, evaluation, machines, id, record, approvalStore)
            return SettledCall(evaluation: evaluation, outcome: outcome, machines: machines)
        }
    }

    /// - Parameter isTakenBack: whether the call is denied though it was settled, and nothing came of it.
    private func decision(
        _ call: GuardedCall, _ id: String, _ record: RecordID, _ settled: borrowing SettledCall, _ report: DecisionReport,
        isTakenBack: Bool = false
    ) -> GuardDecision {
        let review = isTakenBack ? nil : settled.outcome.review
        return GuardDecision(
            id: id, call: call, report: report, cause: isTakenBack ? nil : settled.outcome.cause,
            approvalError: review?.error, deadline: review?.deadline, policy: settled.evaluation.view.policy.digest,
            record: record, madeBy: number)
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
