/// Where entries are kept: append-only, numbered from 1 without gaps.
///
/// A store keeps and finds; what entries hold, and how they are chained, is the writer's work.
public protocol RecordStore: Sendable {
    /// The end of the chain, computed from the last entry.
    /// - Throws: ``RecordStoreError/corrupt(_:)`` where it is not the end that the store noted with its last batch.
    func head() throws(RecordStoreError) -> ChainHead

    /// The end that the store noted with its last batch.
    func notedHead() throws(RecordStoreError) -> ChainHead

    /// Appends entries: all or none.
    /// - Parameter isDurable: whether to return only when they would survive a loss of power.
    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError)

    /// Some entries after a place, in order; going on after the last of them gives the next.
    ///
    /// - Parameters:
    ///   - sequence: entries after this one; before this one where `newestFirst`.
    ///   - limit: at most so many.
    /// - Returns: none only where no more match.
    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry]

    /// Gives up what the store holds; nothing is appended afterwards.
    func close() throws(RecordStoreError)

    /// What compares the store's own notes with the entries; nil where it keeps none.
    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)?
}

/// Compares what a store keeps beside entries, for its filters, with what their texts say.
public protocol RecordStoreCheck {
    /// - Parameter expected: of consecutive entries.
    /// - Returns: what is different, by the entry's number.
    mutating func check(_ expected: [EntryIndex]) throws(RecordStoreError) -> [RecordFinding]

    /// After all entries.
    mutating func finish() throws(RecordStoreError) -> [RecordFinding]
}

extension RecordStore {
    public func close() throws(RecordStoreError) {}

    /// Entries a page at a time: memory stays flat, and no transaction stays open between pages.
    ///
    /// - Parameter body: gets entry by entry; false ends it.
    public func forEach(
        after sequence: Int64 = 0, matching filter: RecordFilter = RecordFilter(),
        _ body: (StoredEntry) throws(RecordStoreError) -> Bool
    ) throws(RecordStoreError) {
        var place = sequence
        while true {
            let page = try entries(after: place, matching: filter, limit: 512, newestFirst: false)
            for entry in page {
                guard try body(entry) else { return }
                place = entry.sequence
            }
            if page.isEmpty { return }
        }
    }
}
