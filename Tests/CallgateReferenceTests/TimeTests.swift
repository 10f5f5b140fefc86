import Testing

/// Timestamps and durations. `now` is 2024-02-29T12:34:56.789Z.
struct TimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "0.0"), ("1970-01-01T00:00:01.5Z", "1.500000000"), ("1969-12-31T23:59:59.25Z",
        "-1.250000000"), ("2024-02-29T12:34:56.789Z", "1709210096.789000000"),
        ("0001-01-01T00:00:00Z", "-62135596800.0"), ("9999-12-31T23:59:59.999999999Z", "253402300799.999999999"),
        ("2000-02-29T00:00:00Z", "951782400.0"),
        ("1970-01-01T01:00:00+01:00", "0.0"), ("1969-12-31T23:30:00-00:30", "0.0"), ("1970-01-01T23:59:00+23:59", "0.0"),
        ("1970-01-01T00:00:00-00:00", "0.0"),
        ("1970-01-01T00:00:00.000000001Z", "0.1"), ("0000-12-31T23:00:00-01:00", "-62135596800.0"), ("1900-02-28T00:00:00Z",
        "-2203977600.0"),
    ])
    func timestamps(_ text: String, _ wanted: String) throws {
        #expect(try evaluate("timestamp('\(text)')") == "timestamp \(wanted)")
    }

    @Test(arguments: [
        "", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01t00:00:00Z", "1970-01-01T00:00:00z", "1970-01-01 00:00:00Z",
        "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.1234567890Z",
        "1970-1-01T00:00:00Z", "70-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "1970-00-01T00:00:00Z", "1970-13-01T00:00:00Z",
        "1970-01-00T00:00:00Z", "1970-01-32T00:00:00Z", "1970-04-31T00:00:00Z",
        "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:60Z", "1970-01-01T00:00Z", "1970-01-01T00:00:00+0100", "1970-01-01T00:00:00+01",
        "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00+00:60", "1970-01-01T00:00:00Z ", " 1970-01-01T00:00:00Z",
        "-1970-01-01T00:00:00Z", "1970-01-01T00:00:00,5Z", "1970-01-01T00:00:00UTC", "1970-01-01T00:00:00ZZ",
        "+970-01-01T00:00:00Z", "1970-01-01T00:00:00+1:00",
    ])
    func refusedTimestamps(_ text: String) throws {
        #expect(try evaluate("timestamp('\(text)')") == "error bad_conversion")
    }

    @Test(arguments: [
        ("timestamp('0000-12-31T23:59:59Z')", "error time_out_of_range"), ("timestamp('0001-01-01T00:00:00+00:01')",
        "error time_out_of_range"), ("timestamp('9999-12-31T23:59:59-00:01')", "error time_out_of_range"),
        ("timestamp('0000-02-29T00:00:00Z')", "error time_out_of_range"), ("timestamp('0000-02-30T00:00:00Z')",
        "error bad_conversion"), ("timestamp(-62135596800)", "timestamp -62135596800.0"), ("timestamp(-62135596801)",
        "error time_out_of_range"),
        ("timestamp(253402300799)", "timestamp 253402300799.0"), ("timestamp(253402300800)", "error time_out_of_range"),
        ("timestamp(dyn(1.5))", "error no_such_overload"), ("timestamp(dyn(1u))", "error no_such_overload"),
        ("timestamp(args.i)", "timestamp 7.0"), ("timestamp(args.n)", "error no_such_overload"), ("timestamp(now) == now",
        "true"), ("duration(dyn(1))", "error no_such_overload"), ("duration(args.n)", "error no_such_overload"),
        ("duration(duration('1s'))", "duration 1000000000"), ("timestamp(dyn(duration('1s')))", "error no_such_overload"),
        ("duration(dyn(now))", "error no_such_overload"),
        // Written.
        ("string(now)", "\"2024-02-29T12:34:56.789Z\""), ("string(timestamp(0))", "\"1970-01-01T00:00:00Z\""),
        ("string(timestamp('0001-01-01T00:00:00.000000001Z'))", "\"0001-01-01T00:00:00.000000001Z\""),
        ("string(timestamp('1970-01-01T01:00:00.10+01:00'))", "\"1970-01-01T00:00:00.1Z\""), ("string(timestamp(-1))",
        "\"1969-12-31T23:59:59Z\""), ("string(timestamp('9999-12-31T23:59:59.999999999Z'))", "\"9999-12-31T23:59:59.999999999Z\""),
        ("string(duration('90s'))", "\"90s\""), ("string(duration('-500ms'))", "\"-0.5s\""), ("string(duration('0'))",
        "\"0s\""), ("string(duration('1h1ns'))", "\"3600.000000001s\""),
        ("string(duration('-9223372036854775808ns'))", "\"-9223372036.854775808s\""),
        // Arithmetic.
        ("timestamp(1) + duration('1s')", "timestamp 2.0"), ("duration('1s') + timestamp(1)", "timestamp 2.0"),
        ("timestamp(0) - duration('1ns')", "timestamp -1.999999999"), ("timestamp(5) - timestamp(3)", "duration 2000000000"),
        ("timestamp(3) - timestamp('1970-01-01T00:00:05.5Z')", "duration -2500000000"), ("duration('1s') + duration('1m')",
        "duration 61000000000"), ("duration('1s') - duration('1m')", "duration -59000000000"),
        ("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')", "error time_out_of_range"),
        ("timestamp(-62135596800) - duration('1ns')", "error time_out_of_range"),
        ("timestamp(253402300799) + duration('0.5s')", "timestamp 253402300799.500000000"),
        ("timestamp(9223372036) - timestamp('1969-12-31T23:59:59.9Z')", "duration 9223372036100000000"),
        ("timestamp(9223372037) - timestamp(0)", "error time_out_of_range"),
        ("timestamp(253402300799) - timestamp(-62135596800)", "error time_out_of_range"),
        ("duration('9223372036854775807ns') + duration('1ns')", "error time_out_of_range"),
        ("duration('-9223372036854775808ns') - duration('1ns')", "error time_out_of_range"),
        ("duration('-1ns') - duration('-9223372036854775808ns')", "duration 9223372036854775807"),
        ("dyn(duration('1s')) - now", "error no_such_overload"), ("dyn(now) + now", "error no_such_overload"),
        ("dyn(duration('1s')) * 2", "error no_such_overload"), ("dyn(now) + 1", "error no_such_overload"),
        ("-dyn(duration('1s'))", "error no_such_overload"),
    ])
    func times(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: #"{"i":7,"n":null}"#) == wanted)
    }

    @Test(arguments: [
        ("0", 0), ("+0", 0), ("-0", 0), ("0s", 0), ("1s", 1_000_000_000), ("-1s", -1_000_000_000), ("+1s", 1_000_000_000),
        ("1h2m3s4ms5us6ns", 3_723_004_005_006), ("1m1h", 3_660_000_000_000), ("1s1s", 2_000_000_000),
        ("1µs", 1000), ("1μs", 1000), ("1us", 1000), ("1.5h", 5_400_000_000_000), (".5s", 500_000_000),
        ("1.s", 1_000_000_000), ("-.5m", -30_000_000_000), ("0.9ns", 0), ("1.9ns", 1), ("-1.9ns", -1), ("0.5ns0.5ns", 0),
        ("0.0000000000000001h", 0), ("0.3333333333333333h", 1_199_999_999_999),
        ("0.33333333333333339999h", 1_199_999_999_999), ("9223372036854775807ns", Int64.max), ("-9223372036854775808ns", Int64.min),
        ("0.00000000000000009999s", 0), ("2562047h47m16.854775807s", Int64.max), ("-2562047h47m16.854775808s", Int64.min),
        ("0000000000000000000000000000001s", 1_000_000_000),
    ])
    func durations(_ text: String, _ wanted: Int64) throws {
        #expect(try evaluate("duration('\(text)')") == "duration \(wanted)")
    }

    @Test(arguments: [
        "", "+", "-", "1", "00", "0.0", "s", ".s", ".", "1 s", " 1s", "1s ", "1S", "1d", "1w", "1sec", "--1s", "1s-1s",
        "1s+1s", "1e3s", "1..5s", "1.5.5s", "9223372036854775808ns", "-9223372036854775809ns", "2562048h",
        "9999999999999999999999999999999999999999999s", "9223372036854775807ns1ns", "1h0", "01", "1m.s", "١s", "inf", "1µ",
        "0x1s", "PT1S",
    ])
    func refusedDurations(_ text: String) throws {
        #expect(try evaluate("duration('\(text)')") == "error bad_conversion")
    }

    @Test("Each accessor in UTC, an hour before it, and 23:59 after it", arguments: [
        ("getFullYear", 2024, 2024, 2024), ("getMonth", 1, 1, 2), ("getDate", 29, 29, 1), ("getDayOfMonth", 28, 28, 0),
        ("getDayOfYear", 59, 59, 60), ("getDayOfWeek", 4, 4, 5), ("getHours", 12, 11, 12),
        ("getMinutes", 34, 34, 33), ("getSeconds", 56, 56, 56), ("getMilliseconds", 789, 789, 789),
    ])
    func accessors(_ name: String, _ utc: Int, _ west: Int, _ east: Int) throws {
        #expect(try evaluate("now.\(name)()") == "\(utc)")
        #expect(try evaluate("now.\(name)('UTC')") == "\(utc)")
        #expect(try evaluate("now.\(name)('-00:00')") == "\(utc)")
        #expect(try evaluate("now.\(name)('-01:00')") == "\(west)")
        #expect(try evaluate("now.\(name)('+23:59')") == "\(east)")
        #expect(try evaluate("now.\(name)('23:59')") == "\(east)")
        #expect(try evaluate("now.\(name)(args.n)", args: #"{"n":null}"#) == "error no_such_overload")
        #expect(try evaluate("args.n.\(name)()", args: #"{"n":null}"#) == "error no_such_overload")
        #expect(try evaluate("args.n.x.\(name)('nowhere')", args: #"{"n":null}"#) == "error null_field")
        #expect(try evaluate("dyn(duration('1s')).\(name)('UTC')") == "error no_such_overload")
    }

    @Test(arguments: [
        "", "utc", "Z", "Nowhere/Else", "Europe/Berlin ", "+1:00", "1:00", "+24:00", "+00:60", "+0100", "+01", "01:00:00", "+-01:00",
        "UTC ", "+01:00 ", "−01:00",
    ])
    func refusedZones(_ zone: String) throws {
        #expect(try evaluate("now.getHours('\(zone)')") == "error invalid_time_zone")
        #expect(try evaluate("dyn(duration('1s')).getHours('\(zone)')") == "error no_such_overload")
    }

    @Test(arguments: [
        ("timestamp('0001-01-01T00:00:00Z').getFullYear('-00:01')", "0"),
        ("timestamp('0001-01-01T00:00:00Z').getDayOfYear('-00:01')", "365"),
        ("timestamp('0001-01-01T00:00:00Z').getDayOfWeek()", "1"),
        ("timestamp('0001-01-01T00:00:00Z').getDayOfWeek('-00:01')", "0"),
        ("timestamp('9999-12-31T23:59:59Z').getFullYear('00:01')", "10000"),
        ("timestamp('9999-12-31T23:59:59Z').getDayOfWeek()", "5"),
        ("timestamp('1969-12-31T23:59:59.999Z').getMilliseconds()", "999"),
        ("timestamp('1969-12-31T23:59:59.999Z').getSeconds()", "59"), ("timestamp('2023-12-31T00:00:00Z').getDayOfYear()",
        "364"), ("timestamp('1970-01-01T00:00:00Z').getDayOfWeek()", "4"),
        ("duration('3h1s').getHours()", "3"), ("duration('-90m').getHours()", "-1"), ("duration('-90m').getMinutes()", "-90"),
        ("duration('90.9s').getSeconds()", "90"), ("duration('-90.9s').getSeconds()", "-90"),
        ("duration('1.2345s').getMilliseconds()", "234"), ("duration('-1.2345s').getMilliseconds()", "-234"),
        ("duration('1h').getMilliseconds()", "0"), ("dyn(duration('1h')).getFullYear()", "error no_such_overload"),
        ("dyn(duration('1h')).getDate()", "error no_such_overload"), ("dyn(duration('1h')).getDayOfWeek()",
        "error no_such_overload"), ("dyn('2024').getFullYear()", "error no_such_overload"),
    ])
    func parts(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source) == wanted)
    }

    @Test("Days of the first 164 years, counted one by one")
    func calendar() throws {
        // Every 31st day is asked for, so that all months and leap years are met.
        var (year, month, day, weekday) = (1, 1, 1, 1)
        let leap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        for index in 0..<60_000 {
            if index % 31 == 0 {
                let seconds = index * 86_400 - 62_135_596_800
                let time = "timestamp(\(seconds))"
                let source = "[\(time).getFullYear(), \(time).getMonth(), \(time).getDate(), \(time).getDayOfWeek()]"
                #expect(try evaluate(source) == "[\(year), \(month - 1), \(day), \(weekday)]")
            }
            weekday = (weekday + 1) % 7
            day += 1
            let length = month == 2 ? (leap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }
}
