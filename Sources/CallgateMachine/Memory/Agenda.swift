internal import CallgateBytecode

/// The rules that are still to be run, as two levels of bits: finding the first one takes a few steps,
/// however many rules there are.
struct Agenda {
    /// A bit for each word of `rules` that is not zero.
    private let words: FixedBuffer<UInt64>
    /// A bit for each rule.
    private let rules: FixedBuffer<UInt64>

    /// The owner deallocates it, once.
    init(rules count: Int) {
        rules = FixedBuffer(count: (count + 63) / 64, filledWith: 0)
        words = FixedBuffer(count: (count + 4095) / 4096, filledWith: 0)
    }

    func deallocate() {
        rules.deallocate()
        words.deallocate()
    }

    @inline(__always)
    func insert(_ rule: Int) {
        let word = rule &>> 6
        rules[word] |= 1 &<< UInt64(rule & 63)
        words[word &>> 6] |= 1 &<< UInt64(word & 63)
    }

    /// Takes the first rule away, where there is one before `limit`.
    /// - Returns: it, or `limit`.
    @inline(__always)
    func removeFirst(before limit: Int) -> Int {
        for index in 0..<words.count where words[index] != 0 {
            let word = index &<< 6 &+ words[index].trailingZeroBitCount
            let rest = rules[word]
            let rule = word &<< 6 &+ rest.trailingZeroBitCount
            guard rule < limit else { return limit }
            rules[word] = rest & (rest &- 1)
            if rules[word] == 0 { words[index] &= words[index] &- 1 }
            return rule
        }
        return limit
    }

    /// After a run that did not come to its end.
    func removeAll() {
        for index in 0..<rules.count { rules[index] = 0 }
        for index in 0..<words.count { words[index] = 0 }
    }
}
