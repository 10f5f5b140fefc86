// Doubles with a given number of digits after the point: the exact value, rounded to the nearest
// such text, halves to the even digit.
extension DecimalWriter {
    /// The longest text that these functions write: a sign, 309 digits, a point and 100 digits;
    /// or the 17 digits of the smallest double behind its 323 zeros.
    static let longestText = 432

    /// The fuel that one text is worth: some 5,000 steps on words.
    static let placesCost = 256

    /// A finite double with `places` digits after its point, 0 ... 100, and no exponent.
    static func write(_ value: Double, places: Int, to buffer: inout TextBuffer) {
        if value.sign == .minus { buffer.append("-") }
        let digits = DecimalDigits(scaled(value.magnitude, byPowerOfTen: places))
        write(digits, from: max(digits.count &- 1, places), places, to: &buffer)
    }

    /// A finite double with one digit before its point and `places` after it, 0 ... 100, and an
    /// exponent of at least two digits.
    static func writeScientific(_ value: Double, places: Int, to buffer: inout TextBuffer) {
        if value.sign == .minus { buffer.append("-") }
        var exponent = 0
        var digits = DecimalDigits(BigNumber(0))
        if value != 0 {
            exponent = leastExponent(value.magnitude)
            digits = DecimalDigits(scaled(value.magnitude, byPowerOfTen: places &- exponent))
            // The exponent was one too small, or rounding made one more digit.
            if digits.count > places &+ 1 {
                exponent &+= 1
                digits = DecimalDigits(scaled(value.magnitude, byPowerOfTen: places &- exponent))
            }
        }
        write(digits, from: places, places, to: &buffer)
        buffer.append(exponent < 0 ? "e-" : "e+")
        buffer.append(UInt64(exponent.magnitude), width: 2)
    }

    /// A finite double as the shortest text that reads back, without an exponent.
    static func writeWithoutExponent(_ value: Double, to buffer: inout TextBuffer) {
        if value.sign == .minus { buffer.append("-") }
        guard value != 0 else { return buffer.append("0") }
        var digits = InlineArray<18, UInt8>(repeating: 0)
        var count = 0
        let point = shortest(value.magnitude, &digits, &count)
        writePlain(digits, count, point, &buffer)
    }

    /// Digits from a power of ten down to the last, with a point before the last `places`.
    private static func write(
        _ digits: DecimalDigits, from first: Int, _ places: Int, to buffer: inout TextBuffer
    ) {
        var power = first
        while power >= 0 {
            if power == places &- 1 { buffer.append(".") }
            buffer.append(byte: 0x30 &+ digits[power: power])
            power &-= 1
        }
    }

    /// The decimal exponent of a positive, finite double, or one less.
    private static func leastExponent(_ value: Double) -> Int {
        // log10(2) is 0.30103, and the value is 2 to this or more.
        let power = Double(value.exponent) * 0.30102999566398120
        return Int(power.roundedDown)
    }

    /// A finite double, not negative, times ten to `scale`, to the nearest whole number.
    ///
    /// - Parameter scale: -308 ... 424
    private static func scaled(_ value: Double, byPowerOfTen scale: Int) -> BigNumber {
        let isSubnormal = value.exponentBitPattern == 0
        let exponent = max(Int(value.exponentBitPattern), 1) &- 1075
        var number = BigNumber(value.significandBitPattern | (isSubnormal ? 0 : 1 << 52))
        number.multiply(byPowerOfTen: scale)
        number.shiftLeft(exponent)
        // 10^n is 5^n times 2^n: the first is divided out, the second joins the last shift.
        var fives = max(-scale, 0)
        var hasRest = false
        while fives > 0 {
            let part = min(fives, 13)
            var divisor: UInt32 = 1
            for _ in 0..<part { divisor &*= 5 }
            if number.divide(by: divisor) > 0 { hasRest = true }
            fives &-= part
        }
        number.shiftRightRounding(max(-exponent, 0) &+ max(-scale, 0), hasRest: hasRest)
        return number
    }
}
