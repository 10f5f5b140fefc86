/// Reads an RFC 3339 timestamp: `2009-02-13T23:31:30.5Z`, `2009-02-14T01:31:30+02:00`.
struct TimestampReader {
    private let text: ByteSpan
    private var index = 0
    private(set) var seconds: Int64 = 0
    private(set) var nanoseconds: UInt32 = 0

    init(_ text: ByteSpan) { self.text = text }

    /// - Returns: whether the whole text is one; leap seconds and more than nine digits of a second
    ///   are none.
    mutating func read() -> Bool {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"),
            let day = digits(2), take("T"), let hour = digits(2), take(":"),
            let minute = digits(2), take(":"), let second = digits(2)
        else { return false }
        guard month >= 1, month <= 12, day >= 1, day <= CivilDate.days(inMonth: month, of: year),
            hour <= 23, minute <= 59, second <= 59
        else { return false }
        guard fraction(), let offset = zone(), index == text.count else { return false }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return true
    }

    private mutating func digits(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            let digit = text.peek(index) &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
            index &+= 1
        }
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard text.peek(index) == UInt8(ascii: character) else { return false }
        index &+= 1
        return true
    }

    private mutating func fraction() -> Bool {
        guard take(".") else { return true }
        var unit: UInt32 = 100_000_000
        let start = index
        while text.peek(index) &- 0x30 < 10 {
            guard index &- start < 9 else { return false }
            nanoseconds &+= UInt32(text[index] &- 0x30) &* unit
            unit /= 10
            index &+= 1
        }
        return index > start
    }

    /// Seconds east of UTC.
    private mutating func zone() -> Int64? {
        if take("Z") { return 0 }
        let isWest = text.peek(index) == UInt8(ascii: "-")
        guard isWest || text.peek(index) == UInt8(ascii: "+") else { return nil }
        index &+= 1
        guard let hours = digits(2), hours <= 23, take(":"), let minutes = digits(2), minutes <= 59
        else { return nil }
        let offset = hours * 3_600 + minutes * 60
        return isWest ? -offset : offset
    }

    /// The offset from UTC in seconds that a zone names: `UTC`, `+02:00`, `-09:30`, `05:30`.
    static func offset(ofZone zone: ByteSpan) -> Int64? {
        if zone.count == 3, Machine.equals(zone, "UTC") { return 0 }
        var reader = TimestampReader(zone)
        let isWest = zone.peek(0) == UInt8(ascii: "-")
        if isWest || zone.peek(0) == UInt8(ascii: "+") { reader.index = 1 }
        guard let hours = reader.digits(2), hours <= 23, reader.take(":"),
            let minutes = reader.digits(2), minutes <= 59, reader.index == zone.count
        else { return nil }
        let offset = hours * 3_600 + minutes * 60
        return isWest ? -offset : offset
    }
}
