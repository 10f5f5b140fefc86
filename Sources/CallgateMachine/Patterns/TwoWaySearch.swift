/// Substring search in linear time and constant space (Crochemore and Perrin, 1991), so that no
/// pair of strings is slow.
enum TwoWaySearch {
    @inline(__always)
    static func contains(_ text: ByteSpan, _ needle: ByteSpan) -> Bool {
        guard needle.count > 0, needle.count <= text.count else { return needle.count == 0 }
        let last = text.count &- needle.count
        var place = 0
        // Mostly its first byte stands in few places, which the C library finds many bytes at a time: 5 ns
        // for 40 bytes instead of 45. Where it is frequent, the search below is linear all the same.
        for _ in 0..<8 {
            place = text.offset(of: needle[0], from: place)
            if place > last { return false }
            if text.slice(place, needle.count).equals(needle) { return true }
            place &+= 1
        }
        return offset(of: needle, in: text.slice(place, text.count &- place)) != nil
    }

    /// Where the needle first stands in the text.
    static func offset(of needle: ByteSpan, in text: ByteSpan) -> Int? {
        DirectedSearch<ForwardBytes>.offset(of: ForwardBytes(needle), in: ForwardBytes(text))
    }

    /// Where the needle last stands in the text: both are read backwards.
    static func lastOffset(of needle: ByteSpan, in text: ByteSpan) -> Int? {
        let distance = DirectedSearch<BackwardBytes>.offset(
            of: BackwardBytes(needle), in: BackwardBytes(text))
        guard let distance else { return nil }
        return text.count &- needle.count &- distance
    }
}

/// Bytes in the order in which a search goes over them.
private protocol DirectedBytes {
    var count: Int { get }
    subscript(index: Int) -> UInt8 { get }
}

private struct ForwardBytes: DirectedBytes {
    private let bytes: ByteSpan

    @inline(__always)
    init(_ bytes: ByteSpan) { self.bytes = bytes }
    @inline(__always)
    var count: Int { bytes.count }
    @inline(__always)
    subscript(index: Int) -> UInt8 { bytes[index] }
}

private struct BackwardBytes: DirectedBytes {
    private let bytes: ByteSpan

    @inline(__always)
    init(_ bytes: ByteSpan) { self.bytes = bytes }
    @inline(__always)
    var count: Int { bytes.count }
    @inline(__always)
    subscript(index: Int) -> UInt8 { bytes[bytes.count &- 1 &- index] }
}

private enum DirectedSearch<Bytes: DirectedBytes> {
    static func offset(of needle: Bytes, in text: Bytes) -> Int? {
        guard needle.count <= text.count else { return nil }
        guard needle.count > 0 else { return 0 }
        if needle.count == 1 { return offset(ofByte: needle[0], in: text) }
        let (split, period) = criticalFactorization(needle)
        return repeats(needle, split, period)
            ? periodic(text, needle, split, period) : aperiodic(text, needle, split)
    }

    private static func offset(ofByte byte: UInt8, in text: Bytes) -> Int? {
        for index in 0..<text.count where text[index] == byte { return index }
        return nil
    }

    /// Whether what stands before the split stands again a period later.
    private static func repeats(_ needle: Bytes, _ split: Int, _ period: Int) -> Bool {
        guard split <= needle.count &- period else { return false }
        for index in 0..<split where needle[index] != needle[period &+ index] { return false }
        return true
    }

    /// Where to split the needle so that the local period at the split is the needle's period.
    private static func criticalFactorization(_ needle: Bytes) -> (split: Int, period: Int) {
        let forward = maximalSuffix(needle, isReversed: false)
        let backward = maximalSuffix(needle, isReversed: true)
        return forward.start >= backward.start
            ? (forward.start, forward.period) : (backward.start, backward.period)
    }

    /// The start and period of the greatest suffix, in the order of bytes or its reverse.
    private static func maximalSuffix(
        _ needle: Bytes, isReversed: Bool
    ) -> (start: Int, period: Int) {
        var start = 0
        var candidate = 1
        var offset = 0
        var period = 1
        while candidate &+ offset < needle.count {
            let challenger = needle[candidate &+ offset]
            let champion = needle[start &+ offset]
            if challenger == champion {
                if offset &+ 1 == period {
                    candidate &+= period
                    offset = 0
                } else {
                    offset &+= 1
                }
            } else if (challenger < champion) != isReversed {
                candidate &+= offset &+ 1
                offset = 0
                period = candidate &- start
            } else {
                start = candidate
                candidate &+= 1
                offset = 0
                period = 1
            }
        }
        return (start, period)
    }

    /// The needle repeats with `period`: after a shift by it, what matched still matches.
    private static func periodic(
        _ text: Bytes, _ needle: Bytes, _ split: Int, _ period: Int
    ) -> Int? {
        var start = 0
        var known = 0
        while start <= text.count &- needle.count {
            var index = max(split, known)
            while index < needle.count, needle[index] == text[start &+ index] { index &+= 1 }
            if index < needle.count {
                start &+= index &- split &+ 1
                known = 0
                continue
            }
            index = split
            while index > known, needle[index &- 1] == text[start &+ index &- 1] { index &-= 1 }
            if index <= known { return start }
            start &+= period
            known = needle.count &- period
        }
        return nil
    }

    private static func aperiodic(_ text: Bytes, _ needle: Bytes, _ split: Int) -> Int? {
        let shift = max(split, needle.count &- split) &+ 1
        var start = 0
        while start <= text.count &- needle.count {
            var index = split
            while index < needle.count, needle[index] == text[start &+ index] { index &+= 1 }
            if index < needle.count {
                start &+= index &- split &+ 1
                continue
            }
            index = split
            while index > 0, needle[index &- 1] == text[start &+ index &- 1] { index &-= 1 }
            if index == 0 { return start }
            start &+= shift
        }
        return nil
    }
}
