internal import CallgateBytecode
internal import CallgateMachine

/// What comes of a call, with all that has a say.
///
/// Moved, never copied.
struct Outcome: ~Copyable {
    /// Of a rule, a default, the session, a limit or an approval.
    var decision: Decision
    /// The rules that count: a rule with a limit does where that is reached.
    var matches: [RuleMatch]
    var cause: String?
    /// Whether what the call takes of limits is taken.
    var takesLimits = false
    /// What the session knew of the tool before, and its version since.
    var before: SessionCalls.Calls?
    var version = 0
    /// Whether the note of the call has a session.
    var notesSession = false
    /// Why the session does not do.
    var refusal: SessionTable.Refusal?
    /// What came of asking for an approval, or using one; nil where none is needed.
    var review: ReviewOutcome?
}

/// What came of a call that needs an approval.
///
/// Most calls need none: a class, so that these are not moved around with room for it.
final class ReviewOutcome: Sendable {
    /// Why the call's token was refused, or an approval could not be opened.
    let error: ApprovalError?
    /// The approval that the call uses, as it was before.
    let used: Approval?
    /// The record of the call whose approval is asked for, or used.
    let record: RecordID?
    /// Until when the approval can be given that was opened.
    let deadline: Int64?

    init(error: ApprovalError? = nil, used: Approval? = nil, record: RecordID? = nil, deadline: Int64? = nil) {
        self.error = error
        self.used = used
        self.record = record
        self.deadline = deadline
    }
}

extension Guard.State {
    /// Lets limits and approvals have their say, and changes what the call changes: all of it, or nothing
    /// where the call does not pass.
    mutating func settle(
        _ call: GuardedCall, _ evaluation: CallEvaluation, _ machines: GuardPolicy.Machines, _ id: String,
        _ record: RecordID, _ store: (any ApprovalStore)?
    ) -> Outcome {
        let now = evaluation.view.now
        var outcome = Outcome(decision: evaluation.decision, matches: evaluation.matches)
        if keepsState {
            outcome.notesSession = machines.withNote { beginNote(of: call, evaluation, at: now, &$0) }
        }
        // What could not be read, or not be evaluated to its end, is denied, whatever has matched by then.
        if outcome.decision.reason == .malformed || outcome.decision.reason == .trap {
            return outcome
        }
        if let refusal = sessionRefusal(evaluation) {
            outcome.refuse(refusal)
            return outcome
        }
        let isWithinLimits = applyLimits(evaluation, at: now, &outcome)
        if outcome.decision.effect == .review {
            settleReview(call, evaluation.tool, id, record, at: now, store, &outcome)
        }
        if outcome.decision.effect == .allow { pass(evaluation, takesLimits: isWithinLimits, at: now, &outcome) }
        outcome.cause = cause(of: outcome.decision, evaluation)
        return outcome
    }

    /// Begins the note of a call, with its session and those around it.
    /// - Returns: whether there is one.
    private func beginNote(
        of call: GuardedCall, _ evaluation: CallEvaluation, at now: Int64, _ note: inout StateNote
    ) -> Bool {
        let place: Int? =
            switch evaluation.view.session {
            case .session(let sight): sight.place
            case .refused: placeAround(call, at: now)
            case .none: nil
            }
        sessions.begin(&note, by: policy.number, with: place)
        return place != nil
    }

    /// Where a session is that is refused, or the one that would be around it: they may have been used.
    private func placeAround(_ call: GuardedCall, at now: Int64) -> Int? {
        call.session.flatMap { sessions.find($0, at: now) } ?? call.parent.flatMap { sessions.find($0, at: now) }
    }

    /// It and those around it, as they are to be noted.
    func usesAround(_ call: GuardedCall, at now: Int64) -> [SessionUse] {
        placeAround(call, at: now).map { sessions.uses(of: $0) } ?? []
    }

    /// Why a call's session does not do; nil where it does.
    private func sessionRefusal(_ evaluation: CallEvaluation) -> SessionTable.Refusal? {
        switch evaluation.view.session {
        case .refused(let refusal): refusal
        case .none: evaluation.asksSession || policy.needsSession(evaluation.tool) ? .missing : nil
        case .session: nil
        }
    }

    // MARK: Limits

