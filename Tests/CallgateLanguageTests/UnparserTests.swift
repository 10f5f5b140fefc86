import CallgateLanguage
import CallgateConformance
import Testing

@Suite struct UnparserTests {
    static let everything = ParserOptions(macros: .every)

    @Test("Canonical text", arguments: [
        ("a+b*c", "a + b * c"),
        ("((a+b))*c", "(a + b) * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("a&&(b&&c)", "a && (b && c)"),
        ("(a&&b)&&c", "a && b && c"),
        ("a||b||c||d||e", "a || b || c || d || e"),
        ("(a||b)&&c", "(a || b) && c"),
        ("(a?b:c)?d:(e?f:g)", "(a ? b : c) ? d : e ? f : g"),
        ("a?(b?c:d):e", "a ? (b ? c : d) : e"),
        ("!(a&&b)", "!(a && b)"),
        ("!a.b", "!a.b"),
        ("(-a).b", "(-a).b"),
        ("-(5)", "-(5)"),
        ("-5", "-5"),
        ("-(5.f())", "-(5.f())"),
        ("-5.f()", "-5.f()"),
        ("--5", "--5"),
        ("a - -5", "a - -5"),
        ("(a < b) == (c < d)", "a < b == (c < d)"),
        ("a in(b)", "a in b"),
        ("a . b [ 0 ] . f ( 1 , 2 )", "a.b[0].f(1, 2)"),
        ("a.?b[?c]", "a.?b[?c]"),
        ("a.`b-c`.`b`", "a.`b-c`.b"),
        ("[ 1,?a , ]", "[1, ?a]"),
        ("{ 'a':1,?b:2 }", "{\"a\": 1, ?b: 2}"),
        ("a.B{ c:1,?`d-e`:2 }", "a.B{c: 1, ?`d-e`: 2}"),
        ("'it\"s\\n\\u202e'", #""it\"s\n\u202e""#),
        ("b'a\"\\xff'", #"b"a\"\xff""#),
        ("1e3", "1000.0"),
        ("s.match( /a[/]/i )", "s.match(/a[/]/i)"),
        ("has( a.b )", "has(a.b)"),
        ("l.map(x,x>1,x+1).filter(y,y!=2)", "l.map(x, x > 1, x + 1).filter(y, y != 2)"),
        ("l.all(x,x.exists(y,y))", "l.all(x, x.exists(y, y))"),
        ("m.transformMap(k,v,k!='',v)", "m.transformMap(k, v, k != \"\", v)"),
        ("cel.bind( x , 1 , x + x )", "cel.bind(x, 1, x + x)"),
        ("a.?b.optMap(x,x+1).optFlatMap(y,y.?c)", "a.?b.optMap(x, x + 1).optFlatMap(y, y.?c)"),
        ("a.b.sortBy( x,-x.c )[0]", "a.b.sortBy(x, -x.c)[0]"),
        ("l.sortBy(x, l.sortBy(y, y).map(z, z))", "l.sortBy(x, l.sortBy(y, y).map(z, z))"),
        ("math.greatest( a,b )", "math.greatest(a, b)"), ("math.least(a, b, c)", "math.least([a, b, c])"),
        ("cel.block([ 1,cel.index(0)+1 ],cel.index(1)*2)", "cel.block([1, cel.index(0) + 1], cel.index(1) * 2)"),
        ("l.map(cel.iterVar(0,1), cel.iterVar(0,1).a + cel.accuVar(2, 3))", "l.map(cel.iterVar(0, 1), cel.iterVar(0, 1).a + cel.accuVar(2, 3))"),
        ("cel.block([cel.block([1], cel.index(0))], cel.index(0))", "cel.block([cel.block([1], cel.index(0))], cel.index(0))"),
    ])
    func canonical(_ source: String, _ expected: String) throws {
        let text = try parse(source, options: Self.everything).description
        #expect(text == expected)
        #expect(try parse(text, options: Self.everything).description == text)
    }

    @Test("What is printed parses to a tree of the same shape, macros included")
    func roundTrip() throws {
        var generator = ExpressionGenerator(seed: 0xCA11_6A7E)
        var sizes = 0
        for _ in 0..<3_000 {
            let source = generator.expression()
            let tree = try parse(source, options: Self.everything)
            let text = tree.description
            let again = try parse(text, options: Self.everything)
            #expect(shape(again) == shape(tree), "\(source) as \(text)")
            sizes += nodes(tree).count
        }
        #expect(sizes > 30_000, "the generator has become too tame: \(sizes)")
    }

    @Test("Every conformance case survives printing", .enabled(if: ConformanceSuite.isPresent))
    func conformance() throws {
        for test in try ConformanceSuite.load() where test.expect.kind != "eval_error" {
            guard let tree = try? parse(test.expr, options: test.environment.parser) else { continue }
            let again = try parse(tree.description, options: test.environment.parser)
            #expect(shape(again) == shape(tree), "\(test.id): \(tree)")
        }
    }

    @Test("Folds that no macro made are shown, though not as source")
    func foreignFold() throws {
        guard case .comprehension(var fold) = try parse("l.all(x, p)").node else { return }
        fold.macro = nil
        let text = Expr(id: 1, range: SourceRange(0, 0), node: .comprehension(fold)).description
        #expect(text == "@fold(x in l; @result = true; @not_strictly_false(@result); @result && p; @result)")
    }
}
