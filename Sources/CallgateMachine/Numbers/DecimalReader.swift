/// Decimal text to the nearest double, ties to even, the same on every machine.
///
/// Up to 19 digits with a small power of ten are exact in two operations (Clinger, 1990); all else
/// is divided out in whole numbers.
struct DecimalReader {
    private let text: ByteSpan
    private var isNegative = false
    /// The first 19 significant digits.
    private var mantissa: UInt64 = 0
    /// Significant digits in all, without leading zeros.
    private var digitCount = 0
    /// The value is all digits, as a whole number, times ten to this.
    private var exponent = 0
    private let digitsStart: Int
    private var digitsEnd = 0

    /// Beyond so many digits only whether one of them is not zero can matter: a tie between two
    /// doubles has at most 767.
    private static let decisiveDigits = 768

    /// - Parameter text: a number in JSON's grammar, or in that of ``written(_:)`` for numbers.
    init(_ text: ByteSpan) {
        self.text = text
        var index = 0
        if text.peek(0) == UInt8(ascii: "-") || text.peek(0) == UInt8(ascii: "+") {
            isNegative = text.peek(0) == UInt8(ascii: "-")
            index = 1
        }
        digitsStart = index
        var isFraction = false
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte &- 0x30 < 10 {
                if isFraction { exponent &-= 1 }
                if digitCount > 0 || byte != 0x30 {
                    if digitCount < 19 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
                    digitCount &+= 1
                }
            } else {
                break
            }
            index &+= 1
        }
        digitsEnd = index
        if index < text.count { exponent &+= Self.exponent(text, from: index &+ 1) }
    }

    /// A written exponent; past a million it is as good as infinite.
    private static func exponent(_ text: ByteSpan, from start: Int) -> Int {
        let isNegative = text.peek(start) == UInt8(ascii: "-")
        let isSigned = isNegative || text.peek(start) == UInt8(ascii: "+")
        var value = 0
        for index in (isSigned ? start &+ 1 : start)..<max(text.count, start &+ 1) {
            let digit = text.peek(index) &- 0x30
            if digit < 10, value < 100_000_000 { value = value &* 10 &+ Int(digit) }
        }
        return isNegative ? -value : value
    }

    /// The value where two operations give it exactly.
    var quick: Double? {
        if digitCount == 0 { return isNegative ? -0.0 : 0.0 }
        guard digitCount <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else {
            return nil
        }
        let power = Self.powerOfTen(exponent < 0 ? -exponent : exponent)
        let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        return isNegative ? -value : value
    }

    /// Exact up to 10^22.
    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// The fuel that ``exact()`` is worth: some 20,000 steps on words.
    static let exactCost = 512

    /// The value in any case; infinite where it is past the largest double.
    func exact() -> Double {
        if let quick { return quick }
        // The number's order of magnitude decides first, so that what follows stays small.
        let magnitude = digitCount &+ exponent
        if magnitude > 310 { return isNegative ? -.infinity : .infinity }
        if magnitude < -330 { return isNegative ? -0.0 : 0.0 }
        var (numerator, scale) = digits()
        var denominator = BigNumber(1)
        if scale >= 0 {
            numerator.multiply(byPowerOfTen: scale)
        } else {
            denominator.multiply(byPowerOfTen: -scale)
        }
        // Shift so that the quotient has 63 or 64 bits.
        let shift = 63 &- (numerator.bitCount &- denominator.bitCount)
        if shift >= 0 { numerator.shiftLeft(shift) } else { denominator.shiftLeft(-shift) }
        let quotient = Self.divide(&numerator, denominator)
        let value = Self.double(quotient, exponent: -shift, hasRest: !numerator.isZero)
        return isNegative ? -value : value
    }

    /// The digits as a whole number, and the power of ten that goes with it.
    private func digits() -> (BigNumber, scale: Int) {
        var number = BigNumber(0)
        var taken = 0
        var hasMore = false
        for index in digitsStart..<digitsEnd {
            let digit = text[index] &- 0x30
            guard digit < 10, taken > 0 || digit > 0 else { continue }
            if taken < Self.decisiveDigits {
                if number.isZero {
                    number = BigNumber(UInt64(digit))
                } else {
                    number.multiply(by: 10, adding: UInt32(digit))
                }
            } else if digit > 0 {
                hasMore = true
            }
            taken &+= 1
        }
        var scale = exponent &+ max(0, taken &- Self.decisiveDigits)
        if hasMore {
            number.multiply(by: 10, adding: 1)
            scale &-= 1
        }
        return (number, scale)
    }

    /// - Returns: the quotient, below 2^64; the remainder stays in `numerator`.
    private static func divide(_ numerator: inout BigNumber, _ denominator: BigNumber) -> UInt64 {
        var quotient: UInt64 = 0
        var part = denominator
        part.shiftLeft(63)
        for _ in 0..<64 {
            quotient &<<= 1
            if !(numerator < part) {
                numerator.subtract(part)
                quotient |= 1
            }
            part.halve()
        }
        return quotient
    }

    /// Rounds `quotient` times 2^`exponent`, and a little more if `hasRest`.
    private static func double(_ quotient: UInt64, exponent: Int, hasRest: Bool) -> Double {
        let zeros = quotient.leadingZeroBitCount
        let bits = quotient &<< UInt64(zeros)
        let top = exponent &- zeros &+ 63
        if top > 1023 { return .infinity }
        // Bits that a double has at this size: fewer below the smallest normal one.
        let kept = top >= -1022 ? 53 : 53 &- (-1022 &- top)
        if kept < 0 { return 0 }
        let dropped = UInt64(64 &- kept)
        let whole = kept == 0 ? 0 : bits &>> dropped
        let rest = kept == 0 ? bits : bits & (1 &<< dropped &- 1)
        let half: UInt64 = kept == 0 ? 1 &<< 63 : 1 &<< (dropped &- 1)
        let roundsUp = rest > half || rest == half && (hasRest || whole & 1 == 1)
        let rounded = whole &+ (roundsUp ? 1 : 0)
        // The hidden bit, and a carry out of the fraction, add themselves to the exponent.
        let biased = top >= -1022 ? UInt64(top &+ 1022) : 0
        return Double(bitPattern: biased &<< 52 &+ rounded)
    }

    /// A number as `double("…")` takes it: an optional sign, then digits with an optional point
    /// among them and an optional exponent, or `inf`, `infinity` or `nan` in any case.
    static func written(_ text: ByteSpan) -> Double? {
        var index = 0
        let sign = text.peek(0)
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index = 1 }
        if isWord(text, index, "inf") || isWord(text, index, "infinity") {
            return sign == UInt8(ascii: "-") ? -.infinity : .infinity
        }
        if isWord(text, 0, "nan") { return .nan }
        var digits = skipDigits(text, &index)
        if text.peek(index) == UInt8(ascii: ".") {
            index &+= 1
            digits &+= skipDigits(text, &index)
        }
        guard digits > 0 else { return nil }
        if text.peek(index) | 0x20 == UInt8(ascii: "e") {
            index &+= 1
            let sign = text.peek(index)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index &+= 1 }
            guard skipDigits(text, &index) > 0 else { return nil }
        }
        guard index == text.count else { return nil }
        let value = DecimalReader(text).exact()
        return value.isFinite ? value : nil
    }

    private static func skipDigits(_ text: ByteSpan, _ index: inout Int) -> Int {
        let start = index
        while text.peek(index) &- 0x30 < 10 { index &+= 1 }
        return index &- start
    }

    private static func isWord(_ text: ByteSpan, _ start: Int, _ word: StaticString) -> Bool {
        guard text.count &- start == word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount {
            // The index stays below the static string's own length.
            let wanted = unsafe word.utf8Start[index]
            guard text[start &+ index] | 0x20 == wanted else { return false }
        }
        return true
    }
}
