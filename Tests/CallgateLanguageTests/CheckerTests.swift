import CallgateLanguage
import Testing

@Suite struct CheckerTests {
    /// The environment of the tables: policies', with all macros and some typed variables.
    static let environment: Environment = {
        var environment = Environment.policy
        environment.variables["i"] = .int
        environment.variables["u"] = .uint
        environment.variables["d"] = .double
        environment.variables["s"] = .string
        environment.variables["b"] = .bool
        environment.variables["by"] = .bytes
        environment.variables["dur"] = .duration
        environment.variables["li"] = .list(.int)
        environment.variables["msi"] = .map(.string, .int)
        environment.variables["wi"] = .wrapper(.int)
        environment.variables["od"] = .optional(.dyn)
        return environment
    }()

    @Test("Types of operators and functions", arguments: [
        ("1", "int"), ("1u", "uint"), ("1.0", "double"), ("'a'", "string"), ("b'a'", "bytes"), ("null", "null_type"),
        ("tool", "string"), ("now", "google.protobuf.Timestamp"), ("args", "map(string, dyn)"),
        ("args.a.b[0]", "dyn"),
        ("i + 1", "int"), ("u * 2u", "uint"), ("d / 2.0", "double"), ("i % 2", "int"), ("-i", "int"),
        ("-d", "double"),
        ("s + 'a'", "string"), ("by + b''", "bytes"), ("li + [1]", "list(int)"), ("[1] + [args.a]", "list(dyn)"),
        ("now + dur", "google.protobuf.Timestamp"), ("dur + now", "google.protobuf.Timestamp"),
        ("now - now", "google.protobuf.Duration"), ("now - dur", "google.protobuf.Timestamp"),
        ("dur + dur", "google.protobuf.Duration"), ("dur - dur", "google.protobuf.Duration"),
        ("i < d", "bool"), ("u >= i", "bool"), ("d <= u", "bool"), ("s > 'a'", "bool"), ("b < true", "bool"),
        ("now < now", "bool"), ("by < b'a'", "bool"), ("i == 1", "bool"), ("i != args.a", "bool"),
        ("wi == 1", "bool"), ("wi == null", "bool"), ("wi + 1", "int"), ("now == null", "bool"),
        ("b ? 1 : 2", "int"), ("b ? 1 : args.a", "dyn"), ("b ? [] : [1]", "list(int)"),
        ("b ? null : wi", "wrapper(int)"),
        ("b && args.a", "bool"), ("args.a || !args.b", "bool"),
        ("li[0]", "int"), ("msi['a']", "int"), ("msi.a", "int"), ("1 in li", "bool"), ("'a' in msi", "bool"),
        ("args.a in args.b", "bool"), ("args['a']", "dyn"), ("args.a[args.b]", "dyn"),
        ("size(s) + by.size() + size(li) + msi.size()", "int"), ("size(args.a)", "int"),
        ("s.contains('a') && s.startsWith('a') && s.endsWith('a')", "bool"),
        ("args.a.startsWith(tool)", "bool"),
        ("s.match(/a/)", "bool"), ("s.match('a')", "bool"), ("args.a.match(/a/i)", "bool"),
        ("s.matches('a')", "bool"), ("matches(s, 'a')", "bool"), ("matches(args.a, /a/)", "bool"),
        ("int(u) + int(d) + int(s) + int(now) + int(i)", "int"), ("uint(i) + uint(d) + uint(s) + uint(u)", "uint"),
        ("double(i) + double(u) + double(s) + double(d)", "double"), ("bool(s) && bool(b)", "bool"),
        ("string(i) + string(u) + string(d) + string(b) + string(by) + string(now) + string(dur) + string(s)", "string"),
        ("bytes(s) + bytes(by)", "bytes"), ("timestamp(s)", "google.protobuf.Timestamp"),
        ("timestamp(i)", "google.protobuf.Timestamp"),
        ("duration(s)", "google.protobuf.Duration"), ("dyn(1)", "dyn"), ("type(1)", "type(int)"),
        ("type(type(1))", "type(type(int))"),
        ("type(1) == int", "bool"), ("type(args.a) == string", "bool"),
        ("google.protobuf.Timestamp", "type(google.protobuf.Timestamp)"),
        ("now.getFullYear() + now.getMonth('UTC') + now.getDate() + now.getDayOfMonth()", "int"),
        ("now.getDayOfWeek() + now.getDayOfYear('+01:00') + now.getHours('a') + dur.getHours()", "int"),
        ("dur.getMinutes() + now.getMinutes() + dur.getSeconds() + dur.getMilliseconds()", "int"),
        ("[]", "list(dyn)"), ("{}", "map(dyn, dyn)"), ("[1, 'a']", "list(dyn)"), ("[1, args.a]", "list(dyn)"),
        ("[[], [1]]", "list(list(int))"), ("{'a': 1, 2: 'b'}", "map(dyn, dyn)"),
        ("{'a': []}", "map(string, list(dyn))"),
        ("[1, null]", "list(dyn)"), ("[wi, 1]", "list(wrapper(int))"), ("[1, wi]", "list(wrapper(int))"),
        ("args.a + 1", "dyn"), ("1.5 * args.a", "dyn"), ("args.a % 2", "int"), ("args.a + 'x'", "string"),
        ("args.a + args.b", "dyn"), ("-args.a", "dyn"), ("args.a + 1 + 2.5", "dyn"), ("args.a - 1u", "uint"),
        ("has(args.a.b)", "bool"), ("has(msi.a)", "bool"),
    ])
    func types(_ source: String, _ expected: String) throws {
        #expect(try check(source, in: Self.environment).type.description == expected)
    }

