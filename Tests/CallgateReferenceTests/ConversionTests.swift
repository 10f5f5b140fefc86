import Testing

/// Conversions between numbers, bools and texts.
struct ConversionTests {
    /// Halfway between the largest double and 2^1024: it rounds to the latter, which is even.
    static let tie =
        "1797693134862315807937289714053034150799341327100378269361737789804449682927647509466490179775872070963"
        + "3028641669288791094655554785194040263065748867150582068190890200070838367627385484581771153176447573027"
        + "0069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792"

    static let args = #"{"i":7,"f":1.5,"n":null,"e":1e999,"l":[]}"#

    @Test(arguments: [
        ("bool(true)", "true"), ("bool(dyn(1))", "error no_such_overload"), ("bool(args.n)", "error no_such_overload"),
        ("bool(args.n.x)", "error null_field"),
        ("int(1)", "1"), ("int(args.i)", "7"), ("int(args.f)", "1"), ("int(-1.9)", "-1"), ("int(1u)", "1"),
        ("int(18446744073709551615u)", "error bad_conversion"),
        ("int(9223372036854775808u)", "error bad_conversion"), ("int(9223372036854775807u)", "9223372036854775807"),
        ("int(9223372036854774784.0)", "9223372036854774784"),
        ("int(9223372036854775808.0)", "error bad_conversion"), ("int(-9223372036854774784.0)", "-9223372036854774784"),
        ("int(-9223372036854775808.0)", "error bad_conversion"),
        ("int(0.0 / 0.0)", "error bad_conversion"), ("int(1.0 / 0.0)", "error bad_conversion"),
        ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"), ("int(now)", "1709210096"),
        ("int(dyn(true))", "error no_such_overload"), ("int(dyn(duration('1s')))", "error no_such_overload"), ("int(args.n)",
        "error no_such_overload"), ("int(args.l)", "error no_such_overload"),
        ("int(args.e)", "error number_out_of_range at 28"), ("int(dyn(b'1'))", "error no_such_overload"),
        ("uint(1u)", "1u"), ("uint(args.i)", "7u"), ("uint(-1)", "error bad_conversion"), ("uint(args.f)", "1u"),
        ("uint(-0.0)", "0u"), ("uint(-0.5)", "error bad_conversion"),
        ("uint(0.9)", "0u"), ("uint(18446744073709549568.0)", "18446744073709549568u"), ("uint(18446744073709551616.0)",
        "error bad_conversion"), ("uint(0.0 / 0.0)", "error bad_conversion"),
        ("uint(dyn(now))", "error no_such_overload"), ("uint(args.n)", "error no_such_overload"),
        ("double(1.5)", "1.5"), ("double(args.f)", "1.5"), ("double(args.i)", "7.0"), ("double(9007199254740993)",
        "9007199254740992.0"), ("double(9223372036854775807)", "9.223372036854776e+18"),
        ("double(18446744073709551615u)", "1.8446744073709552e+19"), ("double(dyn(true))", "error no_such_overload"),
        ("double(args.n)", "error no_such_overload"),
        ("string('a')", "\"a\""), ("string(b'a')", "\"a\""), (#"string(b'\xff')"#, "error bad_conversion"),
        (#"string(b'\xed\xa0\x80')"#, "error bad_conversion"),
        (#"string(b'\xc0\x80')"#, "error bad_conversion"), ("string(true)", "\"true\""), ("string(false)", "\"false\""),
        ("string(args.i)", "\"7\""), ("string(-9223372036854775808)", "\"-9223372036854775808\""),
        ("string(18446744073709551615u)", "\"18446744073709551615\""), ("string(args.f)", "\"1.5\""), ("string(args.n)",
        "error no_such_overload"), ("string(args.l)", "error no_such_overload"),
        ("string(dyn(int))", "error no_such_overload"), ("string(args)", "error no_such_overload"), ("string(args.e)",
        "error number_out_of_range at 28"),
        ("bytes(b'a')", "bytes [97]"), ("bytes('é')", "bytes [195, 169]"), ("bytes(dyn(1))", "error no_such_overload"),
        ("bytes(args.n)", "error no_such_overload"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluateIfChecked(source) == wanted)
    }

    /// The checker has no forms for some conversions, which only values of type `dyn` can reach.
    private func evaluateIfChecked(_ source: String) throws -> String {
        do {
            return try evaluate(source, args: Self.args)
        } catch {
            let call = source.split(separator: "(", maxSplits: 1)
            return try evaluate("\(call[0])(dyn(\(call[1].dropLast())))", args: Self.args)
        }
    }

    @Test(arguments: [
        ("true", true), ("True", true), ("TRUE", true), ("t", true), ("T", true), ("1", true),
        ("false", false), ("False", false), ("FALSE", false), ("f", false), ("F", false), ("0", false),
        ("tRUE", nil), ("yes", nil), ("", nil), ("01", nil), (" true", nil), ("true ", nil), ("2", nil), ("fALSE", nil),
        ("null", nil),
    ])
    func boolTexts(_ text: String, _ wanted: Bool?) throws {
        #expect(try evaluate("bool('\(text)')") == wanted.map { "\($0)" } ?? "error bad_conversion")
    }

    @Test(arguments: [
        ("0", "0", "0u"), ("-0", "0", nil), ("+0", "0", nil), ("7", "7", "7u"), ("-7", "-7", nil), ("+7", "7", nil), ("007",
        "7", "7u"),
        ("9223372036854775807", "9223372036854775807", "9223372036854775807u"),
        ("9223372036854775808", nil, "9223372036854775808u"),
        ("-9223372036854775808", "-9223372036854775808", nil), ("-9223372036854775809", nil, nil),
        ("18446744073709551615", nil, "18446744073709551615u"),
        ("18446744073709551616", nil, nil), ("000000000000000000000000000000000000000000000000001", "1", "1u"),
        ("999999999999999999999999999999999999999999999999999", nil, nil), ("", nil, nil), ("-", nil, nil), ("+", nil, nil),
        ("--1", nil, nil), ("1.0", nil, nil),
        ("1e3", nil, nil), (" 1", nil, nil), ("1 ", nil, nil), ("0x1", nil, nil), ("1_000", nil, nil), ("١", nil, nil),
        ("1u", nil, nil), ("- 1", nil, nil),
    ])
    func integerTexts(_ text: String, _ int: String?, _ uint: String?) throws {
        #expect(try evaluate("int('\(text)')") == int ?? "error bad_conversion")
        #expect(try evaluate("uint('\(text)')") == uint ?? "error bad_conversion")
    }

    @Test(arguments: [
        ("0", "0.0"), ("-0", "-0.0"), ("+1", "1.0"), ("1.", "1.0"), (".5", "0.5"), ("-.5", "-0.5"), ("1.e2", "100.0"),
        (".5E-1", "0.05"), ("1e+2", "100.0"), ("00.10", "0.1"),
        ("1e400", nil), ("-1e400", nil), ("1.7976931348623157e308", "1.7976931348623157e+308"), ("1.7976931348623158e308",
        "1.7976931348623157e+308"),
        ("1.7976931348623159e308", nil), (Self.tie, nil), ("-" + Self.tie, nil),
        (Self.tie.dropLast() + "1", "1.7976931348623157e+308"), (Self.tie + ".000", nil),
        ("4.9e-324", "5e-324"), ("2e-324", "0.0"), ("1e-400", "0.0"), ("1e-99999999999999999999999", "0.0"),
        ("1e99999999999999999999999", nil), ("0e99999999999999999999999", "0.0"),
        ("9007199254740993", "9007199254740992.0"), ("9007199254740993.0000000000000000000000000000000000001",
        "9.007199254740994e+15"), ("0.1", "0.1"),
        ("inf", "inf"), ("+Inf", "inf"), ("-INF", "-inf"), ("infinity", "inf"), ("-InFiNiTy", "-inf"), ("nan", "nan"), ("NaN",
        "nan"), ("-nan", nil), ("+nan", nil), ("infin", nil),
        ("", nil), (".", nil), ("-", nil), ("e1", nil), ("1e", nil), ("1e+", nil), ("1e1.5", nil), ("1.2.3", nil),
        ("0x1p3", nil), (" 1", nil), ("1 ", nil), ("1f", nil), ("--1", nil), ("1e--1", nil),
        ("nan(1)", nil), ("1_0", nil), ("٣", nil),
    ])
    func doubleTexts(_ text: String, _ wanted: String?) throws {
        #expect(try evaluate("double('\(text)')") == wanted ?? "error bad_conversion")
    }

    @Test(arguments: [
        ("0.0", "0"), ("-0.0", "-0"), ("1.0", "1"), ("-1.5", "-1.5"), ("0.1", "0.1"), ("100.0", "100"), ("120.5", "120.5"),
        ("999999.0", "999999"), ("999999.5", "999999.5"), ("1000000.0", "1e+06"),
        ("1234567.0", "1.234567e+06"), ("123456.789", "123456.789"), ("1234567.5", "1.2345675e+06"), ("0.0001", "0.0001"),
        ("0.00012", "0.00012"), ("0.00001", "1e-05"), ("0.00000015", "1.5e-07"),
        ("1e21", "1e+21"), ("1e100", "1e+100"), ("-1e-100", "-1e-100"), ("5e-324", "5e-324"), ("2.2250738585072014e-308",
        "2.2250738585072014e-308"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740993.0", "9.007199254740992e+15"), ("123456789012345680.0", "1.2345678901234568e+17"), ("0.3", "0.3"),
        ("0.1 + 0.2", "0.30000000000000004"), ("1.0 / 3.0", "0.3333333333333333"),
        ("0.0 / 0.0", "NaN"), ("1.0 / 0.0", "+Inf"), ("-1.0 / 0.0", "-Inf"), ("2e-44", "2e-44"), ("9.5e-3", "0.0095"),
        ("10.0", "10"), ("100000.0", "100000"),
    ])
    func writtenDoubles(_ double: String, _ wanted: String) throws {
        #expect(try evaluate("string(\(double))") == "\"\(wanted)\"")
    }

    @Test("A written double reads back, and with a digit less does not")
    func shortest() throws {
        for index in 1...300 {
            // Multiples of the golden ratio spread over all exponents.
            let double = Double(bitPattern: UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
            guard double.isFinite, double != 0 else { continue }
            let source = "double(string(args.x)) == args.x ? string(args.x) : ''"
            let text = try evaluate(source, args: #"{"x":\#(double)}"#).filter { $0 != "\"" }
            #expect(!text.isEmpty, "\(double.bitPattern)")
            let mantissa = text.prefix { $0 != "e" }
            guard let last = mantissa.last, last != ".", mantissa.count > 1, mantissa.contains(".") else { continue }
            let exponent = text.dropFirst(mantissa.count)
            #expect(Double(mantissa.dropLast() + "0" + exponent) != double, "\(text)")
        }
    }
}
