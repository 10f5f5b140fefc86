internal import CallgateBytecode
internal import CallgateMachine

/// The right of one guard to keep what it knows in the store of a writer of records, given up with the guard.
final class StateClaim: Sendable {
    let writer: RecordWriter
    private let store: any GuardStateStore

    /// - Returns: nil where the store keeps records only.
    /// - Throws: where another guard has the right.
    init?(_ writer: RecordWriter) throws(GuardFailure) {
        guard let store = writer.store as? any GuardStateStore else { return nil }
        guard writer.claimState() else { throw .writerInUse }
        self.writer = writer
        self.store = store
    }

    deinit { writer.giveUpState() }

    /// What the store has kept, and what the writer still had to write.
    func load(at now: Int64) throws(GuardFailure) -> GuardSnapshot {
        do throws(RecordFailure) {
            try writer.flush()
        } catch {
            throw .state((error.store ?? .io("\(error)")))
        }
        do throws(RecordStoreError) { return try store.loadState(at: now) } catch { throw .state(error) }
    }

    /// Has what is kept, and what will be, last as long as a policy wants that it did not come under.
    func extend(for policy: GuardPolicy, at now: Int64) throws(GuardFailure) {
        // What was submitted before this is in the store after the flush; what comes later, by however much, is kept so long.
        keep(atLeastFor: policy)
        do throws(RecordFailure) {
            try writer.flush()
        } catch {
            throw .state((error.store ?? .io("\(error)")))
        }
        do throws(RecordStoreError) {
            try store.extend(sessions: policy.sessionTimeout, amounts: policy.longestStretch, at: now)
        } catch {
            throw .state(error)
        }
    }

    /// Has what is submitted from here on, and came under another policy, last as long as this one wants.
    func keep(atLeastFor policy: GuardPolicy) {
        writer.keep(
            atLeast: LeastTimes(
                policy: policy.number, sessions: policy.sessionTimeout, amounts: policy.longestStretch))
    }

    /// The secret that is kept; a new one where there is none.
    ///
    /// - Throws: where limits have counted without one, or the store does not keep it: under another secret nothing of
    ///   what was counted would be found again.
    func secret(_ snapshot: inout GuardSnapshot, at now: Int64) throws(GuardFailure) -> LimitSecret {
        if let secret = snapshot.secret { return secret }
        let secret = LimitSecret.random()
        do throws(RecordStoreError) {
            guard snapshot.contents.amounts.isEmpty else {
                throw .corrupt("limits have counted, and their secret is missing")
            }
            try store.keep(secret: secret)
            guard try store.loadState(at: now).secret == secret else {
                throw .corrupt("the store does not keep the secret of limits")
            }
        } catch {
            throw .state(error)
        }
        snapshot.secret = secret
        return secret
    }

    func keep(labels: [String]) throws(GuardFailure) {
        do throws(RecordStoreError) { try store.keep(labels: labels) } catch { throw .state(error) }
    }

    func replace(with snapshot: GuardSnapshot) throws(GuardFailure) {
        do throws(RecordStoreError) { try store.replaceState(with: snapshot) } catch { throw .state(error) }
    }
}

extension RecordFailure {
    fileprivate var store: RecordStoreError? {
        guard case .store(let error) = self else { return nil }
        return error
    }
}

extension GuardPolicy {
    /// A policy that goes on with what was kept under others.
    ///
    /// - Parameters:
    ///   - labels: those that were kept, and then those of the policy too.
    ///   - snapshot: what was kept; where there are too many labels, those that no session has are dropped from it.
    convenience init(
        _ gate: Gate, limits: MachineLimits, _ tools: ToolNumbers, _ labels: inout LabelNumbers, _ snapshot: inout GuardSnapshot,
        _ claim: StateClaim?
    ) throws(GuardFailure) {
        let view = gate.image.view
        let wanted = view.guardRecord.labels.range.map { view.text(view.texts[$0]) }
        if snapshot.labels.count + wanted.count > LabelNumbers.most, snapshot.dropUnusedLabels(keeping: wanted) {
            try claim?.replace(with: snapshot)
        }
        labels = LabelNumbers(snapshot.labels)
        try self.init(gate, limits: limits, tools, &labels)
        if labels.names.count > snapshot.labels.count { try claim?.keep(labels: labels.names) }
    }
}
