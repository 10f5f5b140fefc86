/// Substring search in linear time and constant space (Crochemore and Perrin, 1991), so that no
/// pair of strings is slow.
enum TwoWaySearch {
    static func contains(_ text: ByteSpan, _ needle: ByteSpan) -> Bool {
        guard needle.count <= text.count else { return false }
        guard needle.count > 0 else { return true }
        if needle.count == 1 { return containsByte(text, needle[0]) }
        let (split, period) = criticalFactorization(needle)
        return needle.slice(0, split).equals(needle.slice(period, min(split, needle.count &- period)))
            && split <= needle.count &- period
            ? periodic(text, needle, split, period)
            : aperiodic(text, needle, split)
    }

    private static func containsByte(_ text: ByteSpan, _ byte: UInt8) -> Bool {
        for index in 0..<text.count where text[index] == byte { return true }
        return false
    }

    /// Where to split the needle so that the local period at the split is the needle's period.
    private static func criticalFactorization(_ needle: ByteSpan) -> (split: Int, period: Int) {
        let forward = maximalSuffix(needle, isReversed: false)
        let backward = maximalSuffix(needle, isReversed: true)
        return forward.start >= backward.start
            ? (forward.start, forward.period) : (backward.start, backward.period)
    }

    /// The start and period of the greatest suffix, in the order of bytes or its reverse.
    private static func maximalSuffix(
        _ needle: ByteSpan, isReversed: Bool
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
        _ text: ByteSpan, _ needle: ByteSpan, _ split: Int, _ period: Int
    ) -> Bool {
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
            if index <= known { return true }
            start &+= period
            known = needle.count &- period
        }
        return false
    }

    private static func aperiodic(_ text: ByteSpan, _ needle: ByteSpan, _ split: Int) -> Bool {
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
            if index == 0 { return true }
            start &+= shift
        }
        return false
    }
}
