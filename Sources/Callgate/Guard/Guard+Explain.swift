internal import CallgateMachine
internal import CallgateSystem

extension Guard {
    /// Tells what a call would come to now, and why. Nothing is counted, recorded or changed by it.
    ///
    /// It works on a copy of what the guard knows: meant for people who look into a decision, not for each call.
    public func explain(_ call: GuardedCall) -> Explanation {
        var state = state.withLock { $0 }
        state.tools = ToolNumbers(copying: state.tools)
        let view = state.view(of: call, at: clock.now)
        let now = view.now
        let machines = view.policy.take()
        let evaluation = CallEvaluation.evaluate(call, view, machines)
        let record = RecordID.make(at: CallTime(nanoseconds: now))
        let outcome = state.settle(call, evaluation, machines, call.id ?? record.description, record, nil)
        let settled = SettledCall(evaluation: evaluation, outcome: outcome, machines: machines)
        defer { settled.evaluation.view.policy.give(machines) }
        let considered = machines.withCalls { $0.rules(lookedAtFor: call, at: now) }
        let report = settled.report(call)
        var explanation = machines.withCalls { decider in
            decider.explanation(
                of: report, considered, cause: settled.outcome.cause, call.json, at: CallTime(nanoseconds: now)
            ) { input, machine in
                unsafe call.json.withUnsafeBytes { unsafe CallEvaluation.answer(input, call, settled.evaluation.view, machine, $0) }
            }
        }
        let counted = Set(settled.outcome.matches.map(\.rule))
        for limited in settled.evaluation.claims.compactMap(\.match) where !counted.contains(limited.match.rule) {
            guard let place = considered.firstIndex(of: limited.match.rule) else { continue }
            explanation.rules[place].outcome = .withinLimit
        }
        return explanation
    }
}

extension Decider {
    /// The rules that are looked at for a call, in the order of the documents.
    fileprivate mutating func rules(lookedAtFor call: GuardedCall, at now: Int64) -> [Int] {
        // Evaluating what limits count, and filling messages, runs the machine again.
        _ = unsafe call.json.withUnsafeBytes { unsafe machine.decide($0, at: CallTime(nanoseconds: now)) }
        return machine.consideredRules
    }
}