    @Test("Types that are found together with one another", arguments: [
        ("[[], [[]], [[[]]], [[[[]]]]]", "list(list(list(list(list(dyn)))))"),
        ("[[[[[]]]], [], [[[]]]]", "list(list(list(list(list(dyn)))))"), ("[[1], ['a']]", "list(dyn)"),
        ("[{1: 2}, {'a': 'b'}]", "list(dyn)"),
        ("([].map(x, x))[0].foo", "dyn"), ("[optional.none(), optional.of(1)]", "list(optional_type(int))"),
        ("[optional.of(1), optional.none()]", "list(optional_type(int))"),
        ("[optional.of(1), optional.of(dyn(1))]", "list(optional_type(dyn))"),
        ("[optional.of(dyn(1)), optional.of(1)]", "list(optional_type(dyn))"),
        ("true ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"),
        ("[wi, i]", "list(wrapper(int))"), ("[i, wi]", "list(wrapper(int))"), ("[wi, dyn(1)]", "list(dyn)"),
        ("[dyn(1), wi]", "list(dyn)"), ("false ? wi : null", "wrapper(int)"), ("wi == i", "bool"),
        ("[wi, null][0]", "wrapper(int)"),
        ("[duration('1s'), null][0]", "google.protobuf.Duration"),
        ("[timestamp(0), null][0]", "google.protobuf.Timestamp"), ("[optional.of(1), null][0]", "optional_type(int)"),
        ("[null, now][1]", "google.protobuf.Timestamp"),
        ("pair(1, dyn(2u)) == pair(dyn(1), 2u)", "bool"),
        ("[pair(1, 2u), pair(dyn(1), dyn(2u))][0]", "pair(dyn, dyn)"),
        ("[pair(dyn(1), dyn(2u)), pair(1, 2u)][0]", "pair(dyn, dyn)"), ("same(pair(dyn(1), 2u))", "pair(dyn, dyn)"),
        ("same(pair(1, 2))", "pair(int, int)"),
        ("[pair(1, dyn(2u)), pair(dyn(1), 2u)][0]", "pair(dyn, dyn)"), ("{'a': [], 'b': [1]}['a']", "list(int)"),
        ("cel.bind(x, [], x + [1])", "list(int)"), ("li.map(x, {x: [x]})", "list(map(int, list(int)))"),
    ])
    func deductions(_ source: String, _ expected: String) throws {
        var environment = Self.environment
        let pair = CELType.opaque("pair", [.parameter("T"), .parameter("U")])
        environment.functions.add(FunctionDeclaration("pair", [Overload("pair", [.parameter("T"), .parameter("U")], pair)]))
        let same = CELType.opaque("pair", [.parameter("T"), .parameter("T")])
        environment.functions.add(FunctionDeclaration("same", [Overload("same", [same], same)]))
        #expect(try check(source, in: environment).type.description == expected)
    }

