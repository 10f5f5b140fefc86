import CallgateBytecode
import CallgateLanguage
import CallgateZones

extension ImageBuilder {
    /// The index of a time zone: `UTC`, an offset such as `+02:00`, or a name of the tz database.
    mutating func intern(
        zone name: [UInt8], at range: SourceRange
    ) throws(LoweringError) -> UInt32 {
        if let known = zones[name] { return known }
        return append(try Self.rules(name, at: range), named: name)
    }

    private static func rules(
        _ name: [UInt8], at range: SourceRange
    ) throws(LoweringError) -> ZoneRules {
        if let offset = fixedOffset(name) { return ZoneRules(fixedOffset: offset) }
        let text = String(decoding: name, as: UTF8.self)
        do {
            return try ZoneDatabase.rules(of: text)
        } catch {
            switch error {
            case .unknown:
                throw LoweringError(
                    "`\(text)` is no time zone of the tz database", at: range,
                    suggestion: nearest(to: text, among: ZoneDatabase.names).map { "\"\($0)\"" })
            case .noDatabase:
                throw LoweringError(
                    "no tz database is installed, so that the time zone `\(text)` is not known",
                    at: range, suggestion: "the variable TZDIR can say where it lies")
            case .damaged(let why):
                throw LoweringError("the tz database's file of `\(text)`: \(why)", at: range)
            }
        }
    }

    /// Makes every zone known, for names that only the machine will see.
    mutating func internAllZones() {
        for name in ZoneDatabase.names where zones[Array(name.utf8)] == nil {
            guard let rules = try? ZoneDatabase.rules(of: name) else { continue }
            _ = append(rules, named: Array(name.utf8))
        }
    }

    private mutating func append(_ rules: ZoneRules, named name: [UInt8]) -> UInt32 {
        let start = UInt32(contents.zoneShifts.count)
        contents.zoneShifts += rules.shifts.map {
            ZoneShiftRecord(start: $0.start, offset: Int32($0.offset))
        }
        contents.zones.append(
            ZoneRecord(
                name: intern(name), shifts: RunRef(start: start, count: UInt32(rules.shifts.count)),
                cycleStart: rules.cycleStart ?? .max, firstOffset: Int32(rules.firstOffset)))
        let index = UInt32(contents.zones.count - 1)
        zones[name] = index
        return index
    }

    /// Seconds east of UTC of `UTC`, `+hh:mm`, `-hh:mm` and `hh:mm`.
    private static func fixedOffset(_ name: [UInt8]) -> Int? {
        if name == Array("UTC".utf8) { return 0 }
        let isWest = name.first == UInt8(ascii: "-")
        let isSigned = isWest || name.first == UInt8(ascii: "+")
        let clock = name.dropFirst(isSigned ? 1 : 0).map { Int($0) - 0x30 }
        guard clock.count == 5, clock[2] == Int(UInt8(ascii: ":")) - 0x30 else { return nil }
        let digits = [clock[0], clock[1], clock[3], clock[4]]
        guard digits.allSatisfy((0...9).contains) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours <= 23, minutes <= 59 else { return nil }
        return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
