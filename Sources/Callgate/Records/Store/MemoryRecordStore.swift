internal import CallgateSystem

/// Entries in memory: for tests, and for embedders who keep records themselves.
public final class MemoryRecordStore: RecordStore, GuardStateStore {
    private struct State {
        var entries: [StoredEntry] = []
        var head = ChainHead.start
        var kept = GuardSnapshot()
        var approvals: [Name: Approval] = [:]
    }

    private let state: Mutex<State>

    public init() { state = Mutex(State()) }

    /// Entries that come from elsewhere, as they are.
    public init(_ entries: [StoredEntry]) {
        state = Mutex(State(entries: entries, head: entries.last.map { ChainHead($0) } ?? .start))
    }

    public var entries: [StoredEntry] { state.withLock { $0.entries } }

    public func head() throws(RecordStoreError) -> ChainHead {
        state.withLock { $0.entries.last.map { ChainHead($0) } ?? .start }
    }

    public func notedHead() throws(RecordStoreError) -> ChainHead { state.withLock { $0.head } }

    public func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        var entries: [StoredEntry] = []
        for row in batch.rows { entries.append(batch.entry(row)) }
        let (head, changes) = (batch.head, batch.changes)
        let times = batch.rows.lazy.filter { $0.kind.isOfGuard }.map { $0.time * 1_000 }
        let latest = times.max() ?? 0
        let error = state.withLock { state -> RecordStoreError? in
            let next = (state.entries.last?.sequence ?? 0) + 1
            if let first = entries.first, first.sequence != next {
                return .outOfOrder(expected: next, found: first.sequence)
            }
            state.entries += entries
            state.head = head
            state.kept.add(changes)
            state.kept.latest = max(state.kept.latest, latest)
            return nil
        }
        if let error { throw error }
    }

    public func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        let entries = state.withLock { $0.entries }
        let start = Self.firstIndex(of: entries, after: newestFirst ? sequence - 1 : sequence)
        let wanted = newestFirst ? Array(entries[..<start].reversed())[...] : entries[start...]
        guard filter != RecordFilter() else { return Array(wanted.prefix(limit)) }
        return Array(
            wanted.lazy.filter { entry in EntryReader.index(of: entry).map(filter.matches) ?? false }.prefix(limit))
    }

    /// The first entry after a number, by halving: entries are in the order of their numbers.
    private static func firstIndex(of entries: [StoredEntry], after sequence: Int64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].sequence > sequence { high = middle } else { low = middle + 1 }
        }
        return low
    }

    public func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }

    // MARK: What a guard knows

    public func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot {
        state.withLock { $0.kept.current(at: now) }
    }

    public func extend(sessions timeout: Int64, amounts stretch: Int64, at now: Int64) throws(RecordStoreError) {
        state.withLock { $0.kept.extend(sessions: timeout, amounts: stretch, at: now) }
    }

    public func keep(labels: [String]) throws(RecordStoreError) { state.withLock { $0.kept.labels = labels } }

    public func keep(secret: LimitSecret) throws(RecordStoreError) { state.withLock { $0.kept.secret = secret } }

    public func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError) {
        state.withLock { $0.kept = snapshot }
    }

    public func load(at now: Int64) -> [Approval] {
        state.withLock { state in
            state.approvals = state.approvals.filter { $0.value.deadline > now }
            return Array(state.approvals.values)
        }
    }

    public func save(_ approval: Approval) { state.withLock { $0.approvals[Name(approval.id)] = approval } }
}
