import Testing

/// Fields, indices, `has` and `in`.
struct FieldTests {
    static let args = #"""
        {"n":null,"r":{"x":1,"y":null},"i":7,"s":"t","l":[1,2.5,1e999,"z"],"d":{"k":1,"k":2,"k":3},"big":-1e400,"i2":0}
        """#

    @Test(arguments: [
        // An open record.
        ("args.i", "7 marked"), ("args.n", "null"), ("args.none", "null"), ("args.r.none", "null"),
        ("has(args.i)", "true"), ("has(args.n)", "true"), ("has(args.none)", "false"), ("has(args.big)", "true"),
        ("args.d.k", "error duplicate_key at 78"), ("has(args.d.k)", "error duplicate_key at 78"),
        ("args.d.none", "null"), ("has(args.d.none)", "false"), ("has(args.d)", "true"),
        ("args.big", "error number_out_of_range at 97"), ("args.big.x", "error number_out_of_range at 97"),
        ("has(args.big.x)", "error number_out_of_range at 97"), ("has(args.d.k.x)", "error duplicate_key at 78"),
        // Another map.
        ("{'a': 1}.a", "1"), ("{'a': 1}.b", "error no_such_key"), ("has({'a': null}.a)", "true"),
        ("has({'a': 1}.b)", "false"), ("has(dyn({1: 2}).a)", "false"), ("dyn({1: 2}).a", "error no_such_key"),
        ("{'a': args.none}.a", "null"),
        // Null, and the error that comes of it.
        ("args.n.x", "error null_field"), ("args.none.x", "error null_field"), ("has(args.n.x)", "false"),
        ("has(args.none.x)", "false"), ("has(args.none.x.y.z)", "false"), ("args.none.x.y", "error null_field"),
        // Anything else.
        ("args.i.x", "error no_such_overload"), ("args.s.x", "error no_such_overload"),
        ("args.l.x", "error no_such_overload"), ("has(args.i.x)", "error no_such_overload"),
        ("has(args.l.x)", "error no_such_overload"), ("has(args.i.x.y)", "error no_such_overload"),
        ("has(dyn({'a': 1})['b'].x)", "error no_such_key"),
        // The other variables.
        ("tool", "\"shop.refund\""), ("context", "record {}"), ("now", "timestamp 1709210096.789000000"),
    ])
    func fields(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        // With a string key as fields.
        ("args['i']", "7 marked"), ("args['none']", "null"), ("args['none']['x']", "error null_field"),
        ("args.d['k']", "error duplicate_key at 78"), ("{'a': 1}['b']", "error no_such_key"),
        ("args.n['x']", "error null_field"), ("args['no' + 'ne']", "null"), ("args.i['x']", "error no_such_overload"),
        ("args.l['x']", "error no_such_overload"), ("args.big['x']", "error number_out_of_range at 97"),
        // With another key.
        ("args.r[dyn(1)]", "error no_such_key"), ("args.r[dyn(null)]", "error no_such_key"), ("args.n[0]",
        "error no_such_overload"),
        ("args.i[0]", "error no_such_overload"), ("args.s[0]", "error no_such_overload"),
        ("{1: 'a'}[1]", "\"a\""), ("{1: 'a'}[dyn(1u)]", "\"a\""), ("{1: 'a'}[dyn(1.0)]", "\"a\""),
        ("{1u: 'a'}[dyn(1)]", "\"a\""), ("{1: 'a'}[2]", "error no_such_key"), ("{1: 'a'}[dyn(1.5)]", "error no_such_key"),
        ("{1: 'a'}[dyn(0.0/0.0)]", "error no_such_key"), ("{1: 'a'}[dyn([1])]", "error no_such_key"),
        ("{true: 'a'}[true]", "\"a\""), ("{true: 'a'}[dyn(1)]", "error no_such_key"),
        ("{1: 'a'}[args.i - 6]", "\"a\""), ("{18446744073709551615u: 1}[dyn(18446744073709551616.0)]", "error no_such_key"),
        // Lists.
        ("args.l[0]", "1 marked"), ("args.l[1]", "2.5 marked"), ("args.l[2]", "error number_out_of_range at 56"),
        ("args.l[3]", "\"z\""), ("args.l[4]", "error index_out_of_range"), ("args.l[-1]", "error index_out_of_range"),
        ("args.l[args.i2]", "1 marked"), ("[5][dyn(0u)]", "5"), ("[5][dyn(0.0)]", "5"), ("[5][dyn(-0.0)]", "5"),
        ("[5][dyn(0.5)]", "error no_such_overload"), ("[5][dyn(0.0 / 0.0)]", "error no_such_overload"),
        ("[5][dyn(1e300)]", "error index_out_of_range"), ("[5][dyn(1.0 / 0.0)]", "error index_out_of_range"),
        ("[5][dyn(18446744073709551615u)]", "error index_out_of_range"), ("[5][dyn(true)]", "error no_such_overload"),
        ("[5][dyn(null)]", "error no_such_overload"), ("[5][dyn('0')]", "error no_such_overload"),
        ("[][0]", "error index_out_of_range"),
        // The leftmost error.
        ("args.none.x[args.big]", "error null_field"), ("[1][args.none.x]", "error null_field"),
    ])
    func indices(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        ("1 in [1, 2]", "true"), ("3 in [1, 2]", "false"), ("1 in []", "false"), ("dyn(1.0) in [1]", "true"),
        ("dyn(1u) in [1]", "true"), ("dyn('1') in [1]", "false"), ("[1] in [[1]]", "true"), ("null in [null]", "true"),
        ("args.s in ['t']", "true"), ("0.0 / 0.0 in [0.0 / 0.0]", "false"),
        ("'z' in args.l", "true"), ("'y' in args.l", "error number_out_of_range at 56"), ("1 in args.l", "true"),
        ("[args.i] in [args.d, args.n]", "false"),
        ("{'k': 1} in [args.d, args.r]", "error duplicate_key at 78"),
        ("args.r in [dyn({'x': 1, 'y': null}), args.d]", "true"),
        ("args.r in [args.d, dyn({'x': 1, 'y': null})]", "true"),
        ("'i' in args", "true"), ("'big' in args", "true"), ("'none' in args", "false"), ("'k' in args.d",
        "error duplicate_key at 78"),
        ("'j' in args.d", "false"), ("dyn(1) in args", "false"), ("dyn(null) in args.d", "false"),
        ("1 in {1: 2}", "true"), ("dyn(1.0) in {1: 2}", "true"), ("dyn(1u) in {1: 2}", "true"), ("dyn('1') in {1: 2}", "false"),
        ("dyn(true) in {1: 2}", "false"), ("dyn([]) in {1: 2}", "false"), ("'a' in {'a': args.none}", "true"),
        ("1 in args.n", "error no_such_overload"), ("'t' in args.s", "error no_such_overload"),
        ("1 in args.i", "error no_such_overload"), ("args.big in args.none.x", "error number_out_of_range at 97"),
        ("1 in args.none.x", "error null_field"),
    ])
    func containment(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Reading a record as a whole needs each key once; what is nested in it is looked at when it is read", arguments: [
        ("size(args.a)", "error duplicate_key at 18"), ("args.a.size()", "error duplicate_key at 18"),
        ("args.a == {}", "error duplicate_key at 18"), ("{'q': 1} == args.a", "error duplicate_key at 18"),
        ("args.a == args.b", "error duplicate_key at 18"), ("args.b == args.a", "error duplicate_key at 48"),
        ("args.a == 1", "false"), ("args.a != null", "true"), ("args.a.all(k, true)", "error duplicate_key at 18"),
        ("args.a.exists(k, true)", "error duplicate_key at 18"), ("args.a.map(k, k)", "error duplicate_key at 18"),
        ("size(args)", "3"), ("args.size()", "3"), ("args.all(k, k != 'z')", "true"), ("size(args.c)", "1"),
        ("args.c == {'x': {}}", "error duplicate_key at 71"), ("args.c == {'y': {}}", "false"), ("args.c == {'x': 1}", "false"),
        ("args.a.p", "error duplicate_key at 24"), ("args.a.q", "error duplicate_key at 18"), ("args.a.z", "null"),
        ("[args.a].size()", "1"), ("type(args.a)", "type map"), ("dyn(args.a).z", "null"), ("true ? args.a.z : 1", "null"),
    ])
    func whole(_ source: String, _ wanted: String) throws {
        let args = #"{"a":{"p":1,"q":2,"q":3,"p":4},"b":{"q":1,"r":2,"q":1},"c":{"x":{"m":1,"m":1}}}"#
        #expect(try evaluate(source, args: args) == wanted)
    }

    @Test("A call without args has an empty record of them")
    func missing() throws {
        #expect(try evaluate("context.a == null && size(context) == 0 && !has(context.a)") == "true")
    }
}
