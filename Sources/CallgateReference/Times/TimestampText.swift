/// Timestamps as texts, in RFC 3339's form.
enum TimestampText {
    /// Any year from 0 to 9999, and what an offset makes of it; nil for what is not in the form.
    static func read(_ text: String) -> Timestamp? {
        var reader = TextReader(text)
        guard let date = readDate(&reader), reader.accept("T"), let seconds = readTime(&reader, of: date) else { return nil }
        var nanoseconds = 0
        if reader.accept(".") {
            let digits = reader.digits(atMost: 9)
            if digits.isEmpty { return nil }
            nanoseconds = (digits + Array(repeating: 0, count: 9 - digits.count)).reduce(0) { $0 * 10 + $1 }
        }
        guard let offset = readOffset(&reader), reader.isAtEnd else { return nil }
        return Timestamp(seconds: Int64(seconds - offset), nanoseconds: Int64(nanoseconds))
    }

    private static func readDate(_ reader: inout TextReader) -> CivilTime? {
        guard let year = reader.number(digits: 4), reader.accept("-"), let month = reader.number(digits: 2),
            reader.accept("-"), let day = reader.number(digits: 2), (1...12).contains(month), day >= 1,
            day <= CivilTime.daysInMonth(month, of: year)
        else { return nil }
        return CivilTime(year: year, month: month, day: day)
    }

    private static func readTime(_ reader: inout TextReader, of date: CivilTime) -> Int? {
        guard let hour = reader.number(digits: 2), reader.accept(":"), let minute = reader.number(digits: 2),
            reader.accept(":"), let second = reader.number(digits: 2), hour <= 23, minute <= 59, second <= 59
        else { return nil }
        return date.seconds + hour * 3600 + minute * 60 + second
    }

    /// Seconds to the east.
    private static func readOffset(_ reader: inout TextReader) -> Int? {
        if reader.accept("Z") { return 0 }
        let isWest = reader.accept("-")
        guard isWest || reader.accept("+"), let seconds = readHoursAndMinutes(&reader) else { return nil }
        return isWest ? -seconds : seconds
    }

    /// `hh:mm` to `23:59`, as seconds.
    static func readHoursAndMinutes(_ reader: inout TextReader) -> Int? {
        guard let hours = reader.number(digits: 2), reader.accept(":"), let minutes = reader.number(digits: 2),
            hours <= 23, minutes <= 59
        else { return nil }
        return hours * 3600 + minutes * 60
    }

    // MARK: Writing

    static func write(_ timestamp: Timestamp) -> String {
        let time = CivilTime(seconds: Int(timestamp.seconds))
        let date = "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))"
        let clock = "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
        return "\(date)T\(clock)\(fraction(Int(timestamp.nanoseconds)))Z"
    }

    /// A point and the digits of so many nanoseconds, without zeros at the end; nothing for none.
    static func fraction(_ nanoseconds: Int) -> String {
        if nanoseconds == 0 { return "" }
        var digits = padded(nanoseconds, 9)
        while digits.last == "0" { digits.removeLast() }
        return "." + digits
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
