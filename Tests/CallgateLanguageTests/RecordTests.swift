import CallgateLanguage
import Testing

/// Roots whose fields are known, as schemas of tools give them.
@Suite struct RecordTests {
    static let environment: Environment = {
        let item = RecordType(name: "`args.items[]`", fields: ["sku": .init(.string, isRequired: true), "price": .init(.number(isWhole: false))])
        let open = RecordType(name: "`args.open`", fields: ["known": .init(.string)], rest: .bool)
        let args = RecordType(
            name: "`args`",
            fields: [
                "n": .init(.number(isWhole: true), isRequired: true), "count": .init(.number(isWhole: true)), "d": .init(.number(isWhole: false), isRequired: true),
                "m": .init(.number(isWhole: true)), "s": .init(.string, isRequired: true), "o": .init(.string),
                "b": .init(.bool, isRequired: true), "any": .init(.dyn), "items": .init(.list(.record(item)), isRequired: true),
                "item": .init(.record(item)), "open": .init(.record(open), isRequired: true),
                "kind": .init(.string, isRequired: true, choices: [.string("a"), .string("b")]),
                "level": .init(.number(isWhole: true), choices: [.int(1), .double(2.5), .null]),
                "empty": .init(.record(RecordType(name: "`args.empty`", fields: [:])), isRequired: true),
                "e\u{301}": .init(.string, isRequired: true),
            ])
        var environment = Environment.policy
        environment.variables["args"] = .record(args)
        environment.variables["i"] = .int
        environment.variables["u"] = .uint
        environment.variables["x"] = .double
        environment.variables["msd"] = .map(.string, .dyn)
        return environment
    }()

    @Test("Types", arguments: [
        ("args.n", "integer"), ("args.d", "number"), ("args.m", "wrapper(integer)"), ("args.s", "string"), ("args.o", "wrapper(string)"),
        ("args.any", "dyn"), ("args.any.x.y", "dyn"), ("args.items[0]", "`args.items[]`"), ("args.items[0].sku", "string"),
        ("args.items[0].price", "wrapper(number)"), ("args.item.sku", "string"), ("args[\"n\"]", "integer"), ("args['s']", "string"),
        ("args[args.s]", "dyn"), ("args.open.known", "wrapper(string)"), ("args.open.other", "wrapper(bool)"), ("args", "`args`"),
        ("args.?o", "optional_type(wrapper(string))"), ("args.?item.sku", "optional_type(string)"), ("has(args.o)", "bool"),
        ("args[?'n']", "optional_type(integer)"), ("args.?n.orValue(2)", "integer"),
        ("args.items.map(v, v.sku)", "list(string)"), ("args.items.filter(v, v.price > 1)", "list(`args.items[]`)"),
        ("args.map(k, k)", "list(string)"), ("args.exists(k, v, v == 1)", "bool"), ("size(args)", "int"), ("'n' in args", "bool"),
        ("args.n > 1", "bool"), ("args.n > 1.5", "bool"), ("args.n > u", "bool"), ("args.d == i", "bool"), ("args.n == args.d", "bool"),
        ("args.m == null", "bool"), ("args.o == null", "bool"), ("args.o == 'a'", "bool"), ("args.kind == 'a'", "bool"),
        ("args.kind in ['a', 'b']", "bool"), ("args.level == 2.5", "bool"), ("args.level == 1.0", "bool"), ("args.level == null", "bool"),
        ("args == msd", "bool"), ("args == args.item", "bool"), ("args.kind == args.s", "bool"), ("args.kind.startsWith('c')", "bool"),
        ("[args.n, 1]", "list(integer)"), ("[args.s, args.o]", "list(wrapper(string))"), ("true ? args.s : 'a'", "string"),
        ("size(args.s)", "int"), ("args.empty == {}", "bool"), ("args['e\u{301}']", "string"),
        ("string(args.n)", "string"), ("int(args.d)", "int"), ("-args.n == 1", "bool"), ("timestamp(args.n)", "google.protobuf.Timestamp"),
    ])
    func types(_ source: String, _ type: String) throws {
        #expect(try check(source, in: Self.environment).type.description == type)
    }

    /// What arithmetic with a number out of a call is depends on the call: it may be promoted.
    @Test(arguments: [
        "args.n + 1", "args.n + 1.5", "args.d * 2", "args.n / args.d", "1 - args.n", "1.5 - args.n", "args.m + 1", "-args.d", "args.n + args.n",
        "args.n + i", "args.n + x", "args.n % 2",
    ])
    func adds(_ source: String) throws {
        let type = try check(source, in: Self.environment).type
        #expect(type == .dyn || type.isNumeric, "\(type)")
        #expect(try check("\(source) > 1.5", in: Self.environment).type == .bool)
    }

