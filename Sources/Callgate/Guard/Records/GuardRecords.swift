internal import CallgateBytecode
internal import CallgateMachine
internal import CallgateSystem

/// Takes records of what a guard decides.
struct GuardRecords: Sendable {
    let writer: RecordWriter
    /// Whether what calls change in what the guard knows is kept with their records.
    let keepsState: Bool

    init(writer: RecordWriter) {
        self.writer = writer
        keepsState = writer.store is any GuardStateStore
    }

    /// Hands over a decision.
    /// - Parameter start: when the call came, as ``MonotonicTime`` has it.
    /// - Returns: why it can't be recorded, so that the call must be denied; nil where it is.
    func submit(
        _ call: GuardedCall, _ settled: borrowing SettledCall, _ id: RecordID, since start: UInt64
    ) -> RecordFailure? {
        let facts = DecisionFacts(
            time: CallTime(nanoseconds: settled.evaluation.view.now), effect: settled.outcome.decision.effect,
            reason: settled.outcome.decision.reason.name, error: settled.outcome.errorName,
            rule: settled.outcome.decision.rule, durationNanoseconds: MonotonicTime.now - start,
            approval: settled.outcome.review?.record, isMalformed: settled.outcome.decision.reason == .malformed)
        let hasSession = call.session != nil
        var session = call.session ?? ""
        return settled.machines.withNote { note in
            if keepsState { settled.end(&note) }
            return unsafe call.json.withUnsafeBytes { text in
                session.withUTF8 { name in
                    unsafe note.withBytes { note in
                        failure(of: { () throws(RecordFailure) in
                            try unsafe writer.submit(
                                facts, call: text, session: hasSession ? UnsafeRawBufferPointer(name) : nil,
                                matches: settled.outcome.matches,
                                by: settled.evaluation.view.policy.recordedCallsReference, id: id, state: note)
                        })
                    }
                }
            }
        }
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
        _ verdict: ResultVerdict, bytes: Int, of decision: GuardDecision, _ policy: GuardPolicy, _ reading: SessionReading,
        at now: Int64
    ) -> RecordFailure? {
        let facts = DecisionFacts(
            time: CallTime(nanoseconds: now), effect: verdict.blocks ? .deny : .allow,
            reason: verdict.matches.isEmpty ? Decision.Reason.default.name : Decision.Reason.rule.name,
            image: policy.recordedResults, durationNanoseconds: 0)
        let result = ResultFacts(
            of: decision.record, judgement: facts, bytes: bytes, isTrusted: verdict.isTrusted,
            labels: policy.names(of: verdict.labels))
        var note = StateNote()
        if keepsState, !reading.uses.isEmpty {
            note.write(by: policy.number, uses: reading.uses, causes: reading.changes, call: decision.id)
        }
        return failure(of: { () throws(RecordFailure) in
            try unsafe RecordWriter.withBytes(decision.report.tool.map { Array($0.utf8) }) { tool throws(RecordFailure) in
                try unsafe RecordWriter.withBytes(
                    decision.call.session.map { Array($0.utf8) }
                ) { session throws(RecordFailure) in
                    try unsafe note.withBytes { note throws(RecordFailure) in
                        _ = try unsafe writer.submit(
                            result, tool: tool, session: session, matches: verdict.matches, state: note)
                    }
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

extension SettledCall {
    /// Ends the note of what the call changes in what the guard knows, which was begun when it was settled.
    fileprivate func end(_ note: inout StateNote) {
        let passes = outcome.decision.effect == .allow
        let claims = takenClaims
        guard outcome.notesSession || passes && !claims.isEmpty else { return note.removeAll() }
        note.end(tool: passes ? evaluation.tool : nil, claims: claims)
    }
}

extension Outcome {
    /// The stable name of what went wrong.
    fileprivate var errorName: StaticString? {
        if let error = review?.error { return error.recordName }
        switch decision.reason {
        case .malformed: return decision.malformed.kind.name
        case .trap: return decision.trap?.name
        case .error: return decision.error.errorKind?.name
        case .session: return refusal?.name
        default: return nil
        }
    }
}
