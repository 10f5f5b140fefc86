import Testing

/// Logic, literals and macros: what becomes of errors. `args.n.x` is `null_field`, `1 / 0` is `division_by_zero`.
struct LogicTests {
    static let args = #"{"n":null,"l":[1,2,1e999,0],"t":true,"z":[0,1],"s":"a","o":{"a":1,"b":1e999},"d":{"a":1,"a":2},"w":[1e999,"a",1]}"#

    @Test(arguments: [
        ("true && true", "true"), ("true && false", "false"), ("false && true", "false"), ("false && false", "false"),
        ("true || true", "true"), ("true || false", "true"), ("false || true", "true"), ("false || false", "false"),
        // A side that decides absorbs an error on the other.
        ("false && args.n.x", "false"), ("args.n.x && false", "false"), ("true || args.n.x", "true"), ("args.n.x || true", "true"),
        ("false && args.s", "false"), ("args.s && false", "false"), ("true || args.s", "true"), ("args.s || true", "true"),
        // Otherwise the left error.
        ("true && args.n.x", "error null_field"), ("args.n.x && true", "error null_field"), ("false || args.n.x",
        "error null_field"),
        ("args.n.x || false", "error null_field"), ("args.n.x && 1 / 0 > 0", "error null_field"), ("1 / 0 > 0 && args.n.x",
        "error division_by_zero"),
        ("args.n.x || 1 / 0 > 0", "error null_field"), ("1 / 0 > 0 || args.n.x", "error division_by_zero"),
        ("args.s && true", "error no_such_overload"), ("true && args.s", "error no_such_overload"), ("args.n || false",
        "error no_such_overload"),
        ("args.s && args.n.x", "error no_such_overload"), ("args.n.x && args.s", "error null_field"), ("false || args.none",
        "error no_such_overload"),
        ("1 / 0 > 0 && true && args.n.x && true", "error division_by_zero"), ("true && true && args.n.x && false", "false"),
        ("args.n.x || false || 1 / 0 > 0 || true", "true"), ("false || args.none || args.n.x || false", "error no_such_overload"),
        ("!true", "false"), ("!args.t", "false"), ("!args.s", "error no_such_overload"), ("!args.n",
        "error no_such_overload"), ("!args.n.x", "error null_field"),
        // The conditional.
        ("true ? 1 : 2", "1"), ("false ? 1 : 2", "2"), ("true ? 1 : 1 / 0", "1"), ("false ? 1 / 0 : 2", "2"),
        ("true ? 1 / 0 : 2", "error division_by_zero"),
        ("args.n ? 1 : 2", "error no_such_overload"), ("args.s ? 1 : 2", "error no_such_overload"), ("args.n.x ? 1 : 2",
        "error null_field"),
        ("args.n.x ? 1 / 0 : 1 / 0", "error null_field"), ("args.t ? args.none : 1", "null"),
        // Literals.
        ("[1, 1 / 0, args.n.x]", "error division_by_zero"), ("[args.n.x, 1 / 0]", "error null_field"), ("[args.none]", "[null]"),
        ("{args.n.x: 1 / 0}", "error null_field"), ("{'a': 1 / 0, args.n.x: 1}", "error division_by_zero"),
        ("{'a': 1, 'b': 2}", "{\"a\": 1, \"b\": 2}"),
        ("{'a': 1, 'a': 2}", "error duplicate_key"), ("{1: 1, dyn(1u): 2}", "error duplicate_key"), ("{true: 1, true: 2}",
        "error duplicate_key"),
        ("{dyn(1): 1, dyn('1'): 2, dyn(true): 3, dyn(2u): 4}", "{1: 1, \"1\": 2, true: 3, 2u: 4}"),
        ("{dyn(1.0): 1}", "error no_such_overload"), ("{dyn(null): 1}", "error no_such_overload"), ("{args.l: 1}",
        "error no_such_overload"),
        ("{dyn(b'a'): 1}", "error no_such_overload"), ("{dyn(1.0): 1, 'b': args.n.x}", "error no_such_overload"),
        ("{'a': 1, 'a': 1 / 0}", "error division_by_zero"),
        ("{dyn('a'): 1, 'a': 1, dyn(1.0): 1}", "error duplicate_key"), ("{dyn(1.0): 1, dyn('a'): 1, 'a': 1}",
        "error no_such_overload"),
        (#"{'\u00e9': 1, 'e\u0301': 2}.size()"#, "2"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test(arguments: [
        ("[1, 2].all(x, x > 0)", "true"), ("[1, 2].all(x, x > 1)", "false"), ("[].all(x, false)", "true"),
        ("[1, 2].exists(x, x > 1)", "true"),
        ("[1, 2].exists(x, x > 2)", "false"), ("[].exists(x, true)", "false"), ("[1, 2, 2].exists_one(x, x == 2)", "false"),
        ("[1, 2].exists_one(x, x == 2)", "true"),
        ("[1, 2].existsOne(x, x == 3)", "false"), ("[1, 2].map(x, x * 2)", "[2, 4]"), ("[1, 2, 3].map(x, x > 1, x * 2)",
        "[4, 6]"), ("[1, 2, 3].filter(x, x > 1)", "[2, 3]"),
        ("[].map(x, 1 / 0)", "[]"), ("[[1, 2], [3]].map(x, x.map(y, y + 1))", "[[2, 3], [4]]"), ("[1].map(x, [2].map(x, x))",
        "[[2]]"),
        ("[1, 2].map(x, [x].map(y, y + x))", "[[2], [4]]"), ("[1, 2].map(args, args)", "[1, 2]"),
        ("[1, 2].map(x, x).size() + [3].map(x, x)[0]", "5"),
        // Maps give their keys, in the order of the text.
        ("{'b': 1, 'a': 2}.map(k, k)", "[\"b\", \"a\"]"), ("args.o.map(k, k)", "[\"a\", \"b\"]"),
        ("args.o.all(k, k in ['a', 'b'])", "true"), ("{}.exists(k, true)", "false"),
        // `all` and `exists` go on past errors.
        ("args.l.all(x, x > 0)", "false"), ("args.l.all(x, x >= 0)", "error number_out_of_range at 19"),
        ("args.l.exists(x, x == 0)", "true"),
        ("args.l.exists(x, x == 9)", "error number_out_of_range at 19"), ("args.w.all(x, x > 1)", "false"),
        ("args.w.all(x, x > 0)", "error number_out_of_range at 100"),
        ("args.w.exists(x, x > 0)", "true"), ("args.w.exists(x, x > 1)", "error number_out_of_range at 100"),
        ("args.z.all(x, x)", "error no_such_overload"),
        ("args.z.exists(x, 1 / x > 0)", "true"), ("args.z.all(x, 1 / x > 1)", "false"), ("args.z.all(x, 1 / x > 0)",
        "error division_by_zero"),
        // The others do not.
        ("args.l.map(x, 1)", "[1, 1, 1, 1]"), ("args.l.map(x, x)", "error number_out_of_range at 19"),
        ("args.z.map(x, 1 / x)", "error division_by_zero"),
        ("args.z.filter(x, 1 / x > 0)", "error division_by_zero"), ("args.z.exists_one(x, 1 / x > 0)", "error division_by_zero"),
        ("args.z.filter(x, x)", "error no_such_overload"), ("args.l.filter(x, true).size()",
        "error number_out_of_range at 19"), ("args.z.exists_one(x, args.s)", "error no_such_overload"),
        // A later error of the condition takes the place of an earlier one.
        ("args.w.filter(x, x > 0)", "error no_such_overload"), ("args.w.exists_one(x, x > 0)", "error no_such_overload"),
        ("args.w.map(x, x + 1)", "error number_out_of_range at 100"),
        // What cannot be looped over.
        ("args.n.all(x, true)", "error no_such_overload"), ("args.none.exists(x, true)", "error no_such_overload"),
        ("args.s.map(x, x)", "error no_such_overload"),
        ("args.t.filter(x, true)", "error no_such_overload"), ("args.n.x.all(x, true)", "error null_field"),
        ("args.d.all(k, true)", "error duplicate_key at 88"),
        // Scopes.
        ("[1].exists(x, [2].exists(y, x + y == 3))", "true"), ("[1].exists(tool, .tool == 'shop.refund' && tool == 1)",
        "true"), ("[1].all(int, int == 1) && type(1) == int", "true"),
    ])
    func macros(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Loops that gather take linear time and leave the range as it was")
    func gathering() throws {
        let list = "[" + Array(repeating: "1", count: 20_000).joined(separator: ",") + "]"
        let source = "args.l.map(x, x + 1).filter(x, x == 2).size() == 20000 && args.l.size() == 20000 && args.l[0] == 1"
        #expect(try evaluate(source, args: #"{"l":\#(list)}"#) == "true")
    }

    @Test("A chain as long as a source may be is a balanced tree")
    func chains() throws {
        let chain = Array(repeating: "false", count: 5000).joined(separator: " || ")
        #expect(try evaluate(chain) == "false")
        #expect(try evaluate(chain + " || true") == "true")
        #expect(try evaluate(chain + " || 1 / 0 > 0") == "error division_by_zero")
    }
}