    @Test("Types of macros and optional values", arguments: [
        ("li.all(x, x > 0)", "bool"), ("msi.exists(k, k == 'a')", "bool"), ("args.l.exists_one(x, x.y == 1)", "bool"),
        ("li.map(x, string(x))", "list(string)"), ("li.map(x, x > 0, x * 2)", "list(int)"),
        ("[].map(x, x)", "list(dyn)"),
        ("li.filter(x, x > 0)", "list(int)"), ("args.l.filter(x, x)", "list(dyn)"),
        ("msi.map(k, msi[k])", "list(int)"),
        ("li.map(x, li.map(y, x + y))", "list(list(int))"), ("li.all(i, x, i < x)", "bool"),
        ("msi.transformList(k, v, k)", "list(string)"), ("msi.transformMap(k, v, v + 1)", "map(string, int)"),
        ("li.transformMap(i, v, string(v))", "map(int, string)"),
        ("li.transformMapEntry(i, v, {string(v): i})", "map(string, int)"),
        ("cel.bind(x, 1, x + 1)", "int"), ("cel.bind(x, args.a, [x, x])", "list(dyn)"),
        ("optional.of(1)", "optional_type(int)"), ("optional.none()", "optional_type(dyn)"),
        ("args.?a", "optional_type(dyn)"),
        ("msi.?a.orValue(1)", "int"), ("msi[?'a'].value()", "int"), ("li[?0]", "optional_type(int)"),
        ("args.?a.?b", "optional_type(dyn)"),
        ("od.a", "optional_type(dyn)"), ("msi.?a.optMap(x, x + 1)", "optional_type(int)"),
        ("msi.?a.optFlatMap(x, optional.of('b'))", "optional_type(string)"), ("[?msi.?a]", "list(int)"),
        ("{?'a': msi.?a}", "map(string, int)"),
        ("optional.of(msi)['a']", "optional_type(int)"), ("optional.of(1).or(optional.none()).hasValue()", "bool"),
    ])
    func macroTypes(_ source: String, _ expected: String) throws {
        #expect(try check(source, in: Self.environment).type.description == expected)
    }

