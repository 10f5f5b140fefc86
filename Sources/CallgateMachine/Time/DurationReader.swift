/// Reads a duration as CEL writes it: `90s`, `1h30m`, `-1.5h`, `100ms`, `0`.
enum DurationReader {
    /// - Returns: nanoseconds, what is below one dropped; nil where the text is none or too long.
    static func read(_ text: ByteSpan) -> Int64? {
        var index = 0
        let isNegative = text.peek(0) == UInt8(ascii: "-")
        if isNegative || text.peek(0) == UInt8(ascii: "+") { index = 1 }
        if index == text.count &- 1, text.peek(index) == UInt8(ascii: "0") { return 0 }
        guard index < text.count else { return nil }
        var total: UInt64 = 0
        while index < text.count {
            guard let part = part(text, &index) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        let limit: UInt64 = isNegative ? 1 << 63 : 1 << 63 - 1
        guard total <= limit else { return nil }
        return isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
    }

    /// A number with its unit, in nanoseconds.
    private static func part(_ text: ByteSpan, _ index: inout Int) -> UInt64? {
        var whole: UInt64 = 0
        var digits = 0
        while text.peek(index) &- 0x30 < 10 {
            let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(text[index] &- 0x30))
            guard !overflow, !carry else { return nil }
            whole = sum
            digits &+= 1
            index &+= 1
        }
        var fraction: UInt64 = 0
        var divisor: UInt64 = 1
        if text.peek(index) == UInt8(ascii: ".") {
            index &+= 1
            while text.peek(index) &- 0x30 < 10 {
                // An hour has 3.6e12 nanoseconds: later digits add less than one.
                if divisor < 10_000_000_000_000_000 {
                    fraction = fraction &* 10 &+ UInt64(text[index] &- 0x30)
                    divisor &*= 10
                }
                digits &+= 1
                index &+= 1
            }
        }
        guard digits > 0, let unit = unit(text, &index) else { return nil }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
        // The divisor is at most 1e16 and the unit 3.6e12: the product needs 128 bits.
        let below = UInt64(
            truncatingIfNeeded: divisor.dividingFullWidth(fraction.multipliedFullWidth(by: unit))
                .quotient)
        let (sum, carry) = scaled.addingReportingOverflow(below)
        return overflow || carry ? nil : sum
    }

    /// Nanoseconds of a unit's name: ns, us, µs, ms, s, m, h.
    private static func unit(_ text: ByteSpan, _ index: inout Int) -> UInt64? {
        let first = text.peek(index)
        let second = text.peek(index &+ 1)
        let isSmall = second == UInt8(ascii: "s")
        switch first {
        case UInt8(ascii: "h"):
            index &+= 1
            return 3_600_000_000_000
        case UInt8(ascii: "m"):
            index &+= isSmall ? 2 : 1
            return isSmall ? 1_000_000 : 60_000_000_000
        case UInt8(ascii: "s"):
            index &+= 1
            return 1_000_000_000
        case UInt8(ascii: "u") where isSmall:
            index &+= 2
            return 1_000
        case UInt8(ascii: "n") where isSmall:
            index &+= 2
            return 1
        case 0xC2 where second == 0xB5, 0xCE where second == 0xBC:
            // The micro sign U+00B5, and the Greek letter U+03BC.
            guard text.peek(index &+ 2) == UInt8(ascii: "s") else { return nil }
            index &+= 3
            return 1_000
        default: return nil
        }
    }
}
