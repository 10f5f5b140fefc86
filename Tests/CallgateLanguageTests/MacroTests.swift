import CallgateLanguage
import Testing

@Suite struct MacroTests {
    static let everything = ParserOptions(macros: .every)

    @Test("Expansions are cel-go's folds", arguments: [
        ("has(a.b)", "(has a b)"),
        ("has(a.b.c)", "(has (. a b) c)"),
        ("l.all(x, p)", "(fold x in l @result true (@not_strictly_false @result) (_&&_ @result p) @result)"),
        ("l.exists(x, p)", "(fold x in l @result false (@not_strictly_false (!_ @result)) (_||_ @result p) @result)"),
        ("l.exists_one(x, p)", "(fold x in l @result 0 true (_?_:_ p (_+_ @result 1) @result) (_==_ @result 1))"),
        ("l.existsOne(x, p)", "(fold x in l @result 0 true (_?_:_ p (_+_ @result 1) @result) (_==_ @result 1))"),
        ("l.map(x, f)", "(fold x in l @result [] true (_+_ @result [f]) @result)"),
        ("l.map(x, p, f)", "(fold x in l @result [] true (_?_:_ p (_+_ @result [f]) @result) @result)"),
        ("l.filter(x, p)", "(fold x in l @result [] true (_?_:_ p (_+_ @result [x]) @result) @result)"),
        ("l.all(i, x, p)", "(fold i,x in l @result true (@not_strictly_false @result) (_&&_ @result p) @result)"),
        ("l.exists(i, x, p)", "(fold i,x in l @result false (@not_strictly_false (!_ @result)) (_||_ @result p) @result)"),
        ("l.existsOne(i, x, p)", "(fold i,x in l @result 0 true (_?_:_ p (_+_ @result 1) @result) (_==_ @result 1))"),
        ("l.transformList(i, x, f)", "(fold i,x in l @result [] true (_+_ @result [f]) @result)"),
        ("l.transformList(i, x, p, f)", "(fold i,x in l @result [] true (_?_:_ p (_+_ @result [f]) @result) @result)"),
        ("l.transformMap(k, v, f)", "(fold k,v in l @result {} true (cel.@mapInsert @result k f) @result)"),
        ("l.transformMap(k, v, p, f)", "(fold k,v in l @result {} true (_?_:_ p (cel.@mapInsert @result k f) @result) @result)"),
        ("l.transformMapEntry(k, v, f)", "(fold k,v in l @result {} true (cel.@mapInsert @result f) @result)"),
        ("cel.bind(x, v, f)", "(fold #unused in [] x v false x f)"),
        (
            "o.optMap(x, f)",
            "(fold #unused in [] @target o false @target (_?_:_ (hasValue @@target) "
                + "(optional.of (fold #unused in [] x (value @@target) false x f)) (optional.none)))"
        ),
        (
            "o.optFlatMap(x, f)",
            "(fold #unused in [] @target o false @target (_?_:_ (hasValue @@target) "
                + "(fold #unused in [] x (value @@target) false x f) (optional.none)))"
        ),
        ("l.exists_one(i, x, p)", "(fold i,x in l @result 0 true (_?_:_ p (_+_ @result 1) @result) (_==_ @result 1))"),
        (
            "l.sortBy(x, k)",
            "(fold #unused in [] @list l false @list (@sortByAssociatedKeys @@list "
                + "(fold x in @list @result [] true (_+_ @result [k]) @result)))"
        ),
        ("math.greatest(a)", "(math.greatest a)"), ("math.least(1, -2.5)", "(math.least 1 -2.5)"),
        ("math.greatest(a, b, c)", "(math.greatest [a b c])"), ("math.least([a, 1])", "(math.least [a 1])"),
        ("cel.block([a, b], f)", "(fold #unused in [] @index0 a false @index0 (fold #unused in [] @index1 b false @index1 f))"),
        ("cel.block([], f)", "f"), ("cel.index(7)", "@index7"),
        ("cel.iterVar(0, 1) + cel.accuVar(2, 3)", "(_+_ @it:0:1 @ac:2:3)"),
        ("l.map(cel.iterVar(0, 0), cel.iterVar(0, 0))", "(fold @it:0:0 in l @result [] true (_+_ @result [@it:0:0]) @result)"),
    ])
    func expansion(_ source: String, _ expected: String) throws {
        #expect(shape(try parse(source, options: Self.everything)) == expected)
    }

