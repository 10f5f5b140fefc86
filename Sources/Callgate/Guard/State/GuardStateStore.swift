/// Keeps what a guard knows across restarts: what limits have counted, what is known of sessions, and approvals.
///
/// A ``RecordStore`` that is one as well keeps the changes of a ``RecordBatch`` together with its entries: all of it or
/// nothing, so that what is known and what is recorded can't disagree.
public protocol GuardStateStore: ApprovalStore {
    /// What is kept and not over at a time, or at the latest time that was kept, where that is later.
    ///
    /// - Parameter now: nanoseconds since 1970.
    func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot

    /// Has what is not over at a time last as long as a policy wants that it did not come under, where that is longer.
    ///
    /// - Parameters:
    ///   - timeout: of sessions, nanoseconds after their last use.
    ///   - stretch: the longest of a limit: nanoseconds after an amount was counted. Whose limit an amount is of is not
    ///     kept; to keep one for too long costs room and nothing else.
    ///   - now: nanoseconds since 1970.
    func extend(sessions timeout: Int64, amounts stretch: Int64, at now: Int64) throws(RecordStoreError)

    /// Keeps the names of the labels, by their bits; more are added at the end.
    func keep(labels: [String]) throws(RecordStoreError)

    /// Keeps the secret by which the keys of limits are hashed: on the disk when this returns, before anything is counted
    /// under it, and in each snapshot from then on. No guard is made where it is not there again.
    func keep(secret: LimitSecret) throws(RecordStoreError)

    /// Keeps this in place of all that was kept.
    func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError)
}

/// What a store has kept of a guard's knowledge.
public struct GuardSnapshot: Sendable {
    /// The names of the labels, by their bits.
    public var labels: [String]
    /// Nil where none is kept: then no limit has counted anything.
    public var secret: LimitSecret?
    /// Everything, as if it were one change.
    public var contents: GuardChanges
    /// The latest time that was kept, in nanoseconds since 1970; 0 where there is nothing.
    public var latest: Int64
    /// The highest number of a session, those that are over included; 0 where there was none.
    public var lastSession: Int64

    public init(
        labels: [String] = [], secret: LimitSecret? = nil, contents: GuardChanges = GuardChanges(), latest: Int64 = 0,
        lastSession: Int64 = 0
    ) {
        self.labels = labels
        self.secret = secret
        self.contents = contents
        self.latest = latest
        self.lastSession = lastSession
    }

    /// Adds the changes of a batch.
    mutating func add(_ changes: GuardChanges) {
        contents.add(changes)
        for use in changes.uses {
            latest = max(latest, use.lastUse)
            lastSession = max(lastSession, use.session)
        }
        for amount in changes.amounts { latest = max(latest, amount.time) }
    }

    /// Has what is not over last longer; see ``GuardStateStore/extend(sessions:amounts:at:)``.
    mutating func extend(sessions timeout: Int64, amounts stretch: Int64, at now: Int64) {
        let now = max(now, latest)
        var longer = GuardChanges()
        for var use in contents.uses {
            if use.end >= now { use.end = max(use.end, use.lastUse + timeout) }
            longer.add(use)
        }
        for calls in contents.calls { longer.add(calls) }
        for cause in contents.causes { longer.add(cause) }
        for var amount in contents.amounts {
            if amount.end > now { amount.end = max(amount.end, amount.time + stretch) }
            longer.add(amount)
        }
        contents = longer
    }

    /// What of it is not over.
    func current(at now: Int64) -> GuardSnapshot {
        let now = max(now, latest)
        var rest = GuardChanges()
        var sessions: Set<Int64> = []
        for use in contents.uses where use.end >= now {
            rest.add(use)
            sessions.insert(use.session)
        }
        for calls in contents.calls where sessions.contains(calls.session) { rest.add(calls) }
        for cause in contents.causes where sessions.contains(cause.session) { rest.add(cause) }
        for amount in contents.amounts where amount.end > now { rest.add(amount) }
        return GuardSnapshot(
            labels: labels, secret: secret, contents: rest, latest: latest, lastSession: lastSession)
    }
}

/// What a restart leaves of what a guard knows.
public enum GuardMemory: Hashable, Sendable, CustomStringConvertible {
    /// Nothing: limits and sessions begin anew, and no approval holds.
    case process
    /// Approvals; limits and sessions begin anew.
    case approvals
    /// Approvals, and limits and sessions as far as the records go.
    case records(RecordSettings.Durability)

    public var description: String {
        switch self {
        case .process: "a restart forgets what limits have counted, sessions and approvals"
        case .approvals: "a restart forgets what limits have counted, and sessions; approvals stay"
        case .records(.sync): "a restart forgets nothing"
        case .records(.async): "a restart forgets nothing; a crash forgets what it loses of the records"
        }
    }
}
