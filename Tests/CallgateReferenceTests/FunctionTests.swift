import Testing

/// Functions on texts, and patterns. `args.n.x` is `null_field`.
struct FunctionTests {
    static let args = #"{"n":null,"s":"añ€😀","l":[1,2],"o":{"a":1},"i":1,"j":"a\nb","e":1e999}"#

    @Test(arguments: [
        ("size('')", "0"), ("size(args.s)", "4"), ("args.s.size()", "4"), (#"size('e\u0301')"#, "2"), (#"size('\r\n')"#, "2"),
        ("size(bytes(args.s))", "10"),
        ("b''.size()", "0"), ("size([1, 2])", "2"), ("[].size()", "0"), ("{'a': 1}.size()", "1"), ("args.o.size()", "1"),
        ("size(args.l)", "2"),
        ("size(args.n)", "error no_such_overload"), ("size(args.i)", "error no_such_overload"), ("size(args.n.x)",
        "error null_field"), ("args.none.size()", "error no_such_overload"),
        ("size([args.o, args.none])", "2"), ("size(dyn(now))", "error no_such_overload"),
        ("'abc'.contains('b')", "true"), ("'abc'.contains('')", "true"), ("''.contains('')", "true"), ("'abc'.contains('ac')",
        "false"), ("'abc'.contains('abcd')", "false"),
        ("'abc'.contains('c')", "true"), (#"'\u00e9'.contains('\u0301')"#, "false"), (#"'e\u0301'.contains('e')"#, "true"),
        ("'aab'.contains('ab')", "true"),
        ("'abc'.startsWith('ab')", "true"), ("'abc'.startsWith('')", "true"), ("'abc'.startsWith('b')", "false"),
        ("'a'.startsWith('ab')", "false"),
        (#"'e\u0301'.startsWith('e')"#, "true"), (#"'e\u0301'.startsWith('\u00e9')"#, "false"), ("'abc'.endsWith('bc')",
        "true"), ("'abc'.endsWith('')", "true"),
        ("'abc'.endsWith('b')", "false"), ("'a'.endsWith('aa')", "false"), (#"'\r\n'.endsWith('\n')"#, "true"),
        ("args.i.contains('a')", "error no_such_overload"), ("args.s.contains(args.i)", "error no_such_overload"),
        ("args.l.startsWith('a')", "error no_such_overload"),
        ("args.n.endsWith('a')", "error no_such_overload"), ("args.s.contains(args.n.x)", "error null_field"),
        ("args.e.contains(args.n.x)", "error number_out_of_range at 70"),
        ("dyn(b'a').startsWith('a')", "error no_such_overload"),
    ])
    func texts(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        ("'abc'.match(/b/)", "true"), ("'abc'.match(/^b/)", "false"), ("'abc'.matches('b+')", "true"),
        ("matches('abc', 'c$')", "true"), ("matches('abc', /C$/i)", "true"),
        ("'abc'.matches(/d/)", "false"), ("''.match(/^$/)", "true"), ("args.s.match(/^.{4}$/)", "true"),
        ("args.j.match(/^b/)", "false"), ("args.j.match(/^b/m)", "true"),
        ("args.j.match(/a.b/)", "false"), ("args.j.match(/a.b/s)", "true"), (#"'a/b'.match(/a\/b/)"#, "true"),
        ("['a', 'b'].all(x, x.match(/[ab]/))", "true"),
        ("args.i.match(/1/)", "error no_such_overload"), ("args.n.match(/a/)", "error no_such_overload"),
        ("args.n.x.match(/a/)", "error null_field"),
        ("args.none.matches('a')", "error no_such_overload"), ("matches(args.l, 'a')", "error no_such_overload"),
        // The compiler refuses what is no pattern; the reference has an error for it.
        ("'a'.matches('(')", "error bad_conversion"), ("args.i.matches('(')", "error no_such_overload"),
    ])
    func patterns(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        ("type(null)", "type null_type"), ("type(true)", "type bool"), ("type(1)", "type int"), ("type(1u)", "type uint"),
        ("type(1.0)", "type double"),
        ("type('')", "type string"), ("type(b'')", "type bytes"), ("type([])", "type list"), ("type({})", "type map"),
        ("type(now)", "type google.protobuf.Timestamp"),
        ("type(duration('0'))", "type google.protobuf.Duration"), ("type(int)", "type type"), ("type(type(1))", "type type"),
        ("type(args)", "type map"),
        ("type(args.i)", "type int"), ("type(args.e)", "error number_out_of_range at 70"), ("type(args.n.x)",
        "error null_field"), ("int", "type int"),
        ("dyn(args.i)", "1 marked"), ("dyn('a')", "\"a\""), ("dyn(args.n.x)", "error null_field"),
    ])
    func types(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