    /// Adds what limits that are reached say.
    /// - Returns: whether there is room for what the call takes where it passes.
    private mutating func applyLimits(
        _ evaluation: CallEvaluation, at now: Int64, _ outcome: inout Outcome
    ) -> Bool {
        // Mostly none: then the matches stay as they are, and are not copied.
        var reached = evaluation.untoldClaims
        let hasRoom = ledger.hasRoom(for: evaluation.claims, at: now)
        for claim in evaluation.claims where !hasRoom || ledger.isExceeded(claim, at: now) {
            reached.append(claim.limitedMatch)
        }
        for limited in reached { outcome.reachLimit(of: limited.match, policy) }
        if !reached.isEmpty { outcome.matches = evaluation.matches(with: reached) }
        return hasRoom
    }

    // MARK: Approvals

    /// Lets a call pass that was approved, or opens an approval for it.
    private mutating func settleReview(
        _ call: GuardedCall, _ tool: String?, _ id: String, _ record: RecordID, at now: Int64,
        _ store: (any ApprovalStore)?, _ outcome: inout Outcome
    ) {
        // Known as soon as it is found, whatever fails after it.
        var asked: RecordID?
        do throws(ApprovalError) {
            let subject = try policy.subject(of: call, tool)
            let wanted = try policy.approval(id, record, subject, call, outcome.matches, at: now)
            guard let token = call.token else {
                try approvals.open(wanted, at: now)
                do { try store?.save(wanted) } catch {
                    approvals.remove(id)
                    throw .notStored
                }
                outcome.review = ReviewOutcome(record: record, deadline: wanted.deadline)
                return
            }
            let approval = try approvals.check(token: token, for: subject, at: now)
            // The context may be another one now: so may the rules that want somebody, and who asks.
            try approval.suffices(for: wanted)
            asked = approval.record
            // That it is used has to be kept before the call passes.
            if let used = approvals.use(approval.id) {
                do { try store?.save(used) } catch {
                    approvals.restore(approval)
                    throw .notStored
                }
                outcome.review = ReviewOutcome(used: approval, record: asked)
            } else {
                outcome.review = ReviewOutcome(record: asked)
            }
            outcome.decision = Decision(.allow, by: .approval, of: outcome.decision)
        } catch {
            outcome.review = ReviewOutcome(error: error, record: asked)
            outcome.decision = Decision(.deny, by: .approval, of: outcome.decision)
        }
    }

    // MARK: Passing

    /// Changes what a call changes that passes.
    private mutating func pass(
        _ evaluation: CallEvaluation, takesLimits: Bool, at now: Int64, _ outcome: inout Outcome
    ) {
        if case .session(let sight) = evaluation.view.session {
            let place = sight.place
            guard let tool = evaluation.tool, let number = tools.number(of: tool) else {
                return outcome.refuse(.tools)
            }
            outcome.before = sessions[place].calls(of: number)
            sessions[place].add(number, at: now)
            outcome.version = sessions[place].version
        }
        guard takesLimits else { return }
        ledger.take(evaluation.claims, at: now)
        outcome.takesLimits = true
    }

    /// The call whose result a decision comes from.
    private func cause(of decision: Decision, _ evaluation: CallEvaluation) -> String? {
        guard decision.reason == .flow || decision.reason == .trust,
            case .session(let sight) = evaluation.view.session
        else { return nil }
        // It is as the call has seen it, as it was asked about.
        return sessions[sight.place].taint.cause
    }
}

extension Outcome {
    /// What went wrong beside the rules.
    var failure: DecisionReport.Failure? {
        if let refusal { return .session(refusal) }
        return review?.error.map { DecisionReport.Failure(kind: "approval_\($0.rawValue)", detail: $0.detail) }
    }

    /// Denies a call whose session does not do, whatever the rules say.
    mutating func refuse(_ refusal: SessionTable.Refusal) {
        decision = Decision(denying: .session)
        matches = []
        self.refusal = refusal
    }

    /// Counts a rule whose limit is reached.
    fileprivate mutating func reachLimit(of match: RuleMatch, _ policy: GuardPolicy) {
        guard !match.isMonitored else { return }
        let effect = Effect(rawValue: policy.gate.image.view.rules[match.rule].effect) ?? .deny
        // No policy has such a rule, and no limit helps a call.
        guard effect != .allow else { return }
        decision = decision.joined(effect, rule: match.rule)
    }
}

extension Decision {
    /// The decision where a rule whose limit is reached counts too: the more restrictive one, and of two
    /// alike the one of the rule that stands first, and whose condition did not fail.
    func joined(_ effect: Effect, rule: Int) -> Decision {
        guard
            self.rule == noIndex || effect > self.effect
                || effect == self.effect && (reason == .error || rule < self.rule)
        else { return self }
        return Decision(effect, by: .limit, rule: UInt32(rule))
    }
}
