/// Reads a duration that a policy spells in whole units, such as `5m`, `1h30m` or `-90s`.
///
/// Other texts, those that are no durations among them, are left to the machine, which knows all of them.
enum DurationLiteral {
    private static let units: [String: Int64] = [
        "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1,
    ]

    /// - Parameter text: UTF-8.
    /// - Returns: nanoseconds; nil where the text is not of that form, or too long a time.
    static func nanoseconds(_ text: [UInt8]) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        var rest = text.dropFirst(isNegative ? 1 : 0)
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix(while: isDigit)
            let unit = rest.dropFirst(digits.count).prefix { !isDigit($0) }
            rest = rest.dropFirst(digits.count + unit.count)
            guard let number = Int64(String(decoding: digits, as: UTF8.self)),
                let scale = units[String(decoding: unit, as: UTF8.self)]
            else { return nil }
            let (part, isTooLong) = number.multipliedReportingOverflow(by: scale)
            let (sum, overflows) = total.addingReportingOverflow(part)
            guard !isTooLong, !overflows else { return nil }
            total = sum
        }
        return isNegative ? -total : total
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
