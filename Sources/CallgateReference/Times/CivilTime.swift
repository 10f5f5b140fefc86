/// A day and time of the proleptic Gregorian calendar, without a zone.
struct CivilTime {
    /// Any, 0 included.
    var year: Int
    /// 1 ... 12.
    var month: Int
    /// 1 ... 31.
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    static let secondsPerDay = 86_400

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    static func daysInMonth(_ month: Int, of year: Int) -> Int {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 0001-01-01 to the first of January of a year.
    private static func days(before year: Int) -> Int {
        let years = year - 1
        return years * 365 + years.quotient(4) - years.quotient(100) + years.quotient(400)
    }

    private static let epochDays = days(before: 1970)

    /// From 0 for the first of January.
    var dayOfYear: Int {
        (1..<month).reduce(day - 1) { $0 + Self.daysInMonth($1, of: year) }
    }

    /// From 0 for Sunday. The first of January of the year 1 was a Monday.
    var dayOfWeek: Int {
        (Self.days(before: year) + dayOfYear + 1).remainder(7)
    }

    /// Since 1970-01-01T00:00:00.
    var seconds: Int {
        let days = Self.days(before: year) + dayOfYear - Self.epochDays
        return days * Self.secondsPerDay + hour * 3600 + minute * 60 + second
    }
}

extension CivilTime {
    /// - Parameter seconds: since 1970-01-01T00:00:00.
    init(seconds: Int) {
        let days = seconds.quotient(Self.secondsPerDay) + Self.epochDays
        // 400 years have 146,097 days; the estimate is off by at most one.
        var year = (days * 400).quotient(146_097) + 1
        while Self.days(before: year) > days { year -= 1 }
        while Self.days(before: year + 1) <= days { year += 1 }
        var day = days - Self.days(before: year)
        var month = 1
        while day >= Self.daysInMonth(month, of: year) {
            day -= Self.daysInMonth(month, of: year)
            month += 1
        }
        let time = seconds.remainder(Self.secondsPerDay)
        self.init(
            year: year, month: month, day: day + 1, hour: time / 3600, minute: time / 60 % 60, second: time % 60)
    }
}

extension Int {
    /// Rounded down.
    func quotient(_ divisor: Int) -> Int {
        (self - remainder(divisor)) / divisor
    }

    /// 0 ..< divisor.
    func remainder(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
