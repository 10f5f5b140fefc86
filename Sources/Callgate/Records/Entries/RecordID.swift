public import CallgateMachine
internal import CallgateSystem

/// A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random ones.
public struct RecordID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the form with hyphens, in either case.
    public init?(_ text: some StringProtocol) {
        var digits = 0
        (high, low) = (0, 0)
        for (place, byte) in text.utf8.enumerated() {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard digits < 32, let value = Hexadecimal.value(byte) else { return nil }
            if digits < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
            digits += 1
        }
        guard digits == 32 else { return nil }
    }

    /// - Parameter bytes: 16 of them.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: number(bytes.prefix(8)), low: number(bytes.dropFirst(8)))
    }

    /// 16 bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
        }
    }

    public var description: String {
        var buffer = LineBuffer()
        buffer.append(self)
        return buffer.string
    }

    public static func < (a: RecordID, b: RecordID) -> Bool { (a.high, a.low) < (b.high, b.low) }

    /// A new ID, greater than every other that this process has made.
    /// - Parameter time: what its first 48 bits show, unless an ID with a later time has been made.
    public static func make(at time: CallTime) -> RecordID { maker.withLock { $0.make(at: time) } }

    private static let maker = Mutex(Maker())

    /// The last ID, and random bits for the next ones.
    private struct Maker {
        private var milliseconds: UInt64 = 0
        /// The 74 bits that are neither time nor version: 12, then 62.
        private var upper: UInt64 = 0
        private var lower: UInt64 = 0
        private var pool: [UInt32] = []

        mutating func make(at time: CallTime) -> RecordID {
            let seconds = UInt64(max(time.seconds, 0))
            let now = min(seconds * 1_000 + UInt64(time.nanoseconds) / 1_000_000, 1 << 48 - 1)
            if now > milliseconds {
                milliseconds = now
                upper = UInt64(random()) & 0x7FF
                lower = (UInt64(random()) << 32 | UInt64(random())) & (1 << 62 - 1)
            } else {
                // Within one millisecond the random bits count up by random steps.
                lower += 1 + UInt64(random())
                if lower >= 1 << 62 {
                    lower &= 1 << 62 - 1
                    upper += 1
                }
                if upper >= 1 << 12 {
                    upper = 0
                    milliseconds += 1
                }
            }
            return RecordID(high: milliseconds << 16 | 0x7000 | upper, low: 1 << 63 | lower)
        }

        /// A system call for each number would cost more than all the rest of an ID.
        private mutating func random() -> UInt32 {
            if let number = pool.popLast() { return number }
            pool = [UInt32](repeating: 0, count: 64)
            // As many bytes as getentropy gives at most, and as the array has.
            let status = unsafe pool.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress!, $0.count) }
            if status != 0 {
                var generator = SystemRandomNumberGenerator()
                for index in pool.indices { pool[index] = generator.next() }
            }
            return pool.removeLast()
        }
    }
}

extension LineBuffer {
    /// The form with hyphens.
    mutating func append(_ id: RecordID) {
        func digits(_ bits: UInt64) -> UInt64 { Hexadecimal.digits(UInt32(truncatingIfNeeded: bits)) }
        let (front, back) = (digits(id.high), digits(id.low >> 32))
        let hyphen = UInt8(ascii: "-")
        append(bytesOf: digits(id.high >> 32))
        append(hyphen)
        append(bytesOf: UInt32(truncatingIfNeeded: front >> 32))
        append(hyphen)
        append(bytesOf: UInt32(truncatingIfNeeded: front))
        append(hyphen)
        append(bytesOf: UInt32(truncatingIfNeeded: back >> 32))
        append(hyphen)
        append(bytesOf: UInt32(truncatingIfNeeded: back))
        append(bytesOf: digits(id.low))
    }
}
