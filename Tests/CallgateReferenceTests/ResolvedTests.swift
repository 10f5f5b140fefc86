import CallgateLanguage
import CallgateReference
import Testing

@Suite("Expressions that are resolved, not checked")
struct ResolvedTests {
    private static let environment: Environment = {
        var environment = Environment.complete
        environment.container = "a.b"
        environment.variables = ["a.b.c": .int, "c": .int, "d.e": .map(.string, .int), "x": .int]
        return environment
    }()

    private static let bindings: [String: Outcome] = [
        "a.b.c": .success(.int(1)), "c": .success(.int(2)),
        "d.e": .success(.map([MapEntry(key: .string("f"), value: .success(.int(3)))])),
        "x": .success(.string("text")),
    ]

    @Test("Names mean what they mean when they are checked; types are looked at when they are evaluated", arguments: [
        ("c", .success(.int(1))), (".c", .success(.int(2))), ("d.e.f", .success(.int(3))),
        ("c == 1 || c == 'a'", .success(.bool(true))),
        ("c == 'a'", .success(.bool(false))),
        ("[1, 2].map(c, c + .c)", .success(.list([.success(.int(3)), .success(.int(4))]))),
        ("type(c) == int", .success(.bool(true))), ("[1, 'a', null].size()", .success(.int(3))),
        ("true ? 1 : 'a'", .success(.int(1))),
        ("google.protobuf.Int32Value{value: 7}", .success(.int(7))), ("'a'.matches('a' + '')", .success(.bool(true))),
        ("x.charAt(0)", .success(.string("t"))),
        ("cel.block([1, cel.index(0) + 1], cel.index(1))", .success(.int(2))), ("has(d.e.f)", .success(.bool(true))),
        ("nowhere || true", .success(.bool(true))), ("unknown(1) || true", .success(.bool(true))),
        ("(1 + 'a' == 2) || true", .success(.bool(true))),
    ] as [(String, Outcome)])
    func values(_ source: String, _ wanted: Outcome) throws {
        #expect(try outcome(source) == wanted)
    }

    @Test("What has no meaning is an error when it is evaluated", arguments: [
        "nowhere", "nowhere.f", "c.f", "unknown(1)", "x.unknown()", "size()", "size(1, 2)", "1 + 'a'", "-x", "!x",
        "x ? 1 : 2", "1.charAt(0)", "'::'.ip()", "ip(cidr('::/0'))", "/a/", "/a/ == 1", "{1.5: 2}", "[?1]",
        "x.all(y, true)",
        "M{a: 1}", "google.protobuf.Int32Value{a: 1}", "google.protobuf.Any{}",
        "google.protobuf.Int32Value{value: 'a'}", "'a'.substring(1, 2, 3, 4, 5)", "cel.index(0)", "math.nothing(1)",
        "x.match(1)", "'a'.matches()",
        "int(1, 2)", "now", "x.orValue(1)", "math.greatest('a' + x, 1)", "cel.iterVar(0, 0)", "optional.of(1, 2)",
        "cidr('::/0', 1)",
    ])
    func errors(_ source: String) throws {
        #expect(try outcome(source) == .failure(EvaluationError(.noSuchOverload)))
    }

    private func outcome(_ source: String) throws -> Outcome {
        let root = try parse(source, options: Self.environment.parser)
        let resolved = resolve(root, source: source, in: Self.environment)
        #expect(resolved.type == .dyn)
        #expect(resolved.types.all.allSatisfy { $0 == .dyn })
        return ReferenceEvaluator(resolved).evaluate(Self.bindings)
    }
}
