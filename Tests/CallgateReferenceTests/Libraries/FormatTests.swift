import Testing

@Suite("format")
struct FormatTests {
    static let args = #"{"n":null,"b":[1,1e999],"o":{"z":1,"a":[true]},"d":{"k":1,"k":2},"i":7,"f":2.50}"#

    @Test("Texts", arguments: [
        ("'a%%b'.format([])", "a%b"), ("'%s%s'.format(['a', 'b'])", "ab"), ("'%s'.format(['a', 'left over'])", "a"),
        ("''.format([1])", ""),
        ("'%d %d'.format([-7, 7u])", "-7 7"), ("'%d'.format([2.5])", "2.5"),
        ("'%d'.format([1e21])", "1000000000000000000000"), ("'%d'.format([-0.0])", "-0"),
        ("'%d'.format([1e-7])", "0.0000001"), ("'%d'.format([3.0])", "3"), ("'%.3d'.format([3.14159])", "3.14159"),
        ("'%.9s'.format(['a'])", "a"),
        ("'%s'.format([1e6])", "1000000"), ("'%s'.format([123456789.125])", "123456789.125"),
        ("'%s'.format([5e-324])", "0." + String(repeating: "0", count: 323) + "5"),
        ("'%s %s %s'.format([0.0/0.0, 1.0/0.0, -1.0/0.0])", "NaN Infinity -Infinity"),
        ("'%f %f'.format([0.0/0.0, -1.0/0.0])", "NaN -Infinity"), ("'%e'.format([1.0/0.0])", "Infinity"),
        ("'%f'.format([2])", "2.000000"), ("'%f'.format([2u])", "2.000000"),
        ("'%.0f %.0f %.0f %.0f'.format([0.5, 1.5, 2.5, 3.5])", "0 2 2 4"), ("'%.0f'.format([-0.5])", "-0"),
        ("'%.2f'.format([0.125])", "0.12"), ("'%.2f'.format([0.375])", "0.38"), ("'%.1f'.format([0.25])", "0.2"),
        ("'%.1f'.format([0.35])", "0.3"), ("'%.2f'.format([1.005])", "1.00"),
        ("'%.3f'.format([999.9995])", "1000.000"), ("'%.1f'.format([9.96])", "10.0"),
        ("'%f'.format([-0.0])", "-0.000000"), ("'%.2f'.format([1e-300])", "0.00"), ("'%.0f'.format([0.0])", "0"),
        ("'%.1f'.format([1e22])", "10000000000000000000000.0"), ("'%.20f'.format([0.1])", "0.10000000000000000555"),
        ("'%.07f'.format([0.1])", "0.1000000"),
        ("'%f'.format([9223372036854775807])", "9223372036854775808.000000"),
        ("'%e'.format([0.0])", "0.000000e+00"), ("'%e'.format([1])", "1.000000e+00"),
        ("'%.0e'.format([2.5])", "2e+00"), ("'%.0e'.format([3.5])", "4e+00"), ("'%.1e'.format([9.96])", "1.0e+01"),
        ("'%.2e'.format([-123456.0])", "-1.23e+05"), ("'%e'.format([1.5e-9])", "1.500000e-09"),
        ("'%e'.format([1e300])", "1.000000e+300"), ("'%.3e'.format([5e-324])", "4.941e-324"),
        ("'%.0e'.format([9.5])", "1e+01"),
        ("'%b %b %b %b'.format([5, -5, true, false])", "101 -101 1 0"),
        ("'%b'.format([-9223372036854775808])", "-1" + String(repeating: "0", count: 63)),
        ("'%b'.format([18446744073709551615u])", String(repeating: "1", count: 64)),
        ("'%o %o'.format([8, -8])", "10 -10"), ("'%x %X %x'.format([255, 255u, -255])", "ff FF -ff"),
        ("'%x %X'.format(['hi\\n', b'\\xff\\x00'])", "68690a FF00"), ("'%x'.format(['é'])", "c3a9"),
        ("'%s %s %s'.format([null, true, b'ab'])", "null true ab"),
        ("'%s'.format([b'a\\xff\\xfeb\\xe2\\x82c\\xf0'])", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"), ("'%s'.format([b''])", ""),
        ("'%s'.format([b'\\xed\\xa0\\x80'])", "\u{FFFD}"),
        ("'%s'.format([b'\\xef\\xbf\\xbd\\xff'])", "\u{FFFD}\u{FFFD}"),
        ("'%s'.format([timestamp('2009-11-10T23:00:00.5Z')])", "2009-11-10T23:00:00.5Z"),
        ("'%s'.format([duration('-1.5s')])", "-1.5s"),
        ("'%s %s'.format([type(1), type(now)])", "int google.protobuf.Timestamp"),
        ("'%s'.format([[]])", "[]"), ("'%s'.format([{}])", "{}"),
        ("'%s'.format([[1, [2.5, 'a'], {1: b'x'}]])", "[1, [2.5, a], {1: x}]"),
        ("'%s'.format([{'b': 1, 'a': 2, 'B': 3, 'aa': 4}])", "{B: 3, a: 2, aa: 4, b: 1}"),
        ("'%s'.format([{10: 1, 9: 2, true: 3, 'x': 4}])", "{10: 1, 9: 2, true: 3, x: 4}"),
        ("'%s'.format([{'1': 'first', 1: 'second'}])", "{1: first, 1: second}"),
        ("'%s'.format([args.o])", "{a: [true], z: 1}"),
        ("'%s %d %f'.format([args.i, args.i, args.f])", "7 7 2.500000"),
        ("'%s'.format(args.b)", "1"), ("'é%sü'.format(['ö'])", "éöü"),
    ])
    func texts(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == "\"\(wanted)\"")
    }

