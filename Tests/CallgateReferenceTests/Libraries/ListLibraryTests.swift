import Testing

@Suite("The libraries lists and sets")
struct ListLibraryTests {
    static let args = #"{"l":[3,1,2],"b":[2,1e999,1],"m":[1,"a"],"n":null,"r":[{"k":2},{"k":1}],"d":[{"k":1,"k":1},{"k":1}],"f":[1,1.0,0.5]}"#

    @Test("Values", arguments: [
        ("[1, 2, 3, 4].slice(1, 3)", "[2, 3]"), ("[1, 2, 3, 4].slice(2, 4)", "[3, 4]"), ("[1].slice(1, 1)", "[]"), ("[].slice(0, 0)", "[]"), ("args.l.slice(0, 1)", "[3 marked]"),
        ("args.b.slice(1, 2).size()", "1"), ("args.b.slice(0, 3)", "[2 marked, error number_out_of_range at 20, 1 marked]"),
        ("[1, [2, 3], [4]].flatten()", "[1, 2, 3, 4]"), ("[1, [2, [3, 4]]].flatten()", "[1, 2, [3, 4]]"), ("[1, 2, [], [], [3, 4]].flatten()", "[1, 2, 3, 4]"),
        ("[1, [2, [3, [4]]]].flatten(2)", "[1, 2, 3, [4]]"), ("[1, [2]].flatten(0)", "[1, [2]]"), ("[[[[1]]]].flatten(9223372036854775807)", "[1]"), ("dyn([]).flatten()", "[]"),
        ("dyn([{'a': [1]}]).flatten()", "[{\"a\": [1]}]"), ("args.b.flatten()", "[2 marked, error number_out_of_range at 20, 1 marked]"), ("[[1], [2]].flatten()", "[1, 2]"), ("args.r.flatten().size()", "2"),
        ("[3, 2, 1].sort()", "[1, 2, 3]"), ("['b', 'c', 'a', 'B'].sort()", "[\"B\", \"a\", \"b\", \"c\"]"), ("[].sort()", "[]"), ("args.l.sort()", "[1 marked, 2 marked, 3 marked]"), ("[true, false].sort()", "[false, true]"),
        ("[2.5, -1.0, 0.0].sort()", "[-1.0, 0.0, 2.5]"), ("[1.0, 0.0/0.0, -1.0/0.0].sort()", "[nan, -inf, 1.0]"), ("[3u, 1u].sort()", "[1u, 3u]"), ("[b'b', b''].sort()", "[bytes [], bytes [98]]"),
        ("[duration('2s'), duration('-1s')].sort()", "[duration -1000000000, duration 2000000000]"), ("[timestamp(2), timestamp(1)].sort()", "[timestamp 1.0, timestamp 2.0]"),
        ("[0.0, -0.0].sort()", "[0.0, -0.0]"), (#"['\uffff', '\U00010000', 'a'].sort() == ['a', '\uffff', '\U00010000']"#, "true"), ("[-9223372036854775808, 9223372036854775807].sort()[0]", "-9223372036854775808"),
        ("['ccc', 'a', 'bb', 'd'].sortBy(e, size(e))", "[\"a\", \"d\", \"bb\", \"ccc\"]"), ("[1, 2, 3].sortBy(e, -e)", "[3, 2, 1]"), ("[].sortBy(e, e)", "[]"), ("args.r.sortBy(e, e.k).map(e, e.k)", "[1 marked, 2 marked]"),
        ("[[2, 'b'], [1, 'z']].sortBy(p, p[0]).map(p, p[1])", "[\"z\", \"b\"]"), ("[3, 1].sortBy(x, [2, 1].sortBy(y, y)[0] * x)", "[1, 3]"),
        ("[1, 2, 2, 3, 3, 3].distinct()", "[1, 2, 3]"), ("['b', 'b', 'c', 'a', 'c'].distinct()", "[\"b\", \"c\", \"a\"]"), ("[1, 'b', 2, 'b'].distinct()", "[1, \"b\", 2]"), ("[1, 1.0, 1u, dyn(true)].distinct()", "[1, true]"),
        ("[0.0/0.0, 0.0/0.0].distinct()", "[nan, nan]"), ("[[1], [1.0], [2]].distinct()", "[[1], [2]]"), ("args.f.distinct()", "[1 marked, 0.5 marked]"), ("[].distinct()", "[]"),
        ("[5, 3, 1, 2].reverse()", "[2, 1, 3, 5]"), ("[].reverse()", "[]"), ("args.b.reverse()", "[1 marked, error number_out_of_range at 20, 2 marked]"),
        ("[1, 2].first()", "optional 1"), ("[1, 2].last()", "optional 2"), ("[].first()", "optional none"), ("[].last()", "optional none"), ("args.l.last().value()", "2 marked"), ("args.b.first()", "optional 2 marked"),
        ("lists.range(5)", "[0, 1, 2, 3, 4]"), ("lists.range(0)", "[]"), ("lists.range(1048576).size()", "1048576"),
        ("sets.contains([], [])", "true"), ("sets.contains([], [1])", "false"), ("sets.contains([1, 2, 3, 4], [2, 3])", "true"), ("sets.contains([1, 2.0, 3u], [1.0, 2u, 3])", "true"), ("sets.contains([1], [1, 2])", "false"),
        ("sets.contains(args.b, [1, 2])", "true"), ("sets.contains([2], args.b.slice(0, 1))", "true"),
        ("sets.equivalent([], [])", "true"), ("sets.equivalent([1], [1, 1])", "true"), ("sets.equivalent([1], [1u, 1.0])", "true"), ("sets.equivalent([1, 2, 3], [3u, 2.0, 1])", "true"), ("sets.equivalent([1, 2], [1])", "false"), ("sets.equivalent([1], [1, 2])", "false"),
        ("sets.intersects([1], [])", "false"), ("sets.intersects([1], [1, 2])", "true"), ("sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", "true"), ("sets.intersects([], [1])", "false"), ("sets.intersects([1], [2])", "false"),
        ("sets.intersects(args.b, [1])", "true"), ("sets.contains([0.0/0.0], [0.0/0.0])", "false"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Errors", arguments: [
        ("[1].slice(-1, 1)", "error index_out_of_range"), ("[1].slice(0, 2)", "error index_out_of_range"), ("[1].slice(1, 0)", "error index_out_of_range"), ("[1].slice(2, 2)", "error index_out_of_range"),
        ("[1].slice(0, -1)", "error index_out_of_range"), ("[1].slice(0, 9223372036854775807)", "error index_out_of_range"), ("[1].slice(dyn(0.0), 1)", "error no_such_overload"), ("[1].slice(9, dyn(1u))", "error no_such_overload"),
        ("args.n.slice(0, 0)", "error no_such_overload"), ("dyn('a').slice(0, 0)", "error no_such_overload"), ("[1].slice(args.n.x, args.b)", "error null_field"),
        ("[1].flatten(-1)", "error invalid_argument"), ("dyn(1).flatten()", "error no_such_overload"), ("dyn(1).flatten(-1)", "error no_such_overload"), ("[1].flatten(dyn('1'))", "error no_such_overload"), ("dyn({}).flatten()", "error no_such_overload"),
        ("[1, dyn('b')].sort()", "error no_such_overload"), ("dyn([[1, 2, 3]]).sort()", "error no_such_overload"), ("dyn([1, 1.5]).sort()", "error no_such_overload"), ("dyn([null]).sort()", "error no_such_overload"), ("dyn([1, 1u]).sort()", "error no_such_overload"),
        ("dyn([{}]).sort()", "error no_such_overload"), ("dyn([int]).sort()", "error no_such_overload"), ("dyn([ip('::')]).sort()", "error no_such_overload"), ("dyn([optional.of(1)]).sort()", "error no_such_overload"),
        ("args.b.sort()", "error number_out_of_range at 20"), ("([dyn('a')] + args.b).sort()", "error number_out_of_range at 20"), ("args.m.sort()", "error no_such_overload"), ("args.n.sort()", "error no_such_overload"), ("args.f.sort()", "error no_such_overload"),
        ("[1, 2].sortBy(e, dyn([e]))", "error no_such_overload"), ("[1, 2].sortBy(e, e == 1 ? dyn(e) : dyn('a'))", "error no_such_overload"), ("[1, 0].sortBy(e, 1 / e)", "error division_by_zero"), ("args.n.sortBy(e, e)", "error no_such_overload"),
        ("dyn({'a': 1}).sortBy(e, e)", "error no_such_overload"), ("args.b.sortBy(e, e)", "error number_out_of_range at 20"),
        ("args.b.distinct()", "error number_out_of_range at 20"), ("args.d.distinct()", "error duplicate_key at 84"), ("args.n.distinct()", "error no_such_overload"), ("dyn('aa').distinct()", "error no_such_overload"),
        ("args.n.reverse()", "error no_such_overload"), ("args.n.first()", "error no_such_overload"), ("dyn({}).last()", "error no_such_overload"), ("args.b.slice(1, 2).first()", "error number_out_of_range at 20"), ("args.b.slice(1, 2).last()", "error number_out_of_range at 20"),
        ("lists.range(-1)", "error invalid_argument"), ("lists.range(1048577)", "error invalid_argument"), ("lists.range(9223372036854775807)", "error invalid_argument"), ("lists.range(dyn(1u))", "error no_such_overload"), ("lists.range(args.n)", "error no_such_overload"),
        ("sets.contains([3], args.b)", "false"), ("sets.contains([2], args.b)", "error number_out_of_range at 20"), ("sets.contains(args.b, [9])", "error number_out_of_range at 20"), ("sets.contains(dyn(1), [1])", "error no_such_overload"),
        ("sets.contains([1], dyn({}))", "error no_such_overload"), ("sets.equivalent([2], args.b)", "error number_out_of_range at 20"), ("sets.equivalent([7], args.b)", "false"), ("sets.intersects([9], args.b)", "error number_out_of_range at 20"),
        ("sets.intersects(args.b, [9])", "error number_out_of_range at 20"), ("sets.intersects(args.n, [])", "error no_such_overload"), ("sets.intersects([dyn(args.d[0])], [{}])", "error duplicate_key at 84"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
