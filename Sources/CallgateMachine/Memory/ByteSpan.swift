internal import CXXHash
internal import CallgateBytecode

/// Bytes that the machine may read: the call, a string in the image or in the arena.
///
/// It owns nothing and is made only for memory that outlives the decision. Reads are checked: the
/// bytes of a call are chosen by whoever the policy guards against.
@safe
struct ByteSpan {
    let base: UnsafeRawPointer
    let count: Int

    @inline(__always)
    init(base: UnsafeRawPointer, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// The byte, or 0 at the end and after it. No JSON token contains a 0 byte.
    @inline(__always)
    func peek(_ index: Int) -> UInt8 {
        // Bounded by the test on the same line; a negative index is a large one without its sign.
        UInt(bitPattern: index) < UInt(bitPattern: count)
            ? unsafe base.load(fromByteOffset: index, as: UInt8.self) : 0
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        // Bounded by the precondition.
        return unsafe base.load(fromByteOffset: index, as: UInt8.self)
    }

    /// Eight bytes as a little-endian word.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        precondition(index >= 0 && index &+ 8 <= count)
        // Bounded by the precondition.
        return unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    /// Four bytes as a little-endian number.
    @inline(__always)
    func halfWord(_ index: Int) -> UInt32 {
        precondition(index >= 0 && index &+ 4 <= count)
        // Bounded by the precondition.
        return unsafe base.loadUnaligned(fromByteOffset: index, as: UInt32.self)
    }

    /// The first eight of the bytes from `start` to `end` as a little-endian word, zeros where
    /// there are fewer.
    @inline(__always)
    func head(_ start: Int, _ end: Int) -> UInt64 {
        let length = end &- start
        if start &+ 8 <= count {
            let word = word(start)
            return length >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* length)) &- 1)
        }
        return lastHead(start, length)
    }

    /// The same where there are no eight bytes left.
    @inline(never)
    private func lastHead(_ start: Int, _ length: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<min(length, 8) {
            word |= UInt64(self[start &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* index)
        }
        return word
    }

    /// Whether no byte is above 0x7F.
    @inline(__always)
    var isASCII: Bool {
        let tops: UInt64 = 0x8080_8080_8080_8080
        guard count >= 8 else { return short & tops == 0 }
        var index = 0
        while index &+ 8 <= count {
            if word(index) & tops != 0 { return false }
            index &+= 8
        }
        return word(count &- 8) & tops == 0
    }

    /// Less than eight bytes as one number, the same for the same bytes.
    @inline(__always)
    private var short: UInt64 {
        if count >= 4 { return UInt64(halfWord(0)) | UInt64(halfWord(count &- 4)) &<< 32 }
        if count == 0 { return 0 }
        return UInt64(self[0]) | UInt64(self[count &>> 1]) &<< 8 | UInt64(self[count &- 1]) &<< 16
    }

    /// Whether a byte occurs from `start` to before `end`.
    @inline(__always)
    func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index &+ 8 <= end {
            // A byte that is the wanted one becomes 0, and only 0 borrows into its top bit first.
            let word = word(index) ^ (ones &* UInt64(byte))
            if (word &- ones) & ~word & (ones &<< 7) != 0 { return true }
            index &+= 8
        }
        while index < end {
            if peek(index) == byte { return true }
            index &+= 1
        }
        return false
    }

    /// The bytes from `start`, `length` of them.
    @inline(__always)
    func slice(_ start: Int, _ length: Int) -> ByteSpan {
        precondition(start >= 0 && length >= 0 && start <= count &- length)
        // Bounded by the precondition.
        return unsafe ByteSpan(base: base + start, count: length)
    }

    /// Where a byte first stands from `start` on, or `count`.
    @inline(__always)
    func offset(of byte: UInt8, from start: Int) -> Int {
        precondition(start >= 0 && start <= count)
        // Bounded by the precondition.
        return start &+ Int(unsafe callgate_find(base + start, byte, count &- start))
    }

    /// Where the first quote from `start` through `limit` stands, or -1; one of the last seven bytes is not found.
    @inline(__always)
    func quote(from start: Int, through limit: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let last = min(limit, count &- 8)
        var index = start
        while index <= last {
            // As in `contains`; of several, the lowest is the true one.
            let word = word(index) ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let found = (word &- ones) & ~word & (ones &<< 7)
            if found != 0 {
                let place = index &+ found.trailingZeroBitCount &>> 3
                return place <= limit ? place : -1
            }
            index &+= 8
        }
        return -1
    }

    @inline(__always)
    func equals(_ other: ByteSpan) -> Bool {
        guard count == other.count else { return false }
        // Most texts are short, and a call costs more than they do: two words that overlap.
        if count < 8 { return short == other.short }
        if count <= 16 {
            return word(0) == other.word(0) && word(count &- 8) == other.word(count &- 8)
        }
        // Both are `count` bytes long.
        return unsafe callgate_compare(base, other.base, count) == 0
    }

    /// Negative, 0 or positive: the order of the bytes, a prefix before what it starts.
    @inline(__always)
    func compare(_ other: ByteSpan) -> Int {
        // Both are at least `min` bytes long.
        let order = unsafe callgate_compare(base, other.base, min(count, other.count))
        return order != 0 ? Int(order) : count &- other.count
    }

    @inline(__always)
    func hasPrefix(_ other: ByteSpan) -> Bool {
        count >= other.count && slice(0, other.count).equals(other)
    }

    @inline(__always)
    func hasSuffix(_ other: ByteSpan) -> Bool {
        count >= other.count && slice(count &- other.count, other.count).equals(other)
    }

    /// XXH3-64, seed 0.
    @inline(__always)
    var hash: UInt64 {
        // The span is `count` bytes long.
        unsafe callgate_hash(base, count)
    }

    /// XXH3-64.
    @inline(__always)
    func hash(seed: UInt64) -> UInt64 {
        // The span is `count` bytes long.
        unsafe callgate_hash_seeded(base, count, seed)
    }

    /// The number of Unicode scalar values of UTF-8 text: bytes that continue none.
    func scalarCount() -> Int {
        var total = 0
        var index = 0
        while index &+ 8 <= count {
            let word = word(index)
            // A continuation byte is 10xxxxxx: top bit set, next bit clear.
            let continuing = (word &>> 7) & ~(word &>> 6) & 0x0101_0101_0101_0101
            total &+= 8 &- continuing.nonzeroBitCount
            index &+= 8
        }
        while index < count {
            if self[index] & 0xC0 != 0x80 { total &+= 1 }
            index &+= 1
        }
        return total
    }
}
