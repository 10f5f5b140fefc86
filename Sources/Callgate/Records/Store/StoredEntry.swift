/// An entry as a store has it.
public struct StoredEntry: Hashable, Sendable {
    /// Its place in the store, from 1.
    public var sequence: Int64
    /// Its canonical JSON.
    public var text: [UInt8]

    public init(sequence: Int64, text: [UInt8]) {
        self.sequence = sequence
        self.text = text
    }

    /// SHA-256 of the text, 32 bytes: what the next entry carries as `previous`.
    public var hash: [UInt8] { unsafe text.withUnsafeBytes { unsafe ChainHash.digest($0) } }
}

/// What filters look at, beside an entry's text.
public struct EntryIndex: Hashable, Sendable {
    public var sequence: Int64
    public var id: RecordID
    /// Microseconds since 1970.
    public var time: Int64
    public var kind: EntryKind
    /// Nil where the entry has none, or one of more than ``RecordLimits/indexedToolBytes``.
    public var tool: String?
    /// The raw value of an effect.
    public var decision: UInt8?
    public var session: String?
    /// The entry that this one is about.
    public var of: RecordID?
    /// The rules that decided, matched or monitored, each once, in the order of their UTF-8.
    public var rules: [String] = []
}
