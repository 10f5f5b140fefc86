/// Durations as texts.
enum DurationText {
    /// Nanoseconds of each unit; one that another begins with comes after it.
    private static let units: [(name: String, nanoseconds: Int128)] = [
        ("h", 3_600_000_000_000), ("ms", 1_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
        ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ns", 1),
    ]

    /// Digits behind a point that count.
    private static let fractionDigits = 16

    /// Nanoseconds; nil for what is not in the form or does not fit.
    static func read(_ text: String) -> Int64? {
        var reader = TextReader(text)
        let isNegative = reader.acceptMinus()
        guard !reader.isAtEnd else { return nil }
        var zero = reader
        if zero.accept("0"), zero.isAtEnd { return 0 }
        var sum: Int128 = 0
        while !reader.isAtEnd {
            guard let nanoseconds = readPart(&reader) else { return nil }
            sum += nanoseconds
            if sum > largest { return nil }
        }
        return Int64(exactly: isNegative ? -sum : sum)
    }

    /// What fits 64 bits, the smallest with its sign off included.
    private static let largest = Int128(1) << 63

    /// A number with its unit.
    private static func readPart(_ reader: inout TextReader) -> Int128? {
        let whole = reader.digits()
        let fraction = reader.accept(".") ? reader.digits() : []
        guard !(whole + fraction).isEmpty, let unit = units.first(where: { reader.accept($0.name) }) else { return nil }
        var nanoseconds: Int128 = 0
        for digit in whole {
            nanoseconds = nanoseconds * 10 + Int128(digit)
            if nanoseconds > largest { return nil }
        }
        var scale: Int128 = 1
        var part: Int128 = 0
        for digit in fraction.prefix(fractionDigits) {
            part = part * 10 + Int128(digit)
            scale *= 10
        }
        return nanoseconds * unit.nanoseconds + part * unit.nanoseconds / scale
    }

    static func write(_ nanoseconds: Int64) -> String {
        let magnitude = nanoseconds.magnitude
        let fraction = TimestampText.fraction(Int(magnitude % 1_000_000_000))
        return "\(nanoseconds < 0 ? "-" : "")\(magnitude / 1_000_000_000)\(fraction)s"
    }
}
