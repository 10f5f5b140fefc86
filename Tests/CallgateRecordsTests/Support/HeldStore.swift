import Callgate
import Dispatch

/// Hands batches on to another store, but none before it is let go: what is submitted while the first one is held is
/// one batch.
final class HeldStore: RecordStore {
    private let store: any RecordStore
    private let arrived = DispatchSemaphore(value: 0)
    private let isOpen = DispatchSemaphore(value: 0)

    init(_ store: any RecordStore) { self.store = store }

    /// Returns when there is a batch, which is held.
    func waitForBatch() { arrived.wait() }

    func letGo() { isOpen.signal() }

    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        arrived.signal()
        isOpen.wait()
        isOpen.signal()
        try store.append(batch, isDurable: isDurable)
    }

    func head() throws(RecordStoreError) -> ChainHead { try store.head() }

    func notedHead() throws(RecordStoreError) -> ChainHead { try store.notedHead() }

    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        try store.entries(after: sequence, matching: filter, limit: limit, newestFirst: newestFirst)
    }

    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { try store.makeCheck() }
}
