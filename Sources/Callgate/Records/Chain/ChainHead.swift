internal import Crypto

/// The end of a chain.
public struct ChainHead: Hashable, Sendable {
    /// The number of the last entry; 0 where there is none.
    public var sequence: Int64
    /// Its SHA-256, 32 bytes; zeros where there is none.
    public var hash: [UInt8]

    public init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Of a chain without entries.
    public static let start = ChainHead(sequence: 0, hash: [UInt8](repeating: 0, count: 32))

    /// After an entry.
    public init(_ entry: StoredEntry) {
        self.init(sequence: entry.sequence, hash: entry.hash)
    }
}

/// SHA-256, as the chain uses it.
enum ChainHash {
    static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        // The caller's bytes are valid throughout.
        unsafe hash.update(bufferPointer: bytes)
        // The digest as one piece of memory: an array of its elements, one by one, would take as long as half of hashing.
        return unsafe hash.finalize().withUnsafeBytes { unsafe Array($0) }
    }
}
