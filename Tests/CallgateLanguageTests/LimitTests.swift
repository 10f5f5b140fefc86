import CallgateLanguage
import Testing

@Suite struct LimitTests {
    private func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    private func nested(_ open: String, _ core: String, _ close: String, _ count: Int) -> String {
        times(count, open) + core + times(count, close)
    }

    /// The limit that an expression exceeds, or nil if it parses.
    private func limitError(_ source: String) -> LanguageError? {
        parseErrors(source, options: ParserOptions(macros: .every)).first
    }

    @Test("Sizes: at, under and over")
    func sourceBytes() throws {
        for size in [Limits.sourceBytes - 1, Limits.sourceBytes] {
            #expect(limitError("1" + times(size - 1, " ")) == nil)
        }
        let error = try #require(limitError("1" + times(Limits.sourceBytes, " ")))
        #expect(error.kind == .limit)
        #expect(error.message.contains("33554433 bytes"))
    }

    static let nestings: [(String, String, String)] = [
        ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("f(", "1", ")"), ("a[", "1", "]"), ("C{f:", "1", "}"),
        ("1 ? 2 : ", "3", ""), ("x.f(", "1", ")"), ("1 + (", "1", ")"), ("!(", "true", ")"),
    ]

    @Test("Nesting: at, under and over", arguments: nestings)
    func nesting(_ open: String, _ core: String, _ close: String) throws {
        // The expression itself is the first level.
        #expect(limitError(nested(open, core, close, Limits.nesting - 2)) == nil)
        #expect(limitError(nested(open, core, close, Limits.nesting - 1)) == nil)
        let error = try #require(limitError(nested(open, core, close, Limits.nesting)))
        #expect(error.kind == .limit)
        #expect(error.message.contains("more than 200"))
    }

    @Test("Unary operators: at, under and over", arguments: ["!", "-"])
    func unary(_ operation: String) throws {
        #expect(limitError(times(Limits.nesting - 2, operation) + "a") == nil)
        #expect(limitError(times(Limits.nesting - 1, operation) + "a") == nil)
        #expect(try #require(limitError(times(Limits.nesting, operation) + "a")).kind == .limit)
    }

    @Test("Chains of one operator: at, under and over", arguments: ["+", "*", "-", "==", "in"])
    func chains(_ operation: String) throws {
        #expect(limitError("a" + times(Limits.treeDepth - 2, " \(operation) a")) == nil)
        #expect(limitError("a" + times(Limits.treeDepth - 1, " \(operation) a")) == nil)
        let error = try #require(limitError("a" + times(Limits.treeDepth, " \(operation) a")))
        #expect(error.kind == .limit)
        #expect(error.message.contains("more than 300 levels deep"))
    }

