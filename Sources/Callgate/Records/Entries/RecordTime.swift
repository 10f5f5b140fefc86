public import CallgateMachine

/// Times in entries: RFC 3339 in UTC with nine digits after the point, so that they sort as texts.
public struct RecordTime: ~Copyable {
    /// The date of the last time that was written: the next one mostly has the same second.
    private var second: Int64 = .min
    private var prefix = LineBuffer()

    init() {}

    /// Microseconds since 1970, rounded down.
    public static func microseconds(_ time: CallTime) -> Int64 {
        time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1_000
    }

    public static func text(_ time: CallTime) -> String {
        var writer = RecordTime()
        var buffer = LineBuffer()
        writer.append(time, to: &buffer)
        return buffer.string
    }

    /// `2026-01-31T12:00:00.000000000Z`, without quotes.
    mutating func append(_ time: CallTime, to buffer: inout LineBuffer) {
        if time.seconds != second {
            second = time.seconds
            writeDate()
        }
        buffer.append(prefix)
        buffer.append(UInt64(time.nanoseconds), digits: 9)
        buffer.append("Z")
    }

    private mutating func writeDate() {
        prefix.removeAll()
        let dayLength: Int64 = 86_400
        let ofDay = ((second % dayLength) + dayLength) % dayLength
        let date = Self.date((second - ofDay) / dayLength)
        for (value, width, end) in [
            (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T"), (ofDay / 3_600, 2, ":"),
            (ofDay / 60 % 60, 2, ":"), (ofDay % 60, 2, "."),
        ] as [(Int64, Int, StaticString)] {
            prefix.append(UInt64(truncatingIfNeeded: value), digits: width)
            prefix.append(end)
        }
    }

    /// The date so many days after 1970-01-01, in the proleptic Gregorian calendar.
    ///
    /// Years are counted from March, so that the leap day ends them, in cycles of 400 years, which have 146,097 days.
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofCycle = shifted - cycle * 146_097
        let yearOfCycle = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365
        let ofYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let day = ofYear - (153 * fromMarch + 2) / 5 + 1
        return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