    static let rejects: [(String, String, String, String?)] = [
        ("args.conut == 1", "«args.conut» == 1", "there is no field `conut` in `args`", "count"),
        ("args['conut'] == 1", "«args['conut']» == 1", "there is no field `conut` in `args`", "count"),
        ("args.?conut.orValue(1) == 1", "«args.?conut».orValue(1) == 1", "there is no field `conut`", "count"),
        ("args[?'conut'].orValue(1) == 1", "«args[?'conut']».orValue(1) == 1", "there is no field `conut`", "count"),
        ("has(args.conut)", "«has(args.conut)»", "there is no field `conut`", "count"),
        ("args.items[0].cost == 1", "«args.items[0].cost» == 1", "there is no field `cost` in `args.items[]`", "its fields are price, sku"),
        ("args.item.prise == 1", "«args.item.prise» == 1", "there is no field `prise`", "price"),
        ("args.items.exists(v, v.kind == 'a')", "args.items.exists(v, «v.kind» == 'a')", "there is no field `kind` in `args.items[]`", "its fields are price, sku"),
        ("args.empty.x", "«args.empty.x»", "there is no field `x` in `args.empty`", nil),
        ("args['\u{e9}'] == 'a'", "«args['\u{e9}']» == 'a'", "there is no field `\u{e9}`", nil),
        ("args.s == 1", "«args.s == 1»", "not string with int", nil),
        ("args.n == 'a'", "«args.n == 'a'»", "not integer with string", nil),
        ("args.n == true", "«args.n == true»", "not integer with bool", nil),
        ("args.n == null", "«args.n == null»", "not integer with null_type", nil),
        ("args.s == null", "«args.s == null»", "not string with null_type", nil),
        ("args.open.other == 1", "«args.open.other == 1»", "not wrapper(bool) with int", nil),
        ("args.items == 1", "«args.items == 1»", "compares values of one type", nil),
        ("args == 'a'", "«args == 'a'»", "compares values of one type", nil),
        ("args == {1: 2}", "«args == {1: 2}»", "compares values of one type", nil),
        ("args.n + 'a' == 'a'", "«args.n + 'a'» == 'a'", "`+` does not take integer and string", "convert one side, as in string(x)"),
        ("args.n + args.s == 'a'", "«args.n + args.s» == 'a'", "`+` does not take integer and string", "convert one side, as in string(x)"),
        ("args.s < 1", "«args.s < 1»", "`<` does not take string and int", nil),
        ("args.s % 2 == 1", "«args.s» % 2 == 1", "`%` does not take string and int", nil),
        ("!args.n", "!«args.n»", "`!` does not take integer", nil),
        ("-args.s", "-«args.s»", "`-` does not take string", nil),
        ("args.n && true", "«args.n» && true", "a bool on each side", nil),
        ("args ? 1 : 2", "«args» ? 1 : 2", "must be a bool", nil),
        ("args.n.x", "«args.n.x»", "a value of type integer has no field `x`", nil),
        ("args.s.x", "«args.s.x»", "a value of type string has no field `x`", nil),
        ("args[0]", "«args[0]»", "`[]` does not take `args` and int", nil),
        ("args.items['a']", "«args.items['a']»", "`[]` does not take", nil),
        ("args.n in args.s", "args.n in «args.s»", "`in` takes a list or map", nil),
        ("1 in args", "«1 in args»", "`in` takes a list or map", nil),
        ("args.n.all(v, true)", "«args.n».all(v, true)", "cannot be looped over", nil),
        ("size(args.n)", "size(«args.n»)", "there is no `size(integer)`", nil),
        ("args.n.contains('a')", "«args.n».contains('a')", "there is no `integer.contains(string)`", nil),
        ("args.s.contains(args.n)", "args.s.contains(«args.n»)", "there is no `string.contains(integer)`", nil),
        ("args.kind == 'c'", "args.kind == «'c'»", "this can't be true: the schema has no `\"c\"` among the values of the field", "\"a\""),
        ("'c' != args.kind", "«'c'» != args.kind", "the schema has no `\"c\"`", "\"a\""),
        ("args.kind in ['a', 'zzzzz']", "args.kind in ['a', «'zzzzz'»]", "the schema has no `\"zzzzz\"`", "\"a\", \"b\""),
        ("args['kind'] == 'c'", "args['kind'] == «'c'»", "the schema has no `\"c\"`", "\"a\""),
        ("args.level == 3", "args.level == «3»", "the schema has no `3`", nil),
        ("args.level == 2", "args.level == «2»", "the schema has no `2`", nil),
        ("args.level == 2u", "args.level == «2u»", "the schema has no `2u`", nil),
    ]

    @Test("What does not fit", arguments: rejects)
    func reject(_ source: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let first = try expectRejection(of: source, at: place, message, in: Self.environment)
        if let suggestion { #expect(first.suggestion == suggestion) }
    }
}
