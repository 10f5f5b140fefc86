import Callgate
import Foundation
import Synchronization

/// A store that fails, or blocks, as a test wants it to.
public final class FaultyStore: RecordStore, GuardStateStore {
    public let memory: MemoryRecordStore
    private let state = Mutex<(failure: RecordStoreError?, failsAfterwards: Bool, appends: Int)>((nil, false, 0))
    private let gate = Mutex(false)
    private let savesLeft = Mutex(Int.max)
    private let extensionsLeft = Mutex(Int.max)
    private let keepsSecrets = Mutex(true)

    public init(_ memory: MemoryRecordStore = MemoryRecordStore()) { self.memory = memory }

    /// What appending throws; nil to have it work.
    public func fail(_ failure: RecordStoreError?, afterwards: Bool = false) {
        state.withLock {
            $0.failure = failure
            $0.failsAfterwards = afterwards
        }
    }

    /// Has appending wait until it is let go.
    public func block(_ isBlocked: Bool) { gate.withLock { $0 = isBlocked } }

    /// How often it was tried.
    public var appends: Int { state.withLock { $0.appends } }

    public func head() throws(RecordStoreError) -> ChainHead { try memory.head() }
    public func notedHead() throws(RecordStoreError) -> ChainHead { try memory.notedHead() }

    public func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
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

    public func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        try memory.entries(after: sequence, matching: filter, limit: limit, newestFirst: newestFirst)
    }

    public func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }

    public func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot { try memory.loadState(at: now) }
    public func extend(sessions timeout: Int64, amounts stretch: Int64, at now: Int64) throws(RecordStoreError) {
        try Self.count(down: extensionsLeft)
        try memory.extend(sessions: timeout, amounts: stretch, at: now)
    }
    public func keep(labels: [String]) throws(RecordStoreError) { try memory.keep(labels: labels) }
    public func keep(secret: LimitSecret) throws(RecordStoreError) {
        if keepsSecrets.withLock({ $0 }) { try memory.keep(secret: secret) }
    }

    /// Has secrets not be kept, without an error.
    public func forgetSecrets() { keepsSecrets.withLock { $0 = false } }

    public func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError) { try memory.replaceState(with: snapshot) }
    public func load(at now: Int64) -> [Approval] { memory.load(at: now) }

    /// Has saving approvals fail after so many more.
    public func failSaves(after count: Int) { savesLeft.withLock { $0 = count } }

    /// Has extending what is kept fail after so many more.
    public func failExtensions(after count: Int) { extensionsLeft.withLock { $0 = count } }

    private static func count(down left: borrowing Mutex<Int>) throws(RecordStoreError) {
        let isFine = left.withLock { left in
            defer { left = max(left - 1, 0) }
            return left > 0
        }
        guard isFine else { throw .full("no room") }
    }

    public func save(_ approval: Approval) throws(RecordStoreError) {
        try Self.count(down: savesLeft)
        memory.save(approval)
    }
}

/// Waits for what another thread does: as long as it takes, but not for ever.
public func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<60_000 {
        if try condition() { return true }
        usleep(1_000)
    }
    return false
}
