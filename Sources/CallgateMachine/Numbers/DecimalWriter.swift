/// Doubles as the shortest decimal text that reads back as the same double (Steele and White's
/// algorithm in Burger and Dybvig's form, 1996).
enum DecimalWriter {
    /// The most digits that the shortest text of a double has.
    private static let mostDigits = 17

    /// Writes the text; with an exponent, of at least two digits, where the value is below 1e-4 or
    /// has more than six digits before the point, as other implementations of CEL do.
    static func write(_ value: Double, to buffer: inout TextBuffer) {
        guard value.isFinite else {
            if value.isNaN { return buffer.append("NaN") }
            return buffer.append(value < 0 ? "-Inf" : "+Inf")
        }
        if value.sign == .minus { buffer.append(byte: UInt8(ascii: "-")) }
        guard value != 0 else { return buffer.append("0") }
        var digits = InlineArray<18, UInt8>(repeating: 0)
        var count = 0
        let point = shortest(value.magnitude, &digits, &count)
        if point < -3 || point > 6 {
            writeExponent(digits, count, point, &buffer)
        } else {
            writePlain(digits, count, point, &buffer)
        }
    }

    /// Digits with the point among, before or after them, and zeros as far as that takes.
    static func writePlain(
        _ digits: InlineArray<18, UInt8>, _ count: Int, _ point: Int, _ buffer: inout TextBuffer
    ) {
        if point <= 0 {
            buffer.append("0.")
            for _ in 0..<(-point) { buffer.append(byte: 0x30) }
        }
        for index in 0..<max(count, point) {
            if index == point, point > 0 { buffer.append(byte: UInt8(ascii: ".")) }
            buffer.append(byte: index < count ? digits[index] &+ 0x30 : 0x30)
        }
    }

    private static func writeExponent(
        _ digits: InlineArray<18, UInt8>, _ count: Int, _ point: Int, _ buffer: inout TextBuffer
    ) {
        buffer.append(byte: digits[0] &+ 0x30)
        if count > 1 { buffer.append(byte: UInt8(ascii: ".")) }
        for index in 1..<max(count, 1) { buffer.append(byte: digits[index] &+ 0x30) }
        let exponent = point &- 1
        buffer.append(exponent < 0 ? "e-" : "e+")
        buffer.append(UInt64(exponent.magnitude), width: 2)
    }

    /// The shortest digits of a positive, finite double.
    /// - Returns: where the point is: the value is 0.d1d2d3… times ten to this.
    static func shortest(
        _ value: Double, _ digits: inout InlineArray<18, UInt8>, _ count: inout Int
    ) -> Int {
        let isSubnormal = value.exponentBitPattern == 0
        let fraction = value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)
        let exponent = max(Int(value.exponentBitPattern), 1) &- 1075
        // Below a power of two the next smaller double is only half as far away.
        let isLopsided = value.significandBitPattern == 0 && value.exponentBitPattern > 1
        let extra = isLopsided ? 2 : 1
        // value = rest / scale; half the gaps to its neighbours are above / scale, below / scale.
        var rest = BigNumber(fraction)
        var scale = BigNumber(1)
        var above = BigNumber(isLopsided ? 2 : 1)
        var below = BigNumber(1)
        rest.shiftLeft(max(exponent, 0) &+ extra)
        scale.shiftLeft(max(-exponent, 0) &+ extra)
        above.shiftLeft(max(exponent, 0))
        below.shiftLeft(max(exponent, 0))
        let includesEnds = fraction & 1 == 0
        // log10(2) is 0.30103; the estimate is at most one too small.
        let bits = 63 &- fraction.leadingZeroBitCount &+ exponent
        let estimate = Double(bits) * 0.30102999566398120 - 1e-10
        var point = Int(estimate) + (estimate > 0 ? 1 : 0)
        if point >= 0 {
            scale.multiply(byPowerOfTen: point)
        } else {
            rest.multiply(byPowerOfTen: -point)
            above.multiply(byPowerOfTen: -point)
            below.multiply(byPowerOfTen: -point)
        }
        if reaches(rest, above, scale, includesEnds) {
            point &+= 1
        } else {
            rest.multiply(by: 10)
            above.multiply(by: 10)
            below.multiply(by: 10)
        }
        while count < mostDigits {
            var digit: UInt8 = 0
            while !(rest < scale) {
                rest.subtract(scale)
                digit &+= 1
            }
            let order = BigNumber.compare(rest, below)
            let isLow = order < 0 || order == 0 && includesEnds
            let isHigh = reaches(rest, above, scale, includesEnds)
            if isLow || isHigh {
                var doubled = rest
                doubled.shiftLeft(1)
                // Of two texts as short and as near, the one whose last digit is even.
                let half = BigNumber.compare(doubled, scale)
                let roundsUp = isHigh && (!isLow || half > 0 || half == 0 && digit & 1 == 1)
                digits[count] = digit &+ (roundsUp ? 1 : 0)
                count &+= 1
                break
            }
            digits[count] = digit
            count &+= 1
            rest.multiply(by: 10)
            above.multiply(by: 10)
            below.multiply(by: 10)
        }
        return point
    }

    /// Whether rest + above is scale or more; more, where the ends don't belong.
    private static func reaches(
        _ rest: BigNumber, _ above: BigNumber, _ scale: BigNumber, _ includesEnds: Bool
    ) -> Bool {
        var sum = rest
        sum.add(above)
        let order = BigNumber.compare(sum, scale)
        return order > 0 || order == 0 && includesEnds
    }
}
