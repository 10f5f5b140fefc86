/// Marsaglia's 64-bit xorshift: the same numbers every time.
public struct Xorshift {
    // Any number but zero will do to start with.
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    public init() {}

    public mutating func number(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % bound
    }
}
