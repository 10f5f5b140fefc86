import Testing

@Suite("The library strings")
struct StringLibraryTests {
    static let args = #"{"s":"hello","n":null,"e":1e999,"l":["a","b"],"m":["a",1],"b":["a",1e999],"i":1}"#

    @Test("Values", arguments: [
        ("'hello'.charAt(4)", "\"o\""), ("'hello'.charAt(5)", "\"\""), (#"'a\U0001F600b'.charAt(1)"#, "\"😀\""),
        ("args.s.charAt(args.i)", "\"e\""),
        ("'hello mellow'.indexOf('')", "0"), ("'hello mellow'.indexOf('ello')", "1"),
        ("'hello mellow'.indexOf('jello')", "-1"),
        ("'hello mellow'.indexOf('', 2)", "2"), ("'hello mellow'.indexOf('ello', 2)", "7"),
        ("'abc'.indexOf('', 3)", "3"),
        ("'abc'.indexOf('c', 3)", "-1"), ("''.indexOf('')", "0"), ("''.indexOf('a')", "-1"),
        (#"'\U0001F600a'.indexOf('a')"#, "1"),
        ("'aaa'.indexOf('aa', 1)", "1"), ("'ab'.indexOf('abc')", "-1"),
        ("'hello mellow'.lastIndexOf('')", "12"), ("'hello mellow'.lastIndexOf('ello')", "7"),
        ("'hello mellow'.lastIndexOf('jello')", "-1"),
        ("'hello mellow'.lastIndexOf('ello', 6)", "1"), ("'hello'.lastIndexOf('', 0)", "0"),
        ("'hello'.lastIndexOf('o', 5)", "4"),
        ("'hello'.lastIndexOf('lo', 3)", "3"), ("'hello'.lastIndexOf('lo', 2)", "-1"), ("''.lastIndexOf('')", "0"),
        ("''.lastIndexOf('', 0)", "0"),
        ("['hello', 'mellow'].join()", "\"hellomellow\""), ("['hello', 'mellow'].join(' ')", "\"hello mellow\""),
        ("[].join('/')", "\"\""),
        ("args.l.join('-')", "\"a-b\""), ("['a'].join('-')", "\"a\""),
        ("'TacoCÆt'.lowerAscii()", "\"tacocÆt\""), ("'tacocæt'.upperAscii()", "\"TACOCæT\""),
        ("'[@`{'.lowerAscii() + '[@`{'.upperAscii()", "\"[@`{[@`{\""),
        ("'hello hello'.replace('he', 'we')", "\"wello wello\""),
        ("'hello hello'.replace('he', 'we', -1)", "\"wello wello\""),
        ("'hello hello'.replace('he', 'we', 1)", "\"wello hello\""),
        ("'hello hello'.replace('he', 'we', 0)", "\"hello hello\""),
        ("'abc'.replace('', '-')", "\"-a-b-c-\""), ("'abc'.replace('', '-', 2)", "\"-a-bc\""),
        ("'abc'.replace('', '-', 4)", "\"-a-b-c-\""),
        ("''.replace('', 'x')", "\"x\""), ("''.replace('a', 'x')", "\"\""), ("'aaa'.replace('aa', 'b')", "\"ba\""),
        ("'aXa'.replace('a', '')", "\"X\""),
        ("'a'.replace('a', 'aa')", "\"aa\""), ("'ab'.replace('b', 'c')", "\"ac\""),
        ("'hello hello hello'.split(' ')", "[\"hello\", \"hello\", \"hello\"]"),
        ("'hello hello hello'.split(' ', 0)", "[]"),
        ("'hello hello hello'.split(' ', 1)", "[\"hello hello hello\"]"),
        ("'hello hello hello'.split(' ', 2)", "[\"hello\", \"hello hello\"]"),
        ("'hello hello hello'.split(' ', -1)", "[\"hello\", \"hello\", \"hello\"]"), ("''.split(',')", "[\"\"]"),
        ("''.split('')", "[]"),
        ("'abc'.split('')", "[\"a\", \"b\", \"c\"]"), ("'abc'.split('', 2)", "[\"a\", \"bc\"]"),
        ("'abc'.split('', 9)", "[\"a\", \"b\", \"c\"]"),
        ("'abc'.split('', 1)", "[\"abc\"]"), ("',a,'.split(',')", "[\"\", \"a\", \"\"]"),
        ("'aaa'.split('aa')", "[\"\", \"a\"]"), ("'a,b'.split(',', 9)", "[\"a\", \"b\"]"),
        ("''.split('', 3)", "[]"), ("''.split(',', 3)", "[\"\"]"),
        ("'tacocat'.substring(4)", "\"cat\""), ("'tacocat'.substring(7)", "\"\""),
        ("'tacocat'.substring(0, 4)", "\"taco\""), ("'tacocat'.substring(7, 7)", "\"\""),
        (#"'\U0001F600\u00e9a'.substring(1, 2)"#, "\"é\""),
        (#"' \u00a0\u3000a b\u2028\u200b\t\n'.trim()"#, "\"a b\u{2028}\u{200B}\""), ("'   '.trim()", "\"\""),
        (#"'\ufeffa'.trim()"#, "\"\u{FEFF}a\""),
        ("'gums'.reverse()", "\"smug\""), ("''.reverse()", "\"\""), (#"'e\u0301a'.reverse()"#, "\"a\u{301}e\""),
        (#"strings.quote('a"\\\n\r\t\a\b\f\v\u0000é')"#, "\"\"a\\\"\\\\\\n\\r\\t\\a\\b\\f\\v\u{0}é\"\""),
        ("strings.quote(\"it's\")", "\"\"it's\"\""),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Positions outside of the string", arguments: [
        "'hello'.charAt(-1)", "'hello'.charAt(6)", "''.charAt(1)", "''.charAt(9223372036854775807)",
        "'hello mellow'.indexOf('ello', -1)",
        "'hello mellow'.indexOf('ello', 20)", "'hello'.indexOf('', 6)", "'hello'.indexOf('', -1)",
        "'hello'.lastIndexOf('ello', -1)", "'hello'.lastIndexOf('ello', 20)",
        "'hello'.lastIndexOf('', 6)", "''.lastIndexOf('a', -9223372036854775808)", "'tacocat'.substring(-1)",
        "'tacocat'.substring(8)",
        "'tacocat'.substring(2, 1)", "'tacocat'.substring(-1, 1)", "'tacocat'.substring(0, 8)",
        "'tacocat'.substring(0, -1)", "'tacocat'.substring(8, 8)",
    ])
    func outside(_ source: String) throws {
        #expect(try evaluate(source) == "error index_out_of_range")
    }

    @Test("Operands of no form, after those that are errors", arguments: [
        ("dyn(1).charAt(0)", "error no_such_overload"), ("'a'.charAt(dyn(0u))", "error no_such_overload"),
        ("'a'.charAt(dyn(0.0))", "error no_such_overload"),
        ("'a'.charAt(args.n)", "error no_such_overload"), ("args.n.charAt(0)", "error no_such_overload"),
        ("args.e.charAt(args.n.x)", "error number_out_of_range at 26"),
        ("args.n.x.charAt(args.e)", "error null_field"), ("'a'.indexOf(args.i)", "error no_such_overload"),
        ("'a'.indexOf('a', dyn('0'))", "error no_such_overload"),
        ("dyn(1).indexOf('a', 9)", "error no_such_overload"),
        ("'a'.lastIndexOf('a', args.s)", "error no_such_overload"),
        ("dyn(b'a').lastIndexOf('a')", "error no_such_overload"),
        ("args.m.join()", "error no_such_overload"), ("args.m.join(dyn(1))", "error no_such_overload"),
        ("args.b.join()", "error number_out_of_range at 67"), ("args.l.join(args.n)", "error no_such_overload"),
        ("args.s.join()", "error no_such_overload"), ("args.n.lowerAscii()", "error no_such_overload"),
        ("dyn(b'A').lowerAscii()", "error no_such_overload"),
        ("args.i.upperAscii()", "error no_such_overload"), ("'a'.replace(args.n, 'b')", "error no_such_overload"),
        ("'a'.replace('a', dyn(1))", "error no_such_overload"),
        ("'a'.replace('a', 'b', dyn(1u))", "error no_such_overload"), ("'a'.split(args.i)", "error no_such_overload"),
        ("'a'.split(',', dyn(true))", "error no_such_overload"),
        ("dyn([]).split(',')", "error no_such_overload"), ("'a'.substring(dyn('0'))", "error no_such_overload"),
        ("'a'.substring(9, dyn('0'))", "error no_such_overload"),
        ("args.n.trim()", "error no_such_overload"), ("args.n.reverse()", "error no_such_overload"),
        ("dyn({}).reverse()", "error no_such_overload"),
        ("strings.quote(args.n)", "error no_such_overload"), ("strings.quote(dyn(b''))", "error no_such_overload"),
        ("args.s.format(args.s)", "error no_such_overload"),
        ("args.i.format([])", "error no_such_overload"),
    ])
    func refused(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
