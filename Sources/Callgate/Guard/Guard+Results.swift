internal import CallgateBytecode
internal import CallgateMachine

extension Guard {
    /// Judges the result of a call, and notes in its session what that has read now.
    ///
    /// A result that can't be judged is blocked, is not trusted, and has every label. One of a call that another guard
    /// has decided on is blocked, and noted nowhere: this guard does not have its session.
    /// - Parameters:
    ///   - result: any JSON value.
    ///   - decision: that let the call pass.
    public func record(result: [UInt8], of decision: GuardDecision) -> ResultJudgement {
        let start = clock.now
        let policy = state.withLock { $0.policy }
        guard decision.madeBy == number else {
            return ResultJudgement(isBlocked: true, isTrusted: false, labels: policy.labels, rules: [], session: nil)
        }
        var verdict = policy.judge(result, of: decision, at: start)
        // Before the record, which says what the session has read by then.
        let (reading, now) = state.withLock { state in
            let now = state.advance(to: start)
            return (state.read(verdict, of: decision, by: policy, at: now), now)
        }
        // What there is no room to note must not be read; nor must what there is no record of.
        if reading.isRefused { verdict.blocks = true }
        if let records, records.submit(verdict, bytes: result.count, of: decision, policy, reading, at: now) != nil {
            verdict.blocks = true
        }
        return ResultJudgement(
            isBlocked: verdict.blocks, isTrusted: verdict.isTrusted, labels: policy.names(of: verdict.labels),
            rules: verdict.rules, session: reading.shown)
    }
}

/// What a session has read with a result.
struct SessionReading {
    /// Nil where the call has no session, or one that is refused.
    var shown: SessionState?
    /// The session was over, and there is no room for it to begin again; or there is none, and the policy needs one.
    var isRefused = false
    /// The session and those around it, as they are to be noted.
    var uses: [SessionUse] = []
    /// What the result is the first to bring.
    var changes: [TaintChange] = []
}

extension Guard.State {
    /// Notes what a result brings. Where the session was over when it came, it is in the session all the same.
    fileprivate mutating func read(
        _ verdict: ResultVerdict, of decision: GuardDecision, by policy: GuardPolicy, at now: Int64
    ) -> SessionReading {
        guard let id = decision.call.session else {
            // Another policy let the call pass without one; what it brings can't be noted for this one.
            return SessionReading(isRefused: policy.needsSession(decision.report.tool))
        }
        guard
            let place = sessions.find(id, at: now)
                ?? (try? sessions.use(id, parent: decision.call.parent, at: now))
        else { return SessionReading(isRefused: true, uses: keepsState ? usesAround(decision.call, at: now) : []) }
        // Labels are those of the policy that judged; a session knows them by the guard's numbers.
        let changes = sessions.add(
            labels: policy.guardLabels(verdict.labels), isTrusted: verdict.isTrusted, by: decision.id, to: place, at: now)
        return SessionReading(
            shown: shown(sessions[place].taint), uses: keepsState ? sessions.uses(of: place) : [], changes: changes)
    }
}

/// What the rules about results say of one.
struct ResultVerdict {
    /// A bit for each label of the policy.
    var labels: UInt64 = 0
    var isTrusted = true
    var blocks = false
    /// The rules that matched.
    var rules: [String] = []
    var matches: [RuleMatch] = []
}

extension GuardPolicy {
    func judge(_ result: [UInt8], of decision: GuardDecision, at now: Int64) -> ResultVerdict {
        let unreadable = ResultVerdict(
            labels: labels.count == 64 ? .max : 1 << UInt64(labels.count) - 1, isTrusted: false, blocks: true)
        guard result.count <= limits.callBytes, let call = Self.call(about: result, of: decision) else {
            return unreadable
        }
        guard results != nil else { return ResultVerdict(isTrusted: settings.usesTrust == 0) }
        let machines = take()
        defer { give(machines) }
        guard let found = machines.judge(call, at: CallTime(nanoseconds: now)) else { return unreadable }
        return found.isSilentOnTrust && settings.usesTrust == 1 ? found.verdict.untrusted : found.verdict
    }

    /// The call that rules about results are asked about: tool, arguments and result are its arguments.
    private static func call(about result: [UInt8], of decision: GuardDecision) -> [UInt8]? {
        guard let tool = decision.report.tool else { return nil }
        let name = Array(JSONText.quoted(tool).utf8)
        let json = decision.call.json
        let parts = CallParts(json)
        var call = Array(#"{"tool":"#.utf8) + name
        call += Array(#","args":{"tool":"#.utf8) + name
        call += Array(#","args":"#.utf8) + (parts.args.map { Array(json[$0]) } ?? Array("{}".utf8))
        // A text that is no JSON value must not become part of the object around it.
        guard (try? CanonicalJSON.text(result)) != nil else { return nil }
        call += Array(#","result":"#.utf8) + result + [UInt8(ascii: "}")]
        if let context = parts.context { call += Array(#","context":"#.utf8) + json[context] }
        return call + [UInt8(ascii: "}")]
    }
}

extension ResultVerdict {
    fileprivate var untrusted: ResultVerdict {
        var verdict = self
        verdict.isTrusted = false
        return verdict
    }
}

extension GuardPolicy.Machines {
    /// What the rules about results say; nil where they can't be asked.
    fileprivate func judge(
        _ call: [UInt8], at time: CallTime
    ) -> (verdict: ResultVerdict, isSilentOnTrust: Bool)? {
        let decision = unsafe call.withUnsafeBytes { unsafe results?.decide($0, at: time) }
        guard let decision, decision.reason != .malformed, decision.reason != .trap,
            let view = results?.gate.image.view
        else { return nil }
        var verdict = ResultVerdict()
        var isTrusted = false
        for match in results?.matches ?? [] {
            let rule = view.rules[match.rule]
            let judgement = view.details(of: rule).judgement
            guard judgement != noIndex else { continue }
            let record = view.judgements[Int(judgement)]
            verdict.rules.append(view.text(rule.name))
            verdict.matches.append(match)
            verdict.labels |= record.labels
            if record.blocks == 1 { verdict.blocks = true }
            if record.mark == Mark.untrusted.rawValue { verdict.isTrusted = false }
            // A rule whose condition failed counts for what it restricts only.
            if record.mark == Mark.trusted.rawValue, !match.isFailure { isTrusted = true }
        }
        return (verdict, verdict.isTrusted && !isTrusted)
    }
}
