/// Where a generator's choices come from: the bytes of a fuzzer's input, then a seeded sequence.
public struct Entropy: RandomNumberGenerator {
    private var bytes: ArraySlice<UInt8>
    private var state: UInt64

    public init(seed: UInt64) {
        bytes = []
        state = seed
    }

    /// - Parameter bytes: taken first, one for each small choice; what comes after them repeats for
    ///   the same bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes[...]
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A number below `count`, which is at most 256 for the bytes to matter.
    public mutating func below(_ count: Int) -> Int {
        if let byte = bytes.popFirst() { return Int(byte) % count }
        return Int(next() % UInt64(count))
    }

    public mutating func chance(_ one: Int, in many: Int) -> Bool { below(many) < one }

    public mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[below(choices.count)]
    }
}