    static let rejects: [(String, String, String, String?)] = [
        ("arg.a", "«arg».a", "`arg` is not declared", "args"),
        ("conext == 1", "«conext» == 1", "`conext` is not declared", "context"),
        ("zebra", "«zebra»", "`zebra` is not declared", nil),
        ("size", "«size»", "`size` is a function, not a variable", "size(...)"),
        ("s.startWith('a')", "«s.startWith('a')»", "`startWith` is not declared", "startsWith"),
        ("frobnicate(1)", "«frobnicate(1)»", "`frobnicate` is not declared", nil),
        ("startsWith(s, 'a')", "«startsWith(s, 'a')»", "`startsWith` is a method, not a function", "x.startsWith(...)"),
        ("i.string()", "«i.string()»", "`string` is a function, not a method", "string(x)"),
        ("li.all(x)", "«li.all(x)»", "the macro `all` is written `list.all(...)` with 2 or 3 arguments", nil),
        ("all(li, x, x)", "«all(li, x, x)»", "the macro `all` is written `list.all(...)`", nil),
        ("has(args)", "has(«args»)", "takes a field selected with a dot", nil),
        ("1 + 'a'", "«1 + 'a'»", "`+` does not take int and string; there is `int + int`, `uint + uint`", "convert one side, as in string(x)"),
        ("1 + 1u", "«1 + 1u»", "`+` does not take int and uint", "convert one side, as in int(x)"),
        ("1 * 1.5", "«1 * 1.5»", "`*` does not take int and double; there is `int * int`, `uint * uint`, `double * double`", "convert one side, as in double(x)"),
        ("1.5 % 2.0", "«1.5 % 2.0»", "`%` does not take double and double", nil),
        ("-u", "-«u»", "`-` does not take uint", nil),
        ("!i", "!«i»", "`!` does not take int", nil),
        ("i && b", "«i» && b", "`&&` takes a bool on each side, not int and bool", nil),
        ("s == 1", "«s == 1»", "`==` compares values of one type, not string with int", nil),
        ("i == null", "«i == null»", "`==` compares values of one type, not int with null_type", nil),
        ("i == d", "«i == d»", "not int with double", "convert one side, as in double(x)"),
        ("[1] == ['a']", "«[1] == ['a']»", "not list(int) with list(string)", nil),
        ("s < 1", "«s < 1»", "`<` does not take string and int", nil),
        ("null < 1", "«null < 1»", "`<` does not take null_type and int", nil),
        ("b ? 1 : 'a'", "«b ? 1 : 'a'»", "the branches of `? :` have different types, int and string", nil),
        ("i ? 1 : 2", "«i» ? 1 : 2", "the condition of `? :` must be a bool, not int", nil),
        ("1 in s", "1 in «s»", "`in` takes a list or map on its right", nil),
        ("'a' in li", "«'a' in li»", "`in` takes a list or map", nil),
        ("li['a']", "«li['a']»", "`[]` does not take list(int) and string", nil),
        ("msi[0]", "«msi[0]»", "`[]` does not take map(string, int) and int", nil),
        ("s[0]", "«s»[0]", "`[]` does not take string and int", nil),
        ("li.a", "«li.a»", "a value of type list(int) has no field `a`", nil),
        ("{1: 2}.a", "«{1: 2}.a»", "a map with keys of type int has no fields", "index it with brackets"),
        ("tool.name", "«tool.name»", "a value of type string has no field `name`", nil),
        ("has(s.a)", "«has(s.a)»", "a value of type string has no field `a`", nil),
        ("s.startsWith(1)", "s.startsWith(«1»)", "there is no `string.startsWith(int)`; there is `string.startsWith(string)`", nil),
        ("s.startsWith()", "«s.startsWith()»", "there is no `string.startsWith()`", nil),
        ("size(1)", "size(«1»)", "there is no `size(int)`; there is `size(string)`, `size(bytes)`, `size(list(A))`, `size(map(A, B))`", nil),
        ("type(1) == dyn", "type(1) == «dyn»", "`dyn` is a function, not a variable", "dyn(...)"),
        ("int(true)", "int(«true»)", "there is no `int(bool)`", nil),
        ("size([].map(x, x), 1)", "«size([].map(x, x), 1)»", "there is no `size(list(dyn), int)`", nil),
        ("i.all(x, x)", "«i».all(x, x)", "a value of type int cannot be looped over", nil),
        ("li.all(x, x)", "li.all(x, «x»)", "`&&` takes a bool on each side, not bool and int", nil),
        ("li.filter(x, x)", "li.filter(x, «x»)", "the condition of `? :` must be a bool, not int", nil),
        ("li.all(x, y)", "li.all(x, «y»)", "`y` is not declared", nil),
        ("li.all(x, true) && x", "li.all(x, true) && «x»", "`x` is not declared", nil),
        ("{1.5: 1}", "{«1.5»: 1}", "a value of type double cannot be the key of a map", nil),
        ("{[]: 1}", "{«[]»: 1}", "a value of type list(dyn) cannot be the key", nil),
        ("{null: 1}", "{«null»: 1}", "a value of type null_type cannot be the key", nil),
        ("[?1]", "[?«1»]", "`?` marks an optional value, but this is of type int", "leave the `?` out"),
        ("{?'a': 1}", "{?'a': «1»}", "`?` marks an optional value", "leave the `?` out"),
        ("Message{a: 1}", "«Message{a: 1}»", "`Message` is not the type of a message", "write a map, as in {\"field\": value}"),
        ("/a/", "«/a/»", "a pattern can only be the argument of `match`, `matches` and the functions of `regex`", "args.field.match(/pattern/)"),
        ("s == /a/", "s == «/a/»", "a pattern can only be", "args.field.match(/pattern/)"),
        ("[/a/]", "[«/a/»]", "a pattern can only be", "args.field.match(/pattern/)"),
        ("s.contains(/a/)", "s.contains(«/a/»)", "a pattern can only be", "args.field.match(/pattern/)"),
        ("/a/.match('a')", "«/a/».match('a')", "a pattern can only be", "args.field.match(/pattern/)"),
        ("s.match(tool)", "s.match(«tool»)", "the pattern of `match` must be a literal: patterns are compiled ahead of time", "/pattern/"),
        ("s.matches(args.p)", "s.matches(«args.p»)", "the pattern of `matches` must be a literal", "/pattern/"),
        ("matches(s, 'a' + 'b')", "matches(s, «'a' + 'b'»)", "the pattern of `matches` must be a literal", "/pattern/"),
        ("s.match(b ? 'a' : 'b')", "s.match(«b ? 'a' : 'b'»)", "must be a literal", "/pattern/"),
        ("i.match(/a/)", "«i».match(/a/)", "there is no `int.match(pattern)`; there is `string.match(string)`, `string.match(pattern)`", nil),
        ("now.getHours(1)", "now.getHours(«1»)", "there is no `google.protobuf.Timestamp.getHours(int)`", nil),
        ("s.size(1)", "«s.size(1)»", "there is no `string.size(int)`", nil),
        ("type(1, 2)", "«type(1, 2)»", "there is no `type(int, int)`", nil),
    ]

