/// Numbers as texts.
enum NumberText {
    /// Decimal digits, with an optional sign where they may have one; nil where they do not fit.
    static func integer<T: FixedWidthInteger>(_ text: String, isSigned: Bool) -> T? {
        var reader = TextReader(text)
        let isNegative = isSigned && reader.acceptMinus()
        let digits = reader.digits()
        guard !digits.isEmpty, reader.isAtEnd else { return nil }
        var number: Int128 = 0
        for digit in digits {
            number = number * 10 + Int128(digit)
            // Leading zeros aside, the number only grows.
            if number > Int128(UInt64.max) { return nil }
        }
        return T(exactly: isNegative ? -number : number)
    }

    /// Nil for what is not in the form, or rounds past the largest double.
    static func double(_ text: String) -> Double? {
        if let special = special(text) { return special }
        var reader = TextReader(text)
        let isNegative = reader.acceptMinus()
        let whole = reader.digits()
        let fraction = reader.accept(".") ? reader.digits() : []
        guard !(whole + fraction).isEmpty else { return nil }
        if reader.accept("e") || reader.accept("E") {
            _ = reader.acceptMinus()
            if reader.digits().isEmpty { return nil }
        }
        guard reader.isAtEnd else { return nil }
        // The form is now known; the standard library wants digits on both sides of the point.
        let unsigned = text.drop { $0 == "-" || $0 == "+" }
        let exponent = unsigned.drop { $0 != "e" && $0 != "E" }
        let digits = "\(spelled(whole)).\(spelled(fraction))"
        guard let magnitude = Double(digits + exponent), magnitude.isFinite else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    private static func spelled(_ digits: [Int]) -> String {
        digits.isEmpty ? "0" : String(decoding: digits.map { UInt8($0) + UInt8(ascii: "0") }, as: UTF8.self)
    }

    private static func special(_ text: String) -> Double? {
        let lower = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        return switch String(decoding: lower, as: UTF8.self) {
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "-inf", "-infinity": -.infinity
        case "nan": .nan
        default: nil
        }
    }

    // MARK: Writing

    static func write(_ double: Double) -> String {
        if double.isNaN { return "NaN" }
        if double.isInfinite { return double < 0 ? "-Inf" : "+Inf" }
        let sign = double.sign == .minus ? "-" : ""
        if double == 0 { return sign + "0" }
        let (digits, power) = shortest(double.magnitude)
        if power < -4 || power >= 6 {
            let exponent = String(power.magnitude)
            let padding = exponent.count < 2 ? "0" : ""
            return sign + pointed(digits, after: 1) + "e" + (power < 0 ? "-" : "+") + padding + exponent
        }
        return plain(double)
    }

    /// Without an exponent; for finite numbers.
    static func plain(_ double: Double) -> String {
        let sign = double.sign == .minus ? "-" : ""
        if double == 0 { return sign + "0" }
        let (digits, power) = shortest(double.magnitude)
        if power < 0 { return sign + "0." + String(repeating: "0", count: -power - 1) + digits }
        return sign + pointed(digits, after: power + 1)
    }

    /// `NaN` and the infinities as `format` writes them; nil for a number.
    static func special(_ double: Double) -> String? {
        if double.isNaN { return "NaN" }
        return double.isInfinite ? (double < 0 ? "-Infinity" : "Infinity") : nil
    }

    /// The digits with a point behind the first so many, of which there may be too few.
    private static func pointed(_ digits: String, after count: Int) -> String {
        let whole = digits.prefix(count) + String(repeating: "0", count: max(0, count - digits.count))
        let fraction = digits.dropFirst(count)
        return whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The shortest digits that read back as the same double, without zeros at the ends, and the power of
    /// ten of the first. The standard library's description has them: `5e-324`, `0.001`, `120.5`, `1e+16`.
    private static func shortest(_ magnitude: Double) -> (digits: String, power: Int) {
        let parts = magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let digits = mantissa.joined()
        let leading = digits.prefix { $0 == "0" }.count
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var significant = digits.dropFirst(leading)
        while significant.last == "0" { significant.removeLast() }
        return (String(significant), exponent + whole.count - 1 - leading)
    }
}
