/// The rule by which a zone's offsets go on after those that its file lists: the value of a POSIX
/// `TZ` variable with RFC 8536's extension of hours, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
    private var standard: Int
    private var summer: Summer?

    private struct Summer {
        var offset: Int
        var start: DayRule
        var end: DayRule
    }

    /// A day of each year, and a time of it in seconds, on a clock that shows what held before.
    private struct DayRule {
        var day: Day
        var time: Int
    }

    private enum Day {
        /// 1 ... 365, never the leap day.
        case julian(Int)
        /// 0 ... 365.
        case ofYear(Int)
        /// Month 1 ... 12, week 1 ... 5 (5: the last), day 0 (Sunday) ... 6.
        case ofMonth(Int, week: Int, day: Int)
    }

    /// Nil for an empty text: nothing is known then.
    init?(_ text: [UInt8]) throws(ZoneDatabase.Failure) {
        guard !text.isEmpty else { return nil }
        var parser = ZoneRuleParser(text)
        try parser.name()
        standard = -(try parser.time(atMost: 24))
        guard !parser.isAtEnd else { return }
        try parser.name()
        var offset = standard + 3_600
        if parser.next != UInt8(ascii: ",") { offset = -(try parser.time(atMost: 24)) }
        let start = try Self.dayRule(&parser)
        let end = try Self.dayRule(&parser)
        guard parser.isAtEnd else { throw parser.failure }
        summer = Summer(offset: offset, start: start, end: end)
    }

    private static func dayRule(_ parser: inout ZoneRuleParser) throws(ZoneDatabase.Failure) -> DayRule {
        try parser.expect(",")
        let day: Day
        if parser.accept("J") {
            day = .julian(try parser.number(1...365))
        } else if parser.accept("M") {
            let month = try parser.number(1...12)
            try parser.expect(".")
            let week = try parser.number(1...5)
            try parser.expect(".")
            day = .ofMonth(month, week: week, day: try parser.number(0...6))
        } else {
            day = .ofYear(try parser.number(0...365))
        }
        return DayRule(day: day, time: parser.accept("/") ? try parser.time(atMost: 167) : 7_200)
    }

    /// The shifts that a file lists, and behind them those of one cycle by this rule.
    func continuing(_ shifts: [ZoneRules.Shift], from firstOffset: Int) -> ZoneRules {
        guard let summer else {
            return ZoneRules(firstOffset: firstOffset, shifts: shifts, cycleStart: nil)
        }
        let last = shifts.last?.start
        let year = last.map { Calendar.year(ofDay: Calendar.floorDivide($0, 86_400)) } ?? 1969
        var all = shifts
        for year in year...year + 401 {
            var pair = [
                ZoneRules.Shift(start: instant(summer.start, year, offset: standard), offset: summer.offset),
                ZoneRules.Shift(start: instant(summer.end, year, offset: summer.offset), offset: standard),
            ]
            pair.sort { $0.start < $1.start }
            for shift in pair where last.map({ shift.start > $0 }) ?? true {
                // A summer that ends as the next one begins has not ended.
                while let previous = all.last, previous.start >= shift.start { all.removeLast() }
                all.append(shift)
            }
        }
        return ZoneRules(
            firstOffset: firstOffset, shifts: all,
            cycleStart: Calendar.day(ofYear: year + 1) * 86_400)
    }

    /// Seconds since 1970 of a rule's day in a year, where clocks are `offset` ahead of UTC.
    private func instant(_ rule: DayRule, _ year: Int, offset: Int) -> Int64 {
        let first = Calendar.day(ofYear: year)
        let day: Int64
        switch rule.day {
        case .julian(let number):
            // March 1st is number 60 in every year.
            day = first + Int64(number - 1) + (Calendar.isLeap(year) && number >= 60 ? 1 : 0)
        case .ofYear(let number): day = first + Int64(number)
        case .ofMonth(let month, let week, let weekday):
            let start = first + Int64(Calendar.dayOfYear(month: month, isLeap: Calendar.isLeap(year)))
            // 1970-01-01 was a Thursday.
            let ahead = (Int64(weekday) - (start + 4) % 7 + 14) % 7
            var found = start + ahead + Int64(week - 1) * 7
            while found >= start + Int64(Calendar.days(inMonth: month, isLeap: Calendar.isLeap(year))) {
                found -= 7
            }
            day = found
        }
        return day * 86_400 + Int64(rule.time - offset)
    }
}
