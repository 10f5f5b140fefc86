/// A short text that is written into the arena.
struct TextBuffer {
    /// Enough for any number, time, duration or address.
    static let capacity = 48

    private let arena: Arena
    private let offset: Int
    private let capacity: Int
    private(set) var count = 0

    @inline(__always)
    init(_ arena: Arena, at offset: Int, capacity: Int = Self.capacity) {
        self.arena = arena
        self.offset = offset
        self.capacity = capacity
    }

    @inline(__always)
    mutating func append(byte: UInt8) {
        precondition(count < capacity)
        arena.store(byte, at: offset &+ count)
        count &+= 1

    }
    @inline(__always)
    mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            // The index stays below the static string's own length.
            append(byte: unsafe text.utf8Start[index])
        }
    }

    mutating func append(_ value: Int64) {
        if value < 0 { append(byte: UInt8(ascii: "-")) }
        append(value.magnitude)
    }

    /// Decimal digits, with zeros in front up to `width`.
    mutating func append(_ value: UInt64, width: Int = 1) {
        var divisor: UInt64 = 1
        var digits = 1
        while digits < width || value / divisor >= 10 {
            divisor &*= 10
            digits &+= 1
        }
        while divisor > 0 {
            append(byte: UInt8(truncatingIfNeeded: value / divisor % 10) &+ 0x30)
            divisor /= 10
        }
    }
}