    @Test("A set that is off, another number of arguments, or no receiver, leaves a plain call", arguments: [
        ("has(a.b)", MacroSet.bindings, "(has (. a b))"),
        ("l.all(i, x, p)", .standard, "(all @l i x p)"),
        ("l.map(x)", .every, "(map @l x)"),
        ("map(l, x)", .every, "(map l x)"),
        ("a.has(b.c)", .every, "(has @a (. b c))"),
        ("cel.bind(x, v, f)", .standard, "(bind @cel x v f)"),
        ("other.bind(x, v, f)", .every, "(bind @other x v f)"),
        ("o.optMap(x, f)", .standard, "(optMap @o x f)"),
        ("math.greatest(a, b, c)", .standard, "(greatest @math a b c)"),
        ("other.greatest()", .every, "(greatest @other)"),
        ("l.sortBy(x, k)", .standard, "(sortBy @l x k)"), ("l.sortBy(x)", .every, "(sortBy @l x)"),
        ("cel.index(0)", MacroSet.every.subtracting(.blocks), "(index @cel 0)"),
        ("cel.index()", .every, "(index @cel)"), ("index(0)", .every, "(index 0)"),
    ] as [(String, MacroSet, String)])
    func plainCall(_ source: String, _ macros: MacroSet, _ expected: String) throws {
        #expect(shape(try parse(source, options: ParserOptions(macros: macros))) == expected)
    }

    @Test("Wrong arguments are errors of the macro", arguments: [
        ("has(a)", "has(«a»)", "takes a field selected with a dot"),
        ("has(a['b'])", "has(«a['b']»)", "not an index"),
        ("has(a.?b)", "has(«a.?b»)", "not with `.?`"),
        ("has(a.b())", "has(«a.b()»)", "takes a field selected with a dot"),
        ("has(1 + 2)", "has(«1 + 2»)", "takes a field selected with a dot"),
        ("l.all(a.b, p)", "l.all(«a.b», p)", "must be a simple name, not `a.b`"),
        ("l.map(1, p)", "l.map(«1», p)", "must be a simple name"),
        ("l.filter(.x, p)", "l.filter(«.x», p)", "must be a simple name"),
        ("l.exists('x', p)", "l.exists(«'x'», p)", "must be a simple name"),
        ("l.all(x, x, p)", "l.all(x, «x», p)", "have the same name `x`"),
        ("l.all(x, 1, p)", "l.all(x, «1», p)", "must be a simple name"),
        ("cel.bind(a.b, v, f)", "cel.bind(«a.b», v, f)", "must be a simple name"),
        ("o.optMap((x + 1), f)", "o.optMap(«(x + 1)», f)", "must be a simple name"),
        ("l.sortBy(x.y, k)", "l.sortBy(«x.y», k)", "must be a simple name"),
        ("l.map(cel.index(0), x)", "l.map(«cel.index(0)», x)", "must be a simple name"),
        ("math.greatest()", "«math.greatest()»", "takes at least one number"),
        ("math.least('a')", "math.least(«'a'»)", "takes numbers, or one list of them"),
        ("math.greatest([])", "math.greatest(«[]»)", "has no value"),
        ("math.greatest(a, true)", "math.greatest(a, «true»)", "takes numbers"),
        ("math.greatest(1, 2, [3])", "math.greatest(1, 2, «[3]»)", "takes numbers"),
        ("math.least([1, 'a'])", "math.least([1, «'a'»])", "takes numbers"),
        ("math.least({})", "math.least(«{}»)", "takes numbers"),
        ("math.least(null)", "math.least(«null»)", "takes numbers"),
        ("math.least([a], 1)", "math.least(«[a]», 1)", "takes numbers"),
        ("cel.block(a, f)", "cel.block(«a», f)", "must be a list literal"),
        ("cel.block([?a], f)", "cel.block(«[?a]», f)", "must be a list literal"),
        ("cel.index(-1)", "cel.index(«-1»)", "not negative"),
        ("cel.index(1u)", "cel.index(«1u»)", "takes int literals"),
        ("cel.iterVar(0, a)", "cel.iterVar(0, «a»)", "takes int literals"),
        ("cel.accuVar('a', 0)", "cel.accuVar(«'a'», 0)", "takes int literals"),
    ])
    func reject(_ source: String, _ place: String, _ message: String) throws {
        let error = try #require(parseErrors(source, options: Self.everything).first)
        #expect(error.kind == .macro)
        #expect(marked(source, error.range) == place)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test("A call of a macro records the author's subexpressions")
    func record() throws {
        let source = "args.items.filter(x, x.size > 10)"
        let root = try parse(source)
        guard case .comprehension(let fold) = root.node, let macro = fold.macro else {
            Issue.record("not a macro's fold")
            return
        }
        #expect(macro.name == "filter")
        #expect(macro.target == fold.range.id)
        #expect(macro.args.count == 2)
        let body = try #require(nodes(root).first { $0.id == macro.args[1] })
        #expect(marked(source, body.range) == "args.items.filter(x, «x.size > 10»)")
        #expect(root.range == SourceRange(0, source.utf8.count))
    }

    @Test("The accumulator cannot be captured or named")
    func hygiene() throws {
        #expect(!parseErrors("[1].all(@result, true)").isEmpty)
        let checked = try check("[1, 2].map(x, [x].map(y, x + y)).all(l, l.exists(x, x > 1))", in: Environment())
        #expect(checked.type == .bool)
    }
}
