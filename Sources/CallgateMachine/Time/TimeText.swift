/// Timestamps and durations as text.
enum TimeText {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    static var seconds: ClosedRange<Int64> { -62_135_596_800...253_402_300_799 }

    /// RFC 3339 in UTC, with as many digits of a second as are not zero.
    static func write(_ seconds: Int64, _ nanoseconds: UInt32, to buffer: inout TextBuffer) {
        let days = floorDivide(seconds, 86_400)
        let ofDay = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        write(date.year, 4, &buffer)
        buffer.append("-")
        write(date.month, 2, &buffer)
        buffer.append("-")
        write(date.day, 2, &buffer)
        buffer.append("T")
        write(ofDay / 3_600, 2, &buffer)
        buffer.append(":")
        write(ofDay / 60 % 60, 2, &buffer)
        buffer.append(":")
        write(ofDay % 60, 2, &buffer)
        writeFraction(UInt64(nanoseconds), &buffer)
        buffer.append("Z")
    }

    /// Seconds, with as many digits after the point as are not zero, and an `s`.
    static func write(duration nanoseconds: Int64, to buffer: inout TextBuffer) {
        if nanoseconds < 0 { buffer.append("-") }
        buffer.append(nanoseconds.magnitude / 1_000_000_000)
        writeFraction(nanoseconds.magnitude % 1_000_000_000, &buffer)
        buffer.append("s")
    }

    @inline(__always)
    private static func write(_ value: Int64, _ width: Int, _ buffer: inout TextBuffer) {
        buffer.append(value.magnitude, width: width)
    }

    private static func writeFraction(_ nanoseconds: UInt64, _ buffer: inout TextBuffer) {
        guard nanoseconds > 0 else { return }
        var digits = nanoseconds
        var width = 9
        while digits % 10 == 0 {
            digits /= 10
            width &-= 1
        }
        buffer.append(".")
        buffer.append(digits, width: width)
    }

    @inline(__always)
    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value &- (divisor &- 1)) / divisor
    }
}
