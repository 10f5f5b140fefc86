internal import CallgateBytecode
public import CallgateMachine
internal import CallgateSystem

/// Decides calls by a policy and by what came before: limits, sessions, trust and approvals.
///
/// One guard serves all threads. Calls are evaluated side by side; what they change is changed one call
/// after the other, and a call whose session changed while it was evaluated is evaluated again.
public final class Guard: Sendable {
    let clock: any GuardClock
    let limits: GuardLimits
    let approvalStore: (any ApprovalStore)?
    let records: GuardRecords?
    let state: Mutex<State>
    let claim: StateClaim?
    /// Held while a policy is put in the place of another one.
    let reloading = Mutex(())
    /// Tells its decisions from those of other guards.
    let number = RecordID.make(at: .current)
    /// What a restart leaves of what the guard knows.
    public let memory: GuardMemory

    /// What calls change.
    struct State: Sendable {
        var policy: GuardPolicy
        var sessions: SessionTable
        var ledger: LimitLedger
        var approvals: ApprovalLedger
        var tools: ToolNumbers
        /// The tools that the policy asks about.
        var askedTools = AskedTools()
        var labels: LabelNumbers
        /// By which the keys of limits are hashed.
        let secret: LimitSecret
        /// Whether what calls change is kept with their records.
        let keepsState: Bool
        /// The latest time that was seen, in nanoseconds since 1970.
        var latest: Int64 = .min

        /// A time, or the latest one that was seen where that is later: limits and time-outs never run
        /// backwards.
        mutating func advance(to now: Int64) -> Int64 {
            latest = max(latest, min(max(now, Self.earliest), Self.last))
            return latest
        }

        /// Leaves room to add a stretch of time to.
        private static let last = Int64.max / 2
        private static let earliest: Int64 = 0
    }

    /// - Parameters:
    ///   - gate: the policy.
    ///   - records: takes a record of each call; made with ``RecordSettings/init(of:)``, it keeps what the policy
    ///     says. Where its store is a ``GuardStateStore``, limits and sessions go on where the records end; no other
    ///     guard may record by it then. Without one there are no records, and a restart forgets limits and sessions.
    ///   - approvals: keeps approvals across restarts; left out, the store of the records does, where it is a
    ///     ``GuardStateStore``; else they are kept in memory only.
    ///   - clock: the time by which is counted.
    /// - Throws: where what is kept can't be read, or the policy has too many labels.
    public init(
        _ gate: Gate, records: RecordWriter? = nil, approvals store: (any ApprovalStore)? = nil,
        clock: any GuardClock = SystemClock(),
        limits: GuardLimits = GuardLimits()
    ) throws(GuardFailure) {
        self.clock = clock
        self.limits = limits
        self.records = records.map { GuardRecords(writer: $0) }
        let store = store ?? records?.store as? any GuardStateStore
        approvalStore = store
        claim = try records.flatMap { (writer) throws(GuardFailure) in try StateClaim(writer) }
        memory = claim.map { .records($0.writer.durability) } ?? (store == nil ? .process : .approvals)
        let now = clock.now
        let tools = ToolNumbers()
        var labels = LabelNumbers()
        var snapshot = try claim?.load(at: now) ?? GuardSnapshot()
        let secret = try claim?.secret(&snapshot, at: now) ?? .random()
        let policy = try GuardPolicy(gate, limits: limits.machine, tools, &labels, &snapshot, claim)
        // What came under other policies lasts as long as this one wants, here and after the next restart.
        try claim?.extend(for: policy, at: now)
        snapshot.extend(sessions: policy.sessionTimeout, amounts: policy.longestStretch, at: now)
        let kept: [Approval]
        do { kept = try store?.load(at: max(now, snapshot.latest)) ?? [] } catch { throw .approvals("\(error)") }
        var state = State(
            policy: policy,
            sessions: SessionTable(
                room: min(Int(policy.settings.sessionCount), limits.sessions),
                timeout: policy.sessionTimeout),
            ledger: LimitLedger(room: limits.limitKeys),
            approvals: ApprovalLedger(room: limits.approvals, kept), tools: tools, labels: labels, secret: secret,
            keepsState: claim != nil)
        state.restore(snapshot)
        state.askedTools = AskedTools(of: policy, tools)
        self.state = Mutex(state)
    }

    /// Waits until what was recorded so far is written.
    /// - Throws: why it is not.
    public func flush() throws(RecordFailure) { try records?.writer.flush() }

    /// Waits until what was recorded is written, and records nothing more: where there are records, each call is denied from
    /// here on, with the reason `records`. The file of a guard that opened one is given up.
    ///
    /// - Throws: where entries could not be written: how many.
    public func close() throws(RecordCloseError) { try records?.writer.close() }

    /// SHA-256 of the sources of the policy that decides, in hexadecimal.
    public var policy: String { state.withLock { $0.policy.digest } }

    /// How much there is of what a guard keeps.
    public var counts: (sessions: Int, limitKeys: Int, approvals: Int) {
        state.withLock { ($0.sessions.count, $0.ledger.count, $0.approvals.count) }
    }

    /// What a session has read by now; nil where there is no such session.
    public func session(_ id: String) -> SessionState? {
        let now = clock.now
        return state.withLock { state in
            let now = state.advance(to: now)
            return state.sessions.find(id, at: now).map { state.shown(state.sessions[$0].taint) }
        }
    }
}

extension Guard.State {
    func shown(_ taint: Taint) -> SessionState {
        SessionState(
            isTrusted: taint.isTrusted,
            labels: labels.names.indices.filter { taint.labels >> UInt64($0) & 1 == 1 }.map { labels.names[$0] })
    }
}

/// The room that a guard has.
public struct GuardLimits: Sendable, Hashable {
    public var machine = MachineLimits()
    /// Sessions at once, where the policy does not want fewer.
    public var sessions = 1 << 24
    /// Keys of limits of which something counts, at once.
    public var limitKeys = 1 << 22
    /// Approvals that have not expired, at once.
    public var approvals = 1 << 16

    public init() {}
}
