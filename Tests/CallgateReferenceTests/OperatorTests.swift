import Testing

/// Arithmetic, equality and ordering. `args.i` is a marked 7, `args.f` a marked 0.5.
struct OperatorTests {
    static let args = #"{"i":7,"f":0.5,"n":null,"m":-9223372036854775808,"e":1e999}"#

    @Test(arguments: [
        ("1 + 2", "3"), ("1 - 2", "-1"), ("3 * 4", "12"), ("7 / 2", "3"), ("-7 / 2", "-3"), ("7 % 3", "1"), ("-7 % 3", "-1"),
        ("7 % -3", "1"), ("1u + 2u", "3u"), ("7u / 2u", "3u"), ("7u % 4u", "3u"), ("2u * 3u", "6u"), ("3u - 2u", "1u"),
        ("1.5 + 1.0", "2.5"), ("1.0 / 4.0", "0.25"), ("1.0 / 0.0", "inf"), ("-1.0 / 0.0", "-inf"), ("0.0 / 0.0", "nan"),
        ("-5", "-5"), ("-(5)", "-5"), ("-(0.0)", "-0.0"), ("-args.i", "-7 marked"), ("-args.f", "-0.5 marked"),
        // What does not fit.
        ("9223372036854775807 + 1", "error overflow"), ("-9223372036854775808 - 1", "error overflow"),
        ("9223372036854775807 * 2", "error overflow"), ("-9223372036854775808 / -1", "error overflow"),
        ("-9223372036854775808 % -1", "error overflow"), ("-(-9223372036854775808)", "error overflow"), ("-args.m",
        "error overflow"),
        ("18446744073709551615u + 1u", "error overflow"), ("0u - 1u", "error overflow"), ("18446744073709551615u * 2u",
        "error overflow"),
        ("1 / 0", "error division_by_zero"), ("1 % 0", "error division_by_zero"), ("1u / 0u", "error division_by_zero"),
        ("1u % 0u", "error division_by_zero"), ("args.i / 0", "error division_by_zero"), ("args.m / -1", "error overflow"),
        // Marked numbers promote, and mark the result.
        ("args.i + 1", "8 marked"), ("1 + args.i", "8 marked"), ("args.i / 2", "3 marked"), ("args.i % 4", "3 marked"),
        ("args.i + 0.5", "7.5 marked"), ("0.5 - args.i", "-6.5 marked"), ("args.i * 0.5", "3.5 marked"), ("args.i / 0.5",
        "14.0 marked"),
        ("args.f + 1", "1.5 marked"), ("2 / args.f", "4.0 marked"), ("args.i + args.f", "7.5 marked"), ("args.f * args.i",
        "3.5 marked"),
        ("args.f + 0.5", "1.0 marked"), ("args.i / 0.0", "inf marked"), ("args.i + 1 + 0.5", "8.5 marked"),
        ("9007199254740993 + args.f", "9007199254740992.0 marked"), ("args.f + 9007199254740995", "9.007199254740996e+15 marked"),
        ("dyn(args.i) + 0.5", "7.5 marked"), ("[args.i][0] + 0.5", "7.5 marked"), ("(true ? args.i : 0) + 0.5", "7.5 marked"),
        // Nothing else does.
        ("dyn(1) + dyn(1.0)", "error no_such_overload"), ("dyn(1) + dyn(1u)", "error no_such_overload"),
        ("dyn(args.i) + dyn(1u)", "error no_such_overload"), ("dyn(1u) * args.f", "error no_such_overload"),
        ("int(args.i) + dyn(0.5)", "error no_such_overload"), ("double(args.f) + dyn(1)", "error no_such_overload"),
        ("args.f % 2", "error no_such_overload"), ("args.i % dyn(0.5)", "error no_such_overload"), ("args.i + 'a'",
        "error no_such_overload"),
        ("dyn('a') - dyn('a')", "error no_such_overload"), ("args.n + 1", "error no_such_overload"), ("-dyn(1u)",
        "error no_such_overload"),
        ("-dyn('a')", "error no_such_overload"), ("dyn(true) + dyn(true)", "error no_such_overload"), ("dyn({}) + dyn({})",
        "error no_such_overload"),
        ("-args.n", "error no_such_overload"), ("-dyn(duration('1s'))", "error no_such_overload"), ("dyn([1]) * 2",
        "error no_such_overload"),
        // Joining.
        ("'a' + 'b'", "\"ab\""), ("b'a' + b'b'", "bytes [97, 98]"), ("[1] + [2]", "[1, 2]"), ("[] + []", "[]"),
        ("dyn('a') + dyn(b'a')", "error no_such_overload"), ("dyn([1]) + dyn('a')", "error no_such_overload"),
        // The leftmost error.
        ("args.e + 1 / 0", "error number_out_of_range at 53"), ("1 / 0 + args.e", "error division_by_zero"),
        ("args.i + args.n.x", "error null_field"), ("-args.e", "error number_out_of_range at 53"),
    ])
    func arithmetic(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        ("null == null", true), ("args.n == null", true), ("args.none == null", true), ("args.i == null", false),
        ("dyn(null) == false", false), ("dyn(null) == 0", false), ("true == true", true), ("true == false", false),
        ("dyn(1) == dyn(true)", false), ("dyn('1') == 1", false), ("dyn('a') == b'a'", false), ("dyn([]) == {}", false),
        // Numbers by value.
        ("1 == 1", true), ("dyn(1) == 1u", true), ("dyn(1) == 1.0", true), ("dyn(1u) == 1.0", true), ("args.i == 7", true),
        ("args.i == 7.0", true), ("args.i == 7u", true), ("args.f == 0.5", true), ("dyn(1) == 1.5", false),
        ("dyn(-1) == 18446744073709551615u", false),
        ("dyn(9007199254740993) == 9007199254740992.0", true), ("dyn(9223372036854775807) == 9223372036854775808.0", true),
        ("dyn(9007199254740993) == 9007199254740994.0", false),
        ("dyn(-9223372036854775808) == -9223372036854775808.0", true),
        ("dyn(18446744073709551615u) == 18446744073709551616.0", true), ("dyn(9223372036854775807) == 9223372036854775808u", false),
        ("dyn(9223372036854775808u) == 9223372036854775808.0", true), ("dyn(1) == 1e300", false), ("dyn(1u) == 1.0 / 0.0", false),
        ("0.0 == -0.0", true), ("dyn(0) == -0.0", true), ("0.0 / 0.0 == 0.0 / 0.0", false), ("0.0 / 0.0 != 0.0 / 0.0", true),
        ("dyn(0) == 0.0 / 0.0", false), ("1.0 / 0.0 == 1.0 / 0.0", true),
        // Texts by their scalars: precomposed and decomposed are two.
        ("'a' == 'a'", true), ("'a' == 'A'", false), (#"'\u00e9' == 'e\u0301'"#, false), (#"'\u212b' == '\u00c5'"#, false),
        ("b'a' == b'a'", true),
        ("b'a' == b'b'", false), ("'' == ''", true),
        // Collections.
        ("[1, 2] == [1, 2]", true), ("[1, 2] == [2, 1]", false), ("[1] == [1, 2]", false), ("[] == []", true),
        ("dyn([1]) == [1.0]", true),
        ("[0.0 / 0.0] == [0.0 / 0.0]", false), ("[[1]] == [[1]]", true), ("{} == {}", true),
        ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", true),
        ("{'a': 1} == {'a': 2}", false), ("{'a': 1} == {'b': 1}", false), ("{'a': 1} == {'a': 1, 'b': 2}", false),
        ("dyn({1: 'a'}) == {1u: 'a'}", true), ("dyn({1: 1}) == {1: 1.0}", true), ("dyn({1: 1}) == {'1': 1}", false),
        ("dyn({true: 1}) == {1: 1}", false),
        ("args == {'i': 7, 'f': 0.5}", false), ("args.none == {}", false),
        // Times and types.
        ("timestamp(1) == timestamp('1970-01-01T00:00:01Z')", true), ("timestamp(1) == timestamp('1970-01-01T00:00:01.5Z')", false),
        ("duration('60s') == duration('1m')", true), ("duration('1s') == duration('2s')", false), ("type(1) == int", true),
        ("type(1) == uint", false),
        ("type(args.i) == int", true), ("type(args.f) == double", true), ("type(args.n) == null_type", true),
        ("type(now) == google.protobuf.Timestamp", true),
        ("dyn(duration('1s')) == 1000000000", false), ("dyn(int) == 'int'", false),
    ])
    func equality(_ source: String, _ wanted: Bool) throws {
        #expect(try evaluate(source, args: Self.args) == "\(wanted)")
        #expect(try evaluate("!(\(source))", args: Self.args) == "\(!wanted)")
    }