    @Test("Precisions are exact to the last digit that a clause can ask for")
    func exact() throws {
        let digits = "0.1000000000000000055511151231257827021181583404541015625"
        #expect(try evaluate("'%.55f'.format([0.1])") == "\"\(digits)\"")
        #expect(try evaluate("'%.99f'.format([0.1])") == "\"\(digits)\(String(repeating: "0", count: 44))\"")
        #expect(try evaluate("'%.100f'.format([0.1])") == "\"\(digits)\(String(repeating: "0", count: 45))\"")
        #expect(try evaluate("'%.101f'.format([0.1])") == "error invalid_argument")
    }

    @Test("What is no clause, or has no element that suits it", arguments: [
        "'%'.format([1])", "'a%'.format([])", "'%a'.format([1])", "'%S'.format(['a'])", "'% d'.format([1])",
        "'%5d'.format([1])", "'%-d'.format([1])", "'%+d'.format([1])", "'%.f'.format([1.5])",
        "'%.'.format([1.5])", "'%.5'.format([1.5])", "'%.-1f'.format([1.5])",
        "'%.1000000000000000000000f'.format([1.5])", "'%..5f'.format([1.5])", "'%é'.format([1])",
        "'%.5%'.format([1])",
        "'%s'.format([])", "'%s %s'.format(['a'])", "'%d'.format(['1'])", "'%d'.format([true])",
        "'%d'.format([null])", "'%d'.format([b'1'])", "'%d'.format([[1]])", "'%f'.format(['NaN'])",
        "'%f'.format([true])",
        "'%e'.format([null])", "'%e'.format(['1'])", "'%b'.format([1.5])", "'%b'.format(['a'])",
        "'%o'.format([true])", "'%o'.format([1.0])", "'%x'.format([1.5])", "'%x'.format([true])",
        "'%X'.format([null])",
        "'%x'.format([[1]])", "'%s'.format([optional.of(1)])", "'%s'.format([[optional.none()]])",
        "'%s'.format([ip('::')])", "'%s'.format([{'a': cidr('::/0')}])", "'%d'.format([timestamp(0)])",
        "'%d'.format([duration('1s')])", "'%f'.format([int])",
    ])
    func refused(_ source: String) throws {
        #expect(try evaluate(source, args: Self.args) == "error invalid_argument")
    }

    @Test("Of several errors the leftmost", arguments: [
        ("'%s %s'.format(args.b)", "error number_out_of_range at 17"),
        ("'%s %a'.format(args.b)", "error invalid_argument"),
        ("'%s %d %a'.format(args.b)", "error number_out_of_range at 17"),
        ("'%s'.format([args.b])", "error number_out_of_range at 17"),
        ("'%s'.format([args.d])", "error duplicate_key at 58"), ("'%d'.format([args.d])", "error invalid_argument"),
        ("'%s'.format([[optional.none(), args.d]])", "error invalid_argument"),
        ("'%s'.format([[args.d, optional.none()]])", "error duplicate_key at 58"),
        ("'%s'.format([args.n.x])", "error null_field"),
    ])
    func order(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
