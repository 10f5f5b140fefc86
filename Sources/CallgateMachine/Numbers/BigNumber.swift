/// A natural number of up to 4,096 bits, on the stack.
///
/// What the conversions need: 769 digits times a power of ten stay below 2^3,800 (see
/// ``DecimalReader``), a double's digits below 2^1,200.
struct BigNumber {
    private static let capacity = 128
    private var words = InlineArray<128, UInt32>(repeating: 0)
    /// Words in use; the highest is not zero.
    private var count = 0

    init(_ value: UInt64) {
        words[0] = UInt32(truncatingIfNeeded: value)
        words[1] = UInt32(truncatingIfNeeded: value &>> 32)
        count = value == 0 ? 0 : value &>> 32 == 0 ? 1 : 2
    }

    var bitCount: Int {
        count == 0 ? 0 : 32 &* count &- words[count &- 1].leadingZeroBitCount
    }

    mutating func multiply(by factor: UInt32, adding addend: UInt32 = 0) {
        var carry = UInt64(addend)
        for index in 0..<count {
            carry &+= UInt64(words[index]) &* UInt64(factor)
            words[index] = UInt32(truncatingIfNeeded: carry)
            carry &>>= 32
        }
        if carry > 0 { push(UInt32(truncatingIfNeeded: carry)) }
    }

    mutating func multiply(byPowerOfTen exponent: Int) {
        var left = exponent
        while left >= 9 {
            multiply(by: 1_000_000_000)
            left &-= 9
        }
        while left > 0 {
            multiply(by: 10)
            left &-= 1
        }
    }

    mutating func shiftLeft(_ bits: Int) {
        guard count > 0, bits > 0 else { return }
        let whole = bits / 32
        let part = UInt32(truncatingIfNeeded: bits % 32)
        let old = count
        for _ in 0..<whole &+ 1 { push(0) }
        var index = old &+ whole
        while index >= 0 {
            let from = index &- whole
            let high = from >= 0 && from < old ? words[from] : 0
            let low = from >= 1 && from &- 1 < old ? words[from &- 1] : 0
            words[index] = part == 0 ? high : high &<< part | low &>> (32 &- part)
            index &-= 1
        }
        trim()
    }

    mutating func halve() {
        for index in 0..<count {
            let above = index &+ 1 < count ? words[index &+ 1] : 0
            words[index] = words[index] &>> 1 | above &<< 31
        }
        trim()
    }

    /// Divides by 2 to the `bits`, to the nearest whole number, halves to even.
    ///
    /// - Parameter hasRest: whether the number is really a little larger, by less than one.
    mutating func shiftRightRounding(_ bits: Int, hasRest: Bool) {
        guard bits > 0 else { return }
        let isHalf = bit(bits &- 1)
        var hasMore = hasRest
        var index = 0
        while index < min(bits &- 1, bitCount), !hasMore {
            hasMore = bit(index)
            index &+= 1
        }
        let whole = bits / 32
        let part = UInt32(truncatingIfNeeded: bits % 32)
        for index in 0..<count {
            let low = index &+ whole < count ? words[index &+ whole] : 0
            let high = index &+ whole &+ 1 < count ? words[index &+ whole &+ 1] : 0
            words[index] = part == 0 ? low : low &>> part | high &<< (32 &- part)
        }
        trim()
        if isHalf, hasMore || bit(0) { add(BigNumber(1)) }
    }

    @inline(__always)
    private func bit(_ index: Int) -> Bool {
        index / 32 < count && words[index / 32] &>> UInt32(index % 32) & 1 == 1
    }

    /// Divides by a number that is not 0.
    /// - Returns: the remainder.
    mutating func divide(by divisor: UInt32) -> UInt32 {
        var rest: UInt64 = 0
        var index = count &- 1
        while index >= 0 {
            rest = rest &<< 32 | UInt64(words[index])
            words[index] = UInt32(truncatingIfNeeded: rest / UInt64(divisor))
            rest %= UInt64(divisor)
            index &-= 1
        }
        trim()
        return UInt32(truncatingIfNeeded: rest)
    }

    mutating func add(_ other: BigNumber) {
        var carry: UInt64 = 0
        for index in 0..<max(count, other.count) {
            if index == count { push(0) }
            carry &+= UInt64(words[index])
            if index < other.count { carry &+= UInt64(other.words[index]) }
            words[index] = UInt32(truncatingIfNeeded: carry)
            carry &>>= 32
        }
        if carry > 0 { push(1) }
    }

    /// - Precondition: `other` is not greater.
    mutating func subtract(_ other: BigNumber) {
        var borrow: Int64 = 0
        for index in 0..<count {
            borrow &+= Int64(words[index])
            if index < other.count { borrow &-= Int64(other.words[index]) }
            words[index] = UInt32(truncatingIfNeeded: borrow)
            borrow &>>= 32
        }
        trim()
    }

    var isZero: Bool { count == 0 }

    static func < (left: BigNumber, right: BigNumber) -> Bool { compare(left, right) < 0 }

    /// Negative, 0 or positive.
    static func compare(_ left: BigNumber, _ right: BigNumber) -> Int {
        if left.count != right.count { return left.count &- right.count }
        var index = left.count &- 1
        while index >= 0 {
            if left.words[index] != right.words[index] {
                return left.words[index] < right.words[index] ? -1 : 1
            }
            index &-= 1
        }
        return 0
    }

    private mutating func push(_ word: UInt32) {
        precondition(count < Self.capacity)
        words[count] = word
        count &+= 1
    }

    private mutating func trim() {
        while count > 0, words[count &- 1] == 0 { count &-= 1 }
    }
}