    @Test("Containers: keys that are there twice, sizes, elements up to the first difference", arguments: [
        ("args.l == [1, 1.0]", "error number_out_of_range at 8"), ("args.l == [2, 1.0]", "false"), ("args.l == [1]", "false"),
        ("args.l != [2, 1.0]", "true"), ("args.l != [1, 1.0]", "error number_out_of_range at 8"), ("[1, 1.0] == args.l",
        "error number_out_of_range at 8"),
        ("args.l == args.l", "error number_out_of_range at 8"), ("args.o == {'x': 1, 'y': 2}", "error number_out_of_range at 24"),
        ("args.o == {'y': 1, 'z': 2}", "false"), ("args.o == {'y': 2, 'x': 2}", "error number_out_of_range at 24"),
        ("{'x': 1, 'y': 1} == args.o", "error number_out_of_range at 24"), ("{'y': 1, 'x': 2} == args.o", "false"),
        ("{'y': 2, 'x': 1} == args.o", "error number_out_of_range at 24"),
        ("args.d == {}", "error duplicate_key at 48"), ("args.d == args.o", "error duplicate_key at 48"), ("args.o == args.d",
        "error duplicate_key at 48"),
        ("[args.d] == [1, 2]", "false"), ("[args.d] == [{}]", "error duplicate_key at 48"), ("[1, args.d] == [2, {}]", "false"),
        ("args.d == []", "false"),
    ])
    func containers(_ source: String, _ wanted: String) throws {
        let args = #"{"l":[1,1e999],"o":{"x":1e400,"y":2},"d":{"k":1,"k":1}}"#
        #expect(try evaluate(source, args: args) == wanted)
    }

