import Foundation
import Testing

@testable import CallgateZones

@Suite("Zones of the system's tz database")
struct ZoneTests {
    static let isInstalled = !ZoneDatabase.names.isEmpty

    /// Facts of law and history: zone, time in UTC, seconds east.
    static let facts: [(String, String, Int)] = [
        ("Europe/Berlin", "1970-06-01T00:00:00Z", 3_600),
        ("Europe/Berlin", "2026-03-29T00:59:59Z", 3_600),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", 7_200),
        ("Europe/Berlin", "2026-10-25T00:59:59Z", 7_200),
        ("Europe/Berlin", "2026-10-25T01:00:00Z", 3_600),
        // Behind what files list, by the rule; 2400 + 26 has the calendar of 2026.
        ("Europe/Berlin", "2426-03-29T00:59:59Z", 3_600),
        ("Europe/Berlin", "2426-03-29T01:00:00Z", 7_200),
        ("Europe/Berlin", "9999-07-01T00:00:00Z", 7_200),
        ("America/New_York", "2026-03-08T06:59:59Z", -18_000),
        ("America/New_York", "2026-03-08T07:00:00Z", -14_400),
        ("Australia/Sydney", "2009-02-13T23:31:30Z", 39_600),
        ("Australia/Sydney", "2500-07-01T00:00:00Z", 36_000),
        ("Asia/Kathmandu", "2009-02-13T23:31:30Z", 20_700),
        ("Asia/Kathmandu", "1985-12-31T18:00:00Z", 19_800),
        ("America/St_Johns", "2009-02-13T02:00:00Z", -12_600),
        ("Asia/Kolkata", "9999-12-31T23:59:59Z", 19_800),
        ("UTC", "2026-01-01T00:00:00Z", 0),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400),
    ]

    @Test(.enabled(if: isInstalled, "no tz database is installed"), arguments: facts)
    func offsets(_ zone: String, _ time: String, _ seconds: Int) throws {
        let date = try Date(time, strategy: .iso8601)
        let rules = try ZoneDatabase.rules(of: zone)
        #expect(rules.offset(at: Int64(date.timeIntervalSince1970)) == seconds)
    }

    /// Foundation has data of its own. Both agree on the years that no later release has changed.
    @Test(
        .enabled(if: isInstalled, "no tz database is installed"),
        arguments: [
            "Europe/London", "Europe/Paris", "Europe/Lisbon", "America/Chicago", "America/Los_Angeles",
            "America/Sao_Paulo", "Asia/Tokyo", "Asia/Tehran", "Africa/Johannesburg", "Australia/Lord_Howe",
            "Pacific/Auckland", "Pacific/Chatham", "America/Halifax", "Asia/Karachi",
        ])
    func agreesWithFoundation(_ name: String) throws {
        let rules = try ZoneDatabase.rules(of: name)
        let zone = try #require(TimeZone(identifier: name))
        // 1972 to 2018, every 37 hours and a bit.
        for time in stride(from: Int64(63_072_000), to: 1_514_764_800, by: 133_337) {
            let wanted = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time)))
            guard rules.offset(at: time) != wanted else { continue }
            Issue.record("\(name) at \(time): \(rules.offset(at: time)), not \(wanted)")
            return
        }
    }

    /// From the start of the cycle on, one cycle later is the same.
    @Test(.enabled(if: isInstalled, "no tz database is installed"))
    func cycleRepeats() throws {
        for name in ZoneDatabase.names {
            let rules = try ZoneDatabase.rules(of: name)
            #expect(zip(rules.shifts, rules.shifts.dropFirst()).allSatisfy { $0.start < $1.start })
            guard let start = rules.cycleStart else { continue }
            let before = rules.shifts.last { $0.start <= start }?.offset
            let after = rules.shifts.last { $0.start <= start + ZoneRules.cycle }?.offset
            #expect(before == after, "\(name) does not end its cycle as it begins it")
            #expect(rules.shifts.count < 1_500)
        }
    }

    @Test(arguments: [
        "", "/etc/passwd", "..", "../../../etc/passwd", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/",
        "Europe", "europe/berlin\u{0}", "Europe/Berlin ", "No/Such_Zone", "tzdata.zi", "zone.tab", "right/Nothing",
        "localtime", "posixrules", "Factory",
        String(repeating: "a", count: ZoneDatabase.nameBytes), String(repeating: "a", count: ZoneDatabase.nameBytes + 1),
    ])
    func refusesWhatIsNoZone(_ name: String) {
        #expect(throws: ZoneDatabase.Failure.self) { try ZoneDatabase.rules(of: name) }
    }
}

@Suite("Files of the tz database")
struct ZoneFileTests {
    /// A file of version 2 without times, whose one offset is an hour, with a rule behind it.
    private func file(_ rule: String, offset: UInt8 = 0x0E) -> [UInt8] {
        let header: [UInt8] = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let block: [UInt8] = [0, 0, offset, 0x10, 0, 0] + Array("CET\0".utf8)
        return header + counts + block + header + counts + block + Array("\n\(rule)\n".utf8)
    }

    private func rules(_ bytes: [UInt8]) throws -> ZoneRules {
        var reader = ZoneFileReader(bytes)
        return try reader.rules()
    }

    @Test(arguments: [
        // Names in angle brackets, hours past a day, the day of a year, a summer without end.
        ("CET-1", 1_800_000_000, 3_600), ("<+0330>-3:30", 1_800_000_000, 3_600),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", 1_783_000_000, -7_200),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 1_783_000_000, 10_800),
        ("AAA0BBB,J60/0,J300/0", 1_783_000_000, 3_600), ("AAA0BBB,59/0,299/0", 1_783_000_000, 3_600),
        ("EST3EDT4,0/0,J365/23", 1_800_000_000, -14_400),
    ])
    func ruleHolds(_ rule: String, _ time: Int64, _ offset: Int) throws {
        #expect(try rules(file(rule)).offset(at: time) == offset)
    }

    @Test(arguments: [
        "CE-1", "CET", "CET-25", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J300", "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0,", "CET-1 ", "<CET-1", "CET-1:60", "CET-00001",
    ])
    func refusesRules(_ rule: String) {
        #expect(throws: ZoneDatabase.Failure.self) { try rules(file(rule)) }
    }

    /// No prefix of a file is one, and no byte of its headers can be anything.
    @Test func refusesDamage() {
        let whole = file("CET-1")
        #expect(throws: Never.self) { try rules(whole) }
        for count in 0..<whole.count {
            #expect(throws: ZoneDatabase.Failure.self, "\(count) bytes") { try rules(Array(whole[..<count])) }
        }
        for place in 20..<44 {
            var bytes = whole
            bytes[place] = 0xFF
            #expect(throws: ZoneDatabase.Failure.self, "byte \(place)") { try rules(bytes) }
        }
    }

    /// A limit of offsets at, under and over: 93,600 seconds are 26 hours.
    @Test(arguments: [(0x01, true), (0x02, false)])
    func offsetLimit(_ high: UInt8, _ isAccepted: Bool) {
        var bytes = file("")
        for start in [44, 44 + 10 + 44] { bytes[start + 1] = high; bytes[start + 2] = 0x00 }
        #expect(((try? rules(bytes)) != nil) == isAccepted)
    }
}
