internal import CallgateBytecode
internal import CallgateMachine

/// Takes records of what a guard decides.
struct GuardRecords: Sendable {
    let writer: RecordWriter

    /// Hands over a decision.
    /// - Returns: why it can't be recorded, so that the call must be denied; nil where it is.
    func submit(_ settled: SettledCall, _ id: RecordID, since start: ContinuousClock.Instant) -> RecordFailure? {
        let outcome = settled.outcome
        let facts = DecisionFacts(
            time: CallTime(nanoseconds: settled.now), effect: outcome.decision.effect,
            reason: outcome.decision.reason.name, error: outcome.errorName, rule: outcome.decision.rule,
            image: settled.policy.recordedCalls, durationNanoseconds: (ContinuousClock.now - start).nanoseconds,
            approval: outcome.approval, isMalformed: outcome.decision.reason == .malformed)
        let call = settled.evaluation.call
        return failure(of: { () throws(RecordFailure) in
            try unsafe RecordWriter.withBytes(call.json) { text throws(RecordFailure) in
                try unsafe RecordWriter.withBytes(call.session.map { Array($0.utf8) }) { session throws(RecordFailure) in
                    guard let text = unsafe text else { return }
                    _ = try unsafe writer.submit(facts, call: text, session: session, matches: outcome.matches, id: id)
                }
            }
        })
    }

    private func failure(of body: () throws(RecordFailure) -> Void) -> RecordFailure? {
        do throws(RecordFailure) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// Hands over the judgement of a result.
    func submit(
        _ verdict: ResultVerdict, bytes: Int, of decision: GuardDecision, _ policy: GuardPolicy, at now: Int64
    ) -> RecordFailure? {
        let facts = DecisionFacts(
            time: CallTime(nanoseconds: now), effect: verdict.blocks ? .deny : .allow,
            reason: verdict.matches.isEmpty ? Decision.Reason.default.name : Decision.Reason.rule.name,
            image: policy.recordedResults, durationNanoseconds: 0)
        let result = ResultFacts(
            of: decision.record, judgement: facts, bytes: bytes, isTrusted: verdict.isTrusted,
            labels: policy.names(of: verdict.labels))
        return failure(of: { () throws(RecordFailure) in
            try unsafe RecordWriter.withBytes(decision.report.tool.map { Array($0.utf8) }) { tool throws(RecordFailure) in
                try unsafe RecordWriter.withBytes(
                    decision.call.session.map { Array($0.utf8) }
                ) { session throws(RecordFailure) in
                    _ = try unsafe writer.submit(result, tool: tool, session: session, matches: verdict.matches)
                }
            }
        })
    }

    /// Hands over an answer to a call that waits for an approval.
    func submit(_ answer: ApprovalAnswer.Answer, to approval: Approval, by approver: String?, at now: Int64)
        -> RecordFailure?
    {
        failure(of: { () throws(RecordFailure) in
            try writer.submit(
                ApprovalAnswer(
                    of: approval.record, time: CallTime(nanoseconds: now), answer: answer, approver: approver))
        })
    }
}

extension Outcome {
    /// The stable name of what went wrong.
    fileprivate var errorName: StaticString? {
        if let approvalError { return approvalError.recordName }
        switch decision.reason {
        case .malformed: return decision.malformed.kind.name
        case .trap: return decision.trap?.name
        case .error: return decision.error.errorKind?.name
        case .session: return "no_session"
        default: return nil
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(clamping: seconds) * 1_000_000_000 + UInt64(clamping: attoseconds / 1_000_000_000)
    }
}
