public import CallgatePolicy
internal import CallgateSystem

extension Guard {
    /// Decides by another policy from here on: a call is decided by the one or the other. Sessions, limits
    /// of rules that keep their names, and approvals stay; but those of calls under a policy with another digest don't
    /// fit calls under the new one.
    ///
    /// - Throws: where the policy has too many labels, or they can't be kept; the old one stays then.
    public func reload(_ gate: Gate) throws(GuardFailure) {
        let failure = reloading.withLock { _ -> GuardFailure? in
            do throws(GuardFailure) { try install(gate) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    /// Replaces the values of one list of the policy. Calls are decided meanwhile, by the old values; sessions, limits and
    /// approvals stay. The policy's digest is another one then, so that approvals of calls under the old one don't
    /// fit calls under the new one.
    ///
    /// - Throws: ``ListReplacementError``, or ``GuardFailure``; the old values stay then.
    /// - Complexity: linear in the image and the values.
    public func replace(list name: String, with values: ListValues) throws {
        // One after the other, so that no replacement is lost to another one.
        try reloading.withLock { _ in
            let current = state.withLock { $0.policy }
            try install(current.gate.replacing(list: name, with: values))
        }
    }

    /// Puts a policy in the place of the one that decides; nobody else does meanwhile.
    private func install(_ gate: Gate) throws(GuardFailure) {
        let (known, tools) = state.withLock { ($0.labels, $0.tools) }
        var labels = known
        let policy = try GuardPolicy(gate, limits: limits.machine, tools, &labels)
        // Before a session can have one of them.
        if labels.names.count > known.names.count { try claim?.keep(labels: labels.names) }
        let (old, now) = state.withLock { ($0.policy, $0.latest) }
        let lastsLonger =
            policy.sessionTimeout > old.sessionTimeout || policy.limitStretches != old.limitStretches
        if lastsLonger { try extend(for: policy, instead: old, at: now) }
        state.withLock { state in
            state.labels = labels
            state.use(policy, limits)
            if lastsLonger { state.ledger.extend(by: policy.longestStretch, at: state.latest) }
        }
        guard lastsLonger else {
            claim?.keep(atLeastFor: policy)
            return
        }
        // What was decided by the old policy in between, as far as it has been submitted.
        do throws(GuardFailure) { try extend(for: policy, instead: old, at: now) } catch {
            state.withLock { $0.use(old, limits) }
            throw error
        }
    }

    /// Has what is kept last as long as a policy wants; as long as the old one wants where that fails.
    private func extend(for policy: GuardPolicy, instead old: GuardPolicy, at now: Int64) throws(GuardFailure) {
        do throws(GuardFailure) { try claim?.extend(for: policy, at: now) } catch {
            claim?.keep(atLeastFor: old)
            throw error
        }
    }
}

extension Guard.State {
    /// Decides by a policy from here on.
    fileprivate mutating func use(_ policy: GuardPolicy, _ limits: GuardLimits) {
        self.policy = policy
        askedTools = AskedTools(of: policy, tools)
        // What is over by the time-out of before does not come back by a longer one.
        sessions.forgetOver(at: latest)
        sessions.room = min(Int(policy.settings.sessionCount), limits.sessions)
        sessions.timeout = policy.sessionTimeout
    }
}
