/// Something that is wrong with a chain.
public struct RecordFinding: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        /// The entry is not the one that its successor was chained to: it, or its successor, was changed.
        case changed
        /// The entry's number is not there.
        case missing
        /// The text says that it is another entry.
        case misplaced
        /// The text is no entry in canonical form.
        case malformed
        /// What the store keeps for its filters is not what the text says.
        case index
        /// The signature of the checkpoint is not valid, or of another key.
        case signature
        /// The chain does not end where the store noted that it does.
        case end
        /// No entry has the hash that was expected.
        case head
        /// A key was given, and nothing is signed with it.
        case unsigned
    }

    public var kind: Kind
    /// The number of the entry that it is about.
    public var sequence: Int64
    public var detail: String

    public init(_ kind: Kind, _ sequence: Int64, _ detail: String) {
        self.kind = kind
        self.sequence = sequence
        self.detail = detail
    }

    public var description: String { "entry \(sequence): \(kind.rawValue): \(detail)" }
}

/// What came of verifying a chain.
public struct RecordVerification: Hashable, Sendable {
    public var entries = 0
    /// The end of the chain, as it is.
    public var head = ChainHead.start
    /// The first ``RecordLimits/findings`` of what is wrong, in the order of the entries.
    public var findings: [RecordFinding] = []
    /// How many there are.
    public var findingCount = 0
    /// Checkpoints whose signature was checked and is valid.
    public var signedCheckpoints = 0
    /// The number of the last of them.
    public var lastCheckpoint: Int64?
    /// Entries that the chain tells were lost.
    public var lost: Int64 = 0
    /// The entry that has the expected hash.
    public var expectedHeadSequence: Int64?

    public var isSound: Bool { findingCount == 0 }

    /// Whether all that is wrong is that a key was given and there is no checkpoint: the chain is a new one, or not the
    /// one that was signed. It is not sound.
    public var isUnsigned: Bool { findingCount == 1 && findings.first?.kind == .unsigned }

    mutating func add(_ finding: RecordFinding) {
        findingCount += 1
        if findings.count < RecordLimits.findings { findings.append(finding) }
    }
}