    @Test(arguments: [
        ("1", "2"), ("-1", "0"), ("1u", "2u"), ("1.5", "1.75"), ("-1.0 / 0.0", "-1e308"), ("dyn(1)", "2u"), ("dyn(-1)", "0u"),
        ("dyn(1)", "1.5"),
        ("dyn(1.5)", "2"), ("dyn(-1.5)", "-1"), ("dyn(-2)", "-1.5"), ("dyn(1u)", "1.5"), ("dyn(1e30)", "1.0 / 0.0"),
        ("dyn(-1e30)", "-9223372036854775807"),
        ("dyn(9007199254740990.0)", "9007199254740993"), ("dyn(9223372036854775807)", "9223372036854777856.0"),
        ("dyn(9223372036854775807)", "9223372036854775808u"),
        ("args.f", "1"), ("args.i", "7.5"), ("args.i", "8u"), ("''", "'a'"), ("'a'", "'b'"), ("'a'", "'aa'"), ("'Z'", "'a'"),
        (#"'\uffff'"#, #"'\U00010000'"#),
        (#"'e\u0301'"#, #"'\u00e9'"#), ("b''", "b'a'"), ("b'a'", "b'b'"), (#"b'\x7f'"#, #"b'\x80'"#), ("false", "true"),
        ("timestamp(1)", "timestamp(2)"), ("timestamp('1970-01-01T00:00:00.1Z')", "timestamp('1970-01-01T00:00:00.2Z')"),
        ("duration('-1s')", "duration('0')"),
    ])
    func ordering(_ less: String, _ more: String) throws {
        let wanted: [(String, Bool, Bool, Bool)] = [
            ("<", true, false, false), ("<=", true, false, true), (">", false, true, false), (">=", false, true, true),
        ]
        for (operation, forth, back, same) in wanted {
            #expect(try evaluate("\(less) \(operation) \(more)", args: Self.args) == "\(forth)", "\(operation)")
            #expect(try evaluate("\(more) \(operation) \(less)", args: Self.args) == "\(back)", "\(operation)")
            #expect(try evaluate("\(less) \(operation) \(less)", args: Self.args) == "\(same)", "\(operation)")
        }
    }

    @Test(arguments: ["<", "<=", ">", ">="])
    func unordered(_ operation: String) throws {
        let nan = "0.0 / 0.0"
        for pair in [(nan, "1.0"), ("1.0", nan), ("dyn(\(nan))", "1"), ("dyn(1u)", nan), (nan, nan)] {
            #expect(try evaluate("\(pair.0) \(operation) \(pair.1)") == "false")
        }
        let pairs = [
            ("args.n", "1"), ("args.none", "1"), ("args.i", "'7'"), ("dyn('a')", "b'a'"), ("dyn(true)", "1"), ("dyn([1])",
            "dyn([2])"), ("dyn({})", "dyn({})"),
            ("args.n", "args.n"), ("dyn(int)", "dyn(uint)"), ("dyn(now)", "dyn(duration('1s'))"),
        ]
        for pair in pairs {
            #expect(try evaluate("\(pair.0) \(operation) \(pair.1)", args: Self.args) == "error no_such_overload", "\(pair)")
        }
        #expect(try evaluate("args.e \(operation) args.n.x", args: Self.args) == "error number_out_of_range at 53")
        #expect(try evaluate("args.n.x \(operation) args.e", args: Self.args) == "error null_field")
    }
}