    @Test("What does not fit is said, where it stands", arguments: rejects)
    func reject(_ source: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let first = try expectRejection(of: source, at: place, message, in: Self.environment)
        #expect(first.suggestion == suggestion)
    }

    @Test("All errors are reported, none because of another, in the order of the source")
    func several() {
        let errors = checkErrors("arg.a + 1 == foo(bar) && s.startsWith(1) && !i", in: Self.environment)
        #expect(errors.map(\.range) == [SourceRange(0, 3), SourceRange(13, 21), SourceRange(17, 20), SourceRange(38, 39), SourceRange(45, 46)])
    }

    @Test("Macros and operators that are off say so", arguments: [
        ("li.transformMap(k, v, v)", "the macro `transformMap` is not enabled here"),
        ("args.?a", "`.?` is not enabled here"),
        ("li[?0]", "`[?]` is not enabled here"),
    ])
    func disabled(_ source: String, _ message: String) throws {
        let environment = Environment(variables: ["args": .map(.string, .dyn), "li": .list(.int)])
        let errors = checkErrors(source, in: environment)
        #expect(errors.contains { $0.message == message })
    }

    @Test("Warnings", arguments: [
        ("{'a': 1, 'b': 2, 'a': 3} == {}", "{'a': 1, 'b': 2, «'a'»: 3} == {}", "the key `\"a\"` occurs twice"),
        ("1 == 1", "«1 == 1»", "`==` compares two constants"),
        ("'a' < 'b'", "«'a' < 'b'»", "`<` compares two constants"),
        ("args.a.b != args.a.b", "«args.a.b != args.a.b»", "`!=` compares `args.a.b` with itself"),
    ])
    func warning(_ source: String, _ place: String, _ message: String) throws {
        let warnings = try check(source, in: Self.environment).warnings
        #expect(warnings.count == 1)
        let first = try #require(warnings.first)
        #expect(marked(source, first.range) == place)
        #expect(first.message.contains(message))
    }

    @Test("What is sensible is not warned of", arguments: [
        "{'a': 1, 'b': 1} == {}", "{1: 1, 1u: 1} == {}", "args.a == 1", "args.a == args.b", "args.a + args.a == 2",
        "[1].exists(x, x == 1)",
    ])
    func noWarning(_ source: String) throws {
        #expect(try check(source, in: Self.environment).warnings.isEmpty)
    }
}
