import Testing

@Suite("The libraries math and encoders")
struct NumberLibraryTests {
    static let args = #"{"i":2,"f":2.0,"n":null,"l":[1,3.5,2],"b":[1,1e999],"m":[1,"a"]}"#

    @Test("Values", arguments: [
        ("math.greatest(1)", "1"), ("math.greatest(1u, 2u)", "2u"), ("math.greatest(-42.0, -21.5, -100.0)", "-21.5"),
        ("math.greatest([-42.0, -21.5, -100.0])", "-21.5"), ("math.least(-42.0, -21.5, -100.0)", "-100.0"),
        ("math.greatest(args.l)", "3.5 marked"), ("math.least(args.l)", "1 marked"),
        ("math.greatest(args.i, 2.0)", "2 marked"), ("math.greatest(2.0, args.i)", "2.0"),
        ("math.least(1u, 1, 1.0)", "1u"), ("math.greatest(1.0, 1, 1u)", "1.0"),
        ("math.greatest(0.0/0.0)", "nan"), ("math.least([0.0/0.0])", "nan"),
        ("math.greatest(9223372036854775807, 9223372036854775808.0)", "9223372036854775807"),
        ("math.greatest(-1, 18446744073709551615u)", "18446744073709551615u"),
        ("math.least(0.0, -0.0)", "0.0"), ("math.greatest(1.0/0.0, 1)", "inf"), ("math.least(dyn([1, 2]))", "1"),
        ("math.ceil(1.2)", "2.0"), ("math.ceil(-0.5)", "-0.0"), ("math.floor(-1.2)", "-2.0"),
        ("math.round(0.5)", "1.0"), ("math.round(-2.5)", "-3.0"), ("math.round(0.49999999999999994)", "0.0"),
        ("math.trunc(-1.9)", "-1.0"), ("math.ceil(0.0/0.0)", "nan"),
        ("math.floor(1.0/0.0)", "inf"), ("math.ceil(args.f)", "2.0"), ("math.isNaN(0.0/0.0)", "true"),
        ("math.isNaN(1.0)", "false"), ("math.isInf(-1.0/0.0)", "true"), ("math.isInf(0.0/0.0)", "false"),
        ("math.isFinite(1.0)", "true"), ("math.isFinite(0.0/0.0)", "false"),
        ("math.abs(-9223372036854775807)", "9223372036854775807"), ("math.abs(-0.0)", "0.0"),
        ("math.abs(args.i)", "2"), ("math.sign(-42)", "-1"), ("math.sign(0u)", "0u"), ("math.sign(7u)", "1u"),
        ("math.sign(-0.0)", "0.0"), ("math.sign(0.0/0.0)", "nan"), ("math.sign(-1.0/0.0)", "-1.0"),
        ("math.sqrt(81.0)", "9.0"), ("math.sqrt(2)", "1.4142135623730951"), ("math.sqrt(4u)", "2.0"),
        ("math.sqrt(-1)", "nan"), ("math.sqrt(-0.0)", "-0.0"),
        ("math.bitAnd(-3, -5)", "-7"), ("math.bitOr(-2, -4)", "-2"), ("math.bitXor(3u, 5u)", "6u"),
        ("math.bitNot(1)", "-2"), ("math.bitNot(0u)", "18446744073709551615u"), ("math.bitAnd(args.i, 3)", "2"),
        ("math.bitShiftLeft(-1, 2)", "-4"), ("math.bitShiftLeft(1, 63)", "-9223372036854775808"),
        ("math.bitShiftLeft(1, 64)", "0"), ("math.bitShiftLeft(1u, 9223372036854775807)", "0u"),
        ("math.bitShiftLeft(3, 0)", "3"),
        ("math.bitShiftRight(-1, 1)", "9223372036854775807"), ("math.bitShiftRight(-1, 63)", "1"),
        ("math.bitShiftRight(-1, 64)", "0"), ("math.bitShiftRight(1024u, 2)", "256u"),
        ("math.bitShiftRight(-1, 0)", "-1"),
        ("base64.encode(b'')", "\"\""), ("base64.encode(b'h')", "\"aA==\""), ("base64.encode(b'he')", "\"aGU=\""),
        ("base64.encode(b'\\xff\\xfe\\xfd')", "\"//79\""), ("base64.decode('')", "bytes []"),
        ("base64.decode('aA')", "bytes [104]"),
        ("base64.decode('aA==')", "bytes [104]"), ("base64.decode('aGU')", "bytes [104, 101]"),
        ("base64.decode('aB==')", "bytes [104]"), ("base64.decode('a\\nGU\\r\\n=')", "bytes [104, 101]"),
        ("base64.decode('+/+/')", "bytes [251, 255, 191]"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Errors", arguments: [
        ("math.greatest(dyn('string'))", "error no_such_overload"),
        ("math.greatest(dyn([]))", "error invalid_argument"), ("math.least(dyn([]))", "error invalid_argument"),
        ("math.greatest(args.m)", "error no_such_overload"),
        ("math.greatest(args.b)", "error number_out_of_range at 45"),
        ("math.greatest(dyn(['a']))", "error no_such_overload"), ("math.greatest(args.n)", "error no_such_overload"),
        ("math.greatest(dyn({}))", "error no_such_overload"), ("math.greatest(1, args.n)", "error no_such_overload"),
        ("math.greatest(dyn([1]), 1)", "error no_such_overload"),
        ("math.greatest(0.0/0.0, 1.0)", "error invalid_argument"),
        ("math.least(1, 0.0/0.0)", "error invalid_argument"),
        ("math.least(1.0, 2.0, 0.0/0.0)", "error invalid_argument"),
        ("math.greatest(1, 2, dyn('a'))", "error no_such_overload"),
        ("math.greatest(0.0/0.0, 1.0, dyn('a'))", "error no_such_overload"),
        ("math.ceil(dyn(1))", "error no_such_overload"), ("math.floor(dyn(1u))", "error no_such_overload"),
        ("math.round(args.i)", "error no_such_overload"), ("math.trunc(dyn('1'))", "error no_such_overload"),
        ("math.isNaN(dyn(1))", "error no_such_overload"), ("math.isInf(args.n)", "error no_such_overload"),
        ("math.isFinite(dyn(true))", "error no_such_overload"), ("math.abs(-9223372036854775808)", "error overflow"),
        ("math.abs(dyn('1'))", "error no_such_overload"),
        ("math.abs(dyn(duration('-1s')))", "error no_such_overload"), ("math.sign(args.n)", "error no_such_overload"),
        ("math.sqrt(dyn('4'))", "error no_such_overload"),
        ("math.bitAnd(dyn(1), 1u)", "error no_such_overload"), ("math.bitOr(dyn(1.2), 1)", "error no_such_overload"),
        ("math.bitXor(dyn([]), dyn([1]))", "error no_such_overload"),
        ("math.bitNot(dyn(1.0))", "error no_such_overload"), ("math.bitNot(args.f)", "error no_such_overload"),
        ("math.bitShiftLeft(1, -1)", "error invalid_argument"),
        ("math.bitShiftRight(1u, -9223372036854775808)", "error invalid_argument"),
        ("math.bitShiftLeft(dyn(1.0), -1)", "error no_such_overload"),
        ("math.bitShiftLeft(1, dyn(1u))", "error no_such_overload"),
        ("math.bitShiftRight(args.n.x, -1)", "error null_field"),
        ("base64.encode(dyn('a'))", "error no_such_overload"),
        ("base64.decode(dyn(b'aA=='))", "error no_such_overload"), ("base64.decode('a')", "error bad_conversion"),
        ("base64.decode('aA=')", "error bad_conversion"), ("base64.decode('aA===')", "error bad_conversion"),
        ("base64.decode('=')", "error bad_conversion"),
        ("base64.decode('====')", "error bad_conversion"), ("base64.decode('aA==aA==')", "error bad_conversion"),
        ("base64.decode('a-A_')", "error bad_conversion"), ("base64.decode('aA ==')", "error bad_conversion"),
        ("base64.decode('aGé=')", "error bad_conversion"), ("base64.decode('aGUx=')", "error bad_conversion"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
