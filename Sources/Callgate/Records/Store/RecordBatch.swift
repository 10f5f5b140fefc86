/// Entries that are appended together: their texts, and what filters look at, in few blocks of memory.
@safe
public struct RecordBatch: ~Copyable {
    /// An entry of a batch; its texts are ranges of the batch's bytes.
    public struct Row: Sendable {
        public var sequence: Int64
        public var id: RecordID
        /// Microseconds since 1970.
        public var time: Int64
        public var kind: EntryKind
        public var decision: UInt8?
        public var of: RecordID?
        /// The canonical JSON.
        public var text: Range<Int>
        public var tool: Range<Int>?
        public var session: Range<Int>?
        /// Which of ``RecordBatch/rules``.
        public var rules: Range<Int>
    }

    public internal(set) var rows: [Row] = []
    /// Names of rules, as ranges of the batch's bytes.
    public internal(set) var rules: [Range<Int>] = []
    /// The chain's end when the batch is written.
    public internal(set) var head = ChainHead.start
    /// What the entries change in what a guard knows; a ``GuardStateStore`` keeps it with them.
    public internal(set) var changes = GuardChanges()
    var bytes = LineBuffer()

    init() {}

    /// The bytes that rows refer to, valid within the closure.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe bytes.withBytes { unsafe body($0) }
    }

    /// An entry by itself.
    public func entry(_ row: Row) -> StoredEntry {
        StoredEntry(sequence: row.sequence, text: bytes.bytes(in: row.text))
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        rules.removeAll(keepingCapacity: true)
        changes.removeAll()
        bytes.removeAll()
    }
}
