/// The proleptic Gregorian calendar, in days since 1970-01-01.
enum Calendar {
    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// January 1st of a year.
    static func day(ofYear year: Int) -> Int64 {
        let before = Int64(year) - 1
        let leaps = floorDivide(before, 4) - floorDivide(before, 100) + floorDivide(before, 400)
        // Days from 0001-01-01 to 1970-01-01.
        return before * 365 + leaps - 719_162
    }

    static func year(ofDay day: Int64) -> Int {
        // Too early by at most one, as a year has more than 365 days on average.
        var year = Int(floorDivide(day * 400, 146_097)) + 1970 - 1
        while Self.day(ofYear: year + 1) <= day { year += 1 }
        return year
    }

    /// Days before a month, 1 ... 12.
    static func dayOfYear(month: Int, isLeap: Bool) -> Int {
        (1..<month).reduce(0) { $0 + days(inMonth: $1, isLeap: isLeap) }
    }

    static func days(inMonth month: Int, isLeap: Bool) -> Int {
        switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        dividend >= 0 ? dividend / divisor : -((-dividend + divisor - 1) / divisor)
    }
}
