internal import CallgateBytecode
internal import CallgateMachine

extension Guard {
    /// Judges the result of a call, and notes in its session what that has read now.
    ///
    /// A result that can't be judged is blocked, is not trusted, and has every label.
    /// - Parameters:
    ///   - result: any JSON value.
    ///   - decision: that let the call pass.
    public func record(result: [UInt8], of decision: GuardDecision) -> ResultJudgement {
        let now = clock.now
        let policy = state.withLock { $0.policy }
        var verdict = policy.judge(result, of: decision, at: now)
        if let records, records.submit(verdict, bytes: result.count, of: decision, policy, at: now) != nil {
            // A result of which there is no record must not be read.
            verdict.blocks = true
        }
        return state.withLock { state in
            let now = state.advance(to: now)
            // Labels are those of the policy that judged; a session knows them by the guard's numbers.
            let labels = policy.guardLabels(verdict.labels)
            var shown: SessionState?
            if let id = decision.call.session {
                if let place = state.sessions.find(id, at: now) {
                    state.sessions.add(
                        labels: labels, isTrusted: verdict.isTrusted, by: decision.id, to: place, at: now)
                    shown = state.shown(state.sessions[place].taint)
                } else if let place = try? state.sessions.use(id, parent: decision.call.parent, at: now) {
                    // The session was over when the result came: what it brings is in the session all the same.
                    state.sessions.add(
                        labels: labels, isTrusted: verdict.isTrusted, by: decision.id, to: place, at: now)
                    shown = state.shown(state.sessions[place].taint)
                } else {
                    // There is no room to note what the result brings, so that it must not be read.
                    return ResultJudgement(
                        isBlocked: true, isTrusted: verdict.isTrusted, labels: policy.names(of: verdict.labels),
                        rules: verdict.rules, session: nil)
                }
            }
            return ResultJudgement(
                isBlocked: verdict.blocks, isTrusted: verdict.isTrusted, labels: policy.names(of: verdict.labels),
                rules: verdict.rules, session: shown)
        }
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
