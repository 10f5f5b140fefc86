/// The secret by which the keys of limits are hashed: who chooses the values of a key, and does not know it, can't choose
/// two that share a count. It is kept with the counts, so that they are found again.
public struct LimitSecret: Hashable, Sendable, CustomStringConvertible {
    public var first: UInt64
    public var second: UInt64

    public init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Says nothing of it.
    public var description: String { "LimitSecret" }

    /// A new one.
    static func random() -> LimitSecret {
        var generator = SystemRandomNumberGenerator()
        return LimitSecret(first: generator.next(), second: generator.next())
    }

    /// SipHash-2-4 of some bytes under the secret.
    ///
    /// A keyed function of this kind suffices, since who chooses the bytes sees neither the secret nor a hash.
    ///
    /// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = SipState(self)
        var place = 0
        while place + 8 <= bytes.count {
            // A word that begins 8 bytes before the end at the latest.
            unsafe state.add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        for index in place..<bytes.count { unsafe last |= UInt64(bytes[index]) << UInt64(8 * (index - place)) }
        state.add(last)
        return state.finish()
    }
}

private struct SipState {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    init(_ secret: LimitSecret) {
        words = (
            secret.first ^ 0x736F_6D65_7073_6575, secret.second ^ 0x646F_7261_6E64_6F6D,
            secret.first ^ 0x6C79_6765_6E65_7261, secret.second ^ 0x7465_6462_7974_6573
        )
    }

    mutating func add(_ word: UInt64) {
        words.3 ^= word
        round()
        round()
        words.0 ^= word
    }

    mutating func finish() -> UInt64 {
        words.2 ^= 0xFF
        for _ in 0..<4 { round() }
        return words.0 ^ words.1 ^ words.2 ^ words.3
    }

    private mutating func round() {
        words.0 &+= words.1
        words.1 = Self.rotated(words.1, 13) ^ words.0
        words.0 = Self.rotated(words.0, 32)
        words.2 &+= words.3
        words.3 = Self.rotated(words.3, 16) ^ words.2
        words.0 &+= words.3
        words.3 = Self.rotated(words.3, 21) ^ words.0
        words.2 &+= words.1
        words.1 = Self.rotated(words.1, 17) ^ words.2
        words.2 = Self.rotated(words.2, 32)
    }

    private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 &- bits) }
}
