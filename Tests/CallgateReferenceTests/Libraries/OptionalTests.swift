import Testing

@Suite("Optional values")
struct OptionalTests {
    static let args = #"{"m":{"a":1,"n":null},"l":[1,null],"n":null,"d":{"k":1,"k":2},"b":[1e999],"i":0,"e":{}}"#

    @Test("Values", arguments: [
        ("optional.of(null)", "optional null"), ("optional.none()", "optional none"),
        ("optional.of(optional.none())", "optional optional none"),
        ("optional.of(1).hasValue()", "true"), ("optional.none().hasValue()", "false"),
        ("optional.of(args.i).value()", "0 marked"),
        ("[null, false, 0, 0u, 0.0, -0.0, '', b'', [], {}, timestamp(0), duration('0s'), optional.none()].filter(x, optional.ofNonZeroValue(x).hasValue())", "[]"),
        ("[true, 1, 1u, 0.0/0.0, ' ', b' ', [0], {'': 0}, timestamp(1), duration('1ns'), optional.of(0), int, ip('::')].filter(x, !optional.ofNonZeroValue(x).hasValue())", "[]"),
        ("optional.ofNonZeroValue(args.e)", "optional none"), ("optional.ofNonZeroValue(args.i)", "optional none"),
        ("optional.ofNonZeroValue(args.m.a)", "optional 1 marked"),
        ("optional.of(1).or(optional.of(2))", "optional 1"), ("optional.none().or(optional.of(2))", "optional 2"),
        ("optional.none().or(optional.none())", "optional none"),
        ("optional.of(1).or(optional.of(1 / 0))", "optional 1"), ("optional.of(1).orValue(1 / 0)", "1"),
        ("optional.none().orValue(2)", "2"), ("optional.of(1).or(dyn(7))", "optional 1"),
        ("optional.none().orValue(optional.none())", "optional none"),
        ("args.?m", "optional record {\"a\": 1 marked, \"n\": null}"), ("args.?x", "optional none"),
        ("args.?n", "optional null"), ("args.m.?a.orValue(5)", "1 marked"), ("args.?x.?y.?z", "optional none"),
        ("args.?m.?a", "optional 1 marked"),
        ("args[?'x']", "optional none"), ("args[?dyn(1)]", "optional none"), ("{1: 2}[?dyn(1.0)]", "optional 2"),
        ("{1: 2}[?dyn(1.5)]", "optional none"), ("{1: 2}[?dyn(null)]", "optional none"),
        ("args.d.?x", "optional none"),
        ("args.l[?0]", "optional 1 marked"), ("args.l[?2]", "optional none"), ("args.l[?-1]", "optional none"),
        ("args.l[?1]", "optional null"), ("[1][?dyn(0u)]", "optional 1"),
        ("[1][?dyn(9223372036854775807)]", "optional none"),
        ("args.?m.a", "optional 1 marked"), ("args.?m.x", "optional none"), ("args.?x.a", "optional none"),
        ("args.?l[0]", "optional 1 marked"), ("args.?l[7]", "optional none"),
        ("optional.none()['a']", "optional none"),
        ("has(args.?m.a)", "true"), ("has(args.?m.x)", "false"), ("has(args.?x.a)", "false"),
        ("has(args.?n.a)", "false"), ("has(args.m.?a.b) || true", "true"),
        ("[?args.?x, ?args.?i, ?optional.of(2)]", "[0 marked, 2]"),
        ("{?'a': args.?x, ?'b': args.?i}", "{\"b\": 0 marked}"), ("{?'a': optional.none(), 'a': 1}", "{\"a\": 1}"),
        ("{?'a': optional.of(optional.none())}", "{\"a\": optional none}"),
        ("args.?m.?a.optMap(x, x + 1)", "optional 2 marked"), ("args.?x.optMap(x, 1 / 0)", "optional none"),
        ("args.?m.optFlatMap(m, m.?n)", "optional null"), ("args.?m.optFlatMap(m, m.?x)", "optional none"),
        ("optional.unwrap([optional.of(1), optional.none(), optional.of(null)])", "[1, null]"),
        ("[optional.none()].unwrapOpt()", "[]"), ("optional.unwrap([])", "[]"), ("[].unwrapOpt()", "[]"),
        ("optional.of(1) == optional.of(1)", "true"), ("dyn(optional.of(1)) == optional.of(1.0)", "true"),
        ("optional.none() == optional.none()", "true"), ("dyn(optional.of(1)) == 1", "false"),
        ("optional.of(0.0/0.0) == optional.of(0.0/0.0)", "false"),
        ("type(optional.none())", "type optional_type"), ("type(optional.of(1)) == optional_type", "true"),
        ("optional.of([1]) in [optional.of([1])]", "true"), ("size([optional.none()])", "1"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Errors", arguments: [
        ("optional.none().value()", "error no_value"), ("optional.of(1 / 0)", "error division_by_zero"),
        ("optional.of(args.b[0])", "error number_out_of_range at 67"),
        ("optional.ofNonZeroValue(args.d)", "error duplicate_key at 55"),
        ("dyn(1).hasValue()", "error no_such_overload"), ("args.n.value()", "error no_such_overload"),
        ("dyn(1).or(optional.none())", "error no_such_overload"), ("dyn(1).orValue(2)", "error no_such_overload"),
        ("optional.none().or(dyn(1))", "error no_such_overload"),
        ("optional.none().or(optional.of(1 / 0))", "error division_by_zero"),
        ("optional.none().orValue(1 / 0)", "error division_by_zero"), ("args.n.x.orValue(1)", "error null_field"),
        ("dyn(1).or(optional.of(1 / 0))", "error no_such_overload"),
        ("args.n.?x", "error null_field"), ("args.n[?'x']", "error null_field"),
        ("args.n[?0]", "error no_such_overload"), ("args.?n.?x", "error null_field"),
        ("args.?n.x", "error null_field"), ("args.d.?k", "error duplicate_key at 55"),
        ("args.?d.k", "error duplicate_key at 55"),
        ("args.b[?0]", "error number_out_of_range at 67"), ("args.i.?x", "error no_such_overload"),
        ("args.i[?0]", "error no_such_overload"), ("args.l[?dyn('0')]", "error no_such_overload"),
        ("args.l[?dyn(0.5)]", "error no_such_overload"), ("dyn('abc')[?0]", "error no_such_overload"),
        ("optional.none()[?1 / 0]", "error division_by_zero"), ("dyn(optional.of(1)).?x", "error no_such_overload"),
        ("dyn(optional.of([1]))['a']", "error no_such_overload"),
        ("has(dyn(optional.of(1)).x)", "error no_such_overload"),
        ("[?dyn(1)]", "error no_such_overload"),
        ("[?optional.none(), ?args.b[?0]]", "error number_out_of_range at 67"),
        ("{?'a': dyn(1)}", "error no_such_overload"), ("{?dyn(1.5): optional.none()}", "error no_such_overload"),
        ("{?dyn(1.5): dyn(1)}", "error no_such_overload"),
        ("{'a': 1, ?'a': optional.of(2)}", "error duplicate_key"),
        ("{?'a': optional.of(1 / 0)}", "error division_by_zero"),
        ("optional.unwrap([dyn(1)])", "error no_such_overload"),
        ("optional.unwrap(args.b)", "error number_out_of_range at 67"),
        ("args.n.unwrapOpt()", "error no_such_overload"),
        ("optional.of(args.d) == optional.of({})", "error duplicate_key at 55"),
        ("optional.of(args.b) == optional.of([1])", "error number_out_of_range at 67"),
        ("dyn(optional.of(1)) < dyn(optional.of(2))", "error no_such_overload"),
        ("dyn(optional.of(1)) + 1", "error no_such_overload"),
        ("string(dyn(optional.of('a')))", "error no_such_overload"),
        ("args.?i.optMap(x, 1 / x)", "error division_by_zero"), ("args.?i.optFlatMap(x, dyn(x))", "0 marked"),
        ("{dyn(optional.none()): 1}", "error no_such_overload"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
