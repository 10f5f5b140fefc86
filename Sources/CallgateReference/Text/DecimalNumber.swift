/// The exact value of a finite double, in decimal digits.
struct DecimalNumber {
    let isNegative: Bool
    /// The first is not 0, unless all are.
    private var digits: [Int]
    /// How many of them stand before the point.
    private var point: Int

    /// Halving and doubling digit by digit: a double is an integer of 53 bits times a power of two.
    init(_ double: Double) {
        isNegative = double.sign == .minus
        digits = String(double.significandBitPattern + (double.isNormal ? 1 << 52 : 0)).compactMap(\.wholeNumberValue)
        point = digits.count
        let exponent = Int(max(double.exponentBitPattern, 1)) - 1075
        for _ in 0..<max(exponent, 0) { multiply(by: 2) }
        for _ in 0..<max(-exponent, 0) {
            // Half is five times a tenth.
            multiply(by: 5)
            point -= 1
        }
    }

    private mutating func multiply(by factor: Int) {
        var carry = 0
        for index in digits.indices.reversed() {
            carry += digits[index] * factor
            digits[index] = carry % 10
            carry /= 10
        }
        if carry > 0 {
            digits.insert(carry, at: 0)
            point += 1
        }
    }

    /// Rounds to so many digits, halves to the even neighbour; negative for none.
    private mutating func round(to count: Int) {
        let kept = Array(repeating: 0, count: max(-count, 0)) + digits
        let count = max(count, 0)
        point += kept.count - digits.count
        let rest = kept.dropFirst(count)
        digits = Array(kept.prefix(count)) + Array(repeating: 0, count: max(count - kept.count, 0))
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let roundsUp = isHalf ? !(digits.last ?? 0).isMultiple(of: 2) : rest.first ?? 0 >= 5
        if !roundsUp { return }
        var index = digits.count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
        }
    }

    /// With so many digits behind the point.
    func fixed(_ precision: Int) -> String {
        var number = self
        number.round(to: point + precision)
        let padded = Array(repeating: 0, count: max(0, 1 - number.point)) + number.digits
        let whole = max(number.point, 1)
        return text(padded, whole)
    }

    /// With one digit before the point and so many behind it.
    func scientific(_ precision: Int) -> String {
        var number = self
        number.round(to: 1 + precision)
        if number.digits.count > 1 + precision { number.digits.removeLast() }
        let power = number.digits[0] == 0 ? 0 : number.point - 1
        let exponent = String(power.magnitude)
        return text(number.digits, 1) + "e" + (power < 0 ? "-" : "+") + (exponent.count < 2 ? "0" : "") + exponent
    }

    private func text(_ digits: [Int], _ whole: Int) -> String {
        let text = digits.map(String.init)
        let fraction = text[whole...].joined()
        return (isNegative ? "-" : "") + text[..<whole].joined() + (fraction.isEmpty ? "" : "." + fraction)
    }
}
