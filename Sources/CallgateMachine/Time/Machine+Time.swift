internal import CallgateBytecode

extension Machine {
    /// A timestamp that a duration later, or earlier.
    func moved(_ time: Slot, by nanoseconds: Int64, negated: Bool) -> Slot {
        let whole = TimeText.floorDivide(nanoseconds, 1_000_000_000)
        let rest = nanoseconds &- whole &* 1_000_000_000
        var seconds = negated ? time.int &- whole : time.int &+ whole
        var fraction = Int64(time.extra) &+ (negated ? -rest : rest)
        if fraction < 0 {
            fraction &+= 1_000_000_000
            seconds &-= 1
        } else if fraction >= 1_000_000_000 {
            fraction &-= 1_000_000_000
            seconds &+= 1
        }
        return TimeText.seconds.contains(seconds)
            ? .timestamp(seconds: seconds, nanoseconds: UInt32(fraction)) : error(.timeRange, time)
    }

    /// The duration from one timestamp to another, where 64 bits hold its nanoseconds.
    func difference(_ left: Slot, _ right: Slot) -> Slot {
        let seconds = left.int &- right.int
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(Int64(left.extra) &- Int64(right.extra))
        return overflow || carry ? error(.timeRange, left, right) : .duration(nanoseconds: sum)
    }

    /// A part of a timestamp in UTC, or of a duration.
    func timePart(_ value: Slot, _ part: UInt32) -> Slot {
        guard let part = TimePart(rawValue: UInt8(truncatingIfNeeded: part)) else {
            return error(.noSuchOverload, value)
        }
        switch value.kind {
        case .timestamp: return .int(Self.part(part, value.int, value.extra))
        case .duration:
            switch part {
            case .hours: return .int(value.int / 3_600_000_000_000)
            case .minutes: return .int(value.int / 60_000_000_000)
            case .seconds: return .int(value.int / 1_000_000_000)
            case .milliseconds: return .int(value.int / 1_000_000 % 1_000)
            default: return error(.noSuchOverload, value)
            }
        case .error: return value
        default: return error(.noSuchOverload, value)
        }
    }

    /// A part of a timestamp as clocks show it in a zone.
    mutating func timePart(_ value: Slot, _ part: UInt32, zone: Slot) -> Slot {
        if value.isKind(.error) { return value }
        if zone.isKind(.error) { return zone }
        guard value.isKind(.timestamp), zone.isKind(.string),
            let part = TimePart(rawValue: UInt8(truncatingIfNeeded: part))
        else { return error(.noSuchOverload, value, zone) }
        guard let offset = offset(ofZone: bytes(of: zone), at: value.int) else {
            return error(.invalidZone, value, zone)
        }
        return .int(Self.part(part, value.int &+ offset, value.extra))
    }

    private static func part(_ part: TimePart, _ seconds: Int64, _ nanoseconds: UInt32) -> Int64 {
        let days = TimeText.floorDivide(seconds, 86_400)
        let ofDay = seconds &- days &* 86_400
        switch part {
        case .hours: return ofDay / 3_600
        case .minutes: return ofDay / 60 % 60
        case .seconds: return ofDay % 60
        case .milliseconds: return Int64(nanoseconds / 1_000_000)
        // 1970-01-01 was a Thursday; Sunday is 0.
        case .dayOfWeek: return ((days &+ 4) % 7 &+ 7) % 7
        case .fullYear, .month, .date, .dayOfMonth, .dayOfYear: break
        }
        let date = CivilDate(daysSince1970: days)
        switch part {
        case .fullYear: return date.year
        case .month: return date.month - 1
        case .date: return date.day
        case .dayOfMonth: return date.day - 1
        default: return days - CivilDate(year: date.year, month: 1, day: 1).daysSince1970
        }
    }
}
