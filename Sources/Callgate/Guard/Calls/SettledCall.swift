internal import CallgateMachine

/// A call, what came of it, and with what it was evaluated.
struct SettledCall: ~Copyable {
    let evaluation: CallEvaluation
    let outcome: Outcome
    let machines: GuardPolicy.Machines

    /// The texts of what came of the call.
    func report(_ call: GuardedCall) -> DecisionReport {
        report(call, outcome.decision, outcome.matches, outcome.failure)
    }

    /// The texts of its denial because it can't be recorded.
    func report(_ call: GuardedCall, _ failure: RecordFailure) -> DecisionReport {
        report(
            call, Decision(denying: .records), [],
            DecisionReport.Failure(kind: "\(failure.name)", detail: failure.description))
    }

    private func report(
        _ call: GuardedCall, _ decision: Decision, _ matches: [RuleMatch], _ failure: DecisionReport.Failure?
    ) -> DecisionReport {
        let tool = decision.reason == .malformed ? nil : evaluation.tool
        return unsafe call.json.withUnsafeBytes { text in
            machines.withCalls { decider in
                unsafe decider.report(
                    on: decision, matches, of: tool, text, at: CallTime(nanoseconds: evaluation.view.now), failure: failure
                ) { input, machine in
                    unsafe CallEvaluation.answer(input, call, evaluation.view, machine, text)
                }
            }
        }
    }
}

extension SettledCall {
    /// What the call has taken of limits.
    var takenClaims: [LimitLedger.Claim] { outcome.takesLimits ? evaluation.claims : [] }
}

extension Guard.State {
    /// Takes back what a call has taken that does not pass after all: its share of limits, its place in
    /// the session, the approval that it waits for, and the use of one.
    mutating func takeBack(_ settled: borrowing SettledCall, _ id: String, _ store: (any ApprovalStore)?) {
        if settled.outcome.review?.deadline != nil, let revoked = try? approvals.revoke(id, at: settled.evaluation.view.now) {
            // Where that fails the store has an approval that nobody is told of.
            try? store?.save(revoked)
        }
        if let approval = settled.outcome.review?.used { giveBack(approval, store) }
        guard settled.outcome.decision.effect == .allow else { return }
        for claim in settled.takenClaims { ledger.giveBack(claim, at: settled.evaluation.view.now) }
        guard case .session(let sight) = settled.evaluation.view.session,
            sessions[sight.place].number == sight.number, let tool = settled.evaluation.tool.flatMap({ tools.known($0) })
        else { return }
        sessions[sight.place].remove(tool, before: settled.outcome.before, version: settled.outcome.version)
    }

    /// Gives back an approval whose call does not pass after all. It stays used where that can't be kept: a restart
    /// would find it used, and nothing may depend on which of the two comes first.
    private mutating func giveBack(_ approval: Approval, _ store: (any ApprovalStore)?) {
        guard approvals[approval.id]?.state == .used, (try? store?.save(approval)) != nil || store == nil else { return }
        approvals.restore(approval)
    }
}