    @Test("Selections, indices and calls in a row: at, under and over", arguments: [".b", "[0]", ".f()", ".?b", ".map(x, x)"])
    func suffixes(_ suffix: String) throws {
        // A macro's target is one level below its fold, as that of a selection is.
        #expect(limitError("a" + times(Limits.treeDepth - 4, suffix)) == nil)
        if suffix != ".map(x, x)" { #expect(limitError("a" + times(Limits.treeDepth - 1, suffix)) == nil) }
        let error = try #require(limitError("a" + times(Limits.treeDepth, suffix)))
        #expect(error.kind == .limit)
    }

    @Test("Ten thousand terms of && and || make a shallow tree", arguments: ["&&", "||"])
    func longLogic(_ operation: String) throws {
        let source = "a" + times(9_999, " \(operation) a")
        let root = try parse(source)
        #expect(nodes(root).count == 19_999)
        #expect(depth(root) == 15)
        #expect(try check(source, in: Environment(variables: ["a": .bool])).type == .bool)
    }

    @Test("Elements of a block nest: at, under and over")
    func blocks() throws {
        func source(_ count: Int) -> String {
            "cel.block([" + Array(repeating: "1", count: count).joined(separator: ",") + "], cel.index(0))"
        }
        #expect(limitError(source(Limits.treeDepth - 2)) == nil)
        #expect(limitError(source(Limits.treeDepth - 1)) == nil)
        #expect(try #require(limitError(source(Limits.treeDepth))).kind == .limit)
    }

    private func depth(_ expr: Expr) -> Int {
        guard case .call(_, _, let args) = expr.node else { return 1 }
        return 1 + (args.map(depth).max() ?? 0)
    }

    @Test("Nodes, those of expansions included: at, under and over")
    func nodeCount() throws {
        let macro = "x.map(x,x)"
        // The variable's name is a node while parsing, though none of the tree.
        let perMacro = nodes(try parse(macro)).count + 1
        let macros = 4_800
        let rest = Limits.nodes - macros * perMacro - 1
        func source(_ extra: Int) -> String {
            "[" + times(macros, macro + ",") + times(rest + extra, "a,") + "]"
        }
        #expect(limitError(source(-1)) == nil)
        #expect(limitError(source(0)) == nil)
        let error = try #require(limitError(source(1)))
        #expect(error.kind == .limit)
        #expect(error.message.contains("more than 50000 nodes"))
        #expect(limitError("{" + times(Limits.words / 4 - 1, "1:1,") + "}") == nil)
    }

    @Test("Words: at, under and over")
    func words() throws {
        func source(_ count: Int) -> String { times(count, "a ") }
        // A name more than one is an error of another kind.
        for count in [Limits.words - 1, Limits.words] { #expect(limitError(source(count))?.kind == .syntax) }
        let error = try #require(limitError(source(Limits.words + 1)))
        #expect(error.kind == .limit)
        #expect(error.message.contains("more than 65536 words"))
    }

    @Test("Literals, elements of lists: at, under and over")
    func literals() throws {
        func source(_ count: Int) -> String { "[" + times(count, "1,") + "]" }
        for count in [Limits.literals - 1, Limits.literals] {
            let error = limitError(source(count))
            #expect(error == nil)
        }
        let error = try #require(limitError(source(Limits.literals + 1)))
        #expect(error.kind == .limit)
        #expect(error.message.contains("more than 1100000 literals"))
    }

    @Test("What langdef asks of every implementation is well within")
    func minima() throws {
        let sources = [
            "1" + times(32, " + 1"), "a" + times(32, ".b"), "a" + times(32, "[0]"), "true" + times(32, " && true"),
            "f(" + Array(repeating: "1", count: 32).joined(separator: ",") + ")",
            "[" + Array(repeating: "1", count: 32).joined(separator: ",") + "]",
            nested("[", "1", "]", 32), "1" + times(32, " < 1"), times(32, "a ? b : ") + "c",
            nested("[1].all(x, ", "true", ")", 32), nested("f(a[", "1", "])", 32),
        ]
        for source in sources { #expect(limitError(source) == nil, "\(source)") }
    }

    @Test("Errors are capped, and the first ones are kept")
    func errorCount() {
        for source in ["[" + times(200, "a b, ") + "1]", times(200, "$ "), "'" + times(200, "\\q") + "'"] {
            #expect(parseErrors(source).count == Limits.errors)
        }
        let undeclared = "[" + times(200, "z, ") + "z]"
        let errors = checkErrors(undeclared, in: Environment())
        #expect(errors.count == Limits.errors)
        #expect(errors.first?.range == SourceRange(1, 2))
        let warned = (try? check("[" + times(200, "1 == 1, ") + "]", in: Environment()))?.warnings
        #expect(warned?.count == Limits.errors)
    }

    @Test("Types: at, under and over")
    func typeSize() throws {
        // Each pair doubles the size and adds one: eight make 511 of 1.
        var environment = Environment(parser: ParserOptions(macros: .every))
        environment.functions.add(pair)
        var core = "1"
        for _ in 0..<8 { core = "[\(core)].map(x, pair(x, x))[0]" }
        let sizes = try ["\(core)", "[\(core)]", "[[\(core)]]"].map { size(try check($0, in: environment).type) }
        #expect(sizes == [Limits.typeSize - 1, Limits.typeSize, 1])
    }

    private let pair = FunctionDeclaration(
        "pair",
        [Overload("pair", [.parameter("A"), .parameter("B")], .opaque("pair", [.parameter("A"), .parameter("B")]))])

    @Test("Types that double with every level widen to dyn")
    func doublingTypes() throws {
        var environment = Environment(parser: ParserOptions(macros: .every))
        environment.functions.add(pair)
        for seed in ["1", "[]"] {
            var source = "cel.bind(a0, \(seed), "
            for level in 1...60 { source += "cel.bind(a\(level), pair(a\(level - 1), a\(level - 1)), " }
            source += "a60" + times(61, ")")
            let checked = try check(source, in: environment)
            #expect(size(checked.type) <= Limits.typeSize)
        }
    }

    private func size(_ type: CELType) -> Int { type.description.filter { $0 == "(" || $0 == "," }.count + 1 }
}
