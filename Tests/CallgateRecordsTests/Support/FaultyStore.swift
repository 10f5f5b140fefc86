import Callgate
import Foundation
import Synchronization

/// A store that fails, or blocks, as a test wants it to.
final class FaultyStore: RecordStore, GuardStateStore {
    let memory = MemoryRecordStore()
    private let state = Mutex<(failure: RecordStoreError?, failsAfterwards: Bool, appends: Int)>((nil, false, 0))
    private let gate = Mutex(false)
    private let savesLeft = Mutex(Int.max)

    /// What appending throws; nil to have it work.
    func fail(_ failure: RecordStoreError?, afterwards: Bool = false) {
        state.withLock {
            $0.failure = failure
            $0.failsAfterwards = afterwards
        }
    }

    /// Has appending wait until it is let go.
    func block(_ isBlocked: Bool) { gate.withLock { $0 = isBlocked } }

    /// How often it was tried.
    var appends: Int { state.withLock { $0.appends } }

    func head() throws(RecordStoreError) -> ChainHead { try memory.head() }
    func notedHead() throws(RecordStoreError) -> ChainHead { try memory.notedHead() }

    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        state.withLock { $0.appends += 1 }
        while gate.withLock({ $0 }) { usleep(500) }
        let (failure, isAfterwards, _) = state.withLock { $0 }
        if let failure, !isAfterwards { throw failure }
        try memory.append(batch, isDurable: isDurable)
        if let failure {
            fail(nil)
            throw failure
        }
    }

    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        try memory.entries(after: sequence, matching: filter, limit: limit, newestFirst: newestFirst)
    }

    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }

    func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot { try memory.loadState(at: now) }
    func keep(labels: [String]) throws(RecordStoreError) { try memory.keep(labels: labels) }
    func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError) { try memory.replaceState(with: snapshot) }
    func load(at now: Int64) -> [Approval] { memory.load(at: now) }

    /// Has saving approvals fail after so many more.
    func failSaves(after count: Int) { savesLeft.withLock { $0 = count } }

    func save(_ approval: Approval) throws(RecordStoreError) {
        let isFine = savesLeft.withLock { left in
            defer { left = max(left - 1, 0) }
            return left > 0
        }
        guard isFine else { throw .full("no room") }
        memory.save(approval)
    }
}

/// Waits for what another thread does: as long as it takes, but not for ever.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<60_000 {
        if try condition() { return true }
        usleep(1_000)
    }
    return false
}
