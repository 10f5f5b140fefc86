import CallgateLanguage
import Testing

@Suite struct ResolutionTests {
    private func environment(_ variables: [String: CELType], container: String = "") -> Environment {
        Environment(container: container, variables: variables)
    }

    @Test("Names resolve to the longest prefix, from the innermost namespace out", arguments: [
        ("a.b.c", "", "a.b.c"),
        ("a.b.d", "", "(. a.b d)"),
        ("a.x", "", "(. a x)"),
        ("c", "a.b", "a.b.c"),
        ("b.c", "a", "a.b.c"),
        ("b", "a.z", "a.b"),
        (".a.b", "a", "a.b"),
        ("(a.b).c", "", "a.b.c"),
        ("a.`b.c`", "", "(. a b.c)"),
        ("a.`b`.c", "", "a.b.c"),
    ])
    func qualified(_ source: String, _ container: String, _ expected: String) throws {
        let map = CELType.map(.string, .dyn)
        let checked = try check(
            source, in: environment(["a": map, "a.b": map, "a.b.c": .string], container: container))
        #expect(shape(checked.root) == expected)
    }

    @Test("Variables of comprehensions hide those of the environment, but for a leading dot", arguments: [
        ("[0].exists(y, y == 0)", "(_==_ y 0)"),
        ("[0].exists(y, .y == 'g')", "(_==_ .y \"g\")"),
        ("[{'z': 0}].exists(y, y.z == 0)", "(_==_ (. y z) 0)"),
        ("[0].exists(y, .y.z == 1.5)", "(_==_ y.z 1.5)"),
        ("[0].exists(x, .y == 'g')", "(_==_ y \"g\")"),
    ])
    func hidden(_ source: String, _ body: String) throws {
        let checked = try check(source, in: environment(["y": .string, "y.z": .double]))
        #expect(shape(checked.root).contains(body), "\(shape(checked.root))")
    }

    @Test("References name variables, types and overloads; every node has a type")
    func references() throws {
        let checked = try check("size(args.a) > 1 && type(tool) == string", in: .policy)
        var found: Set<Reference> = []
        for node in nodes(checked.root) {
            #expect(checked.types[node.id] != nil)
            if let reference = checked.references[node.id] { found.insert(reference) }
        }
        #expect(found.contains(.variable("args")))
        #expect(found.contains(.constantType(.string)))
        #expect(found.contains(.function(overloads: ["size_string", "size_bytes", "size_list", "size_map"])))
        #expect(found.contains(.function(overloads: ["greater_int64"])))
        #expect(found.contains(.function(overloads: ["logical_and"])))
    }

    @Test("Arithmetic with dyn refers to both kinds of numbers where it promotes")
    func promotion() throws {
        let promoted = try check("args.a + 1", in: .policy)
        #expect(promoted.references[promoted.root.id] == .function(overloads: ["add_int64", "add_double"]))
        var strict = Environment.policy
        strict.checker.promotesNumbers = false
        let plain = try check("args.a + 1", in: strict)
        #expect(plain.references[plain.root.id] == .function(overloads: ["add_int64"]))
        #expect(plain.type == .int)
    }

    @Test("A dotted function is called as such, and its target is no value")
    func namespacedFunction() throws {
        var environment = Environment(container: "lib")
        environment.functions.add(FunctionDeclaration("lib.math.double", [Overload("m", [.int], .int)]))
        let checked = try check("math.double(1)", in: environment)
        #expect(shape(checked.root) == "(lib.math.double 1)")
        #expect(checked.references[checked.root.id] == .function(overloads: ["m"]))
    }

    @Test("A variable cannot be tested for presence")
    func presenceOfVariable() throws {
        let error = try #require(checkErrors("has(a.b)", in: environment(["a.b": .int])).first)
        #expect(error.kind == .macro)
        #expect(error.message.contains("is the name of a variable"))
    }

    @Test("With several overloads in question, a free type stays free")
    func freeTypes() throws {
        let checked = try check("[].map(x, x + x)", in: Environment())
        #expect(checked.type == .list(.dyn))
    }

    @Test("Dynamic patterns can be allowed")
    func dynamicPatterns() throws {
        var environment = environment(["p": .string])
        environment.checker.allowsDynamicPatterns = true
        #expect(try check("'a'.matches(p)", in: environment).type == .bool)
        #expect(checkErrors("'a'.matches(1)", in: environment).count == 1)
    }

    @Test("Declared overloads add to those that are there, and replace those of the same ID")
    func functionTable() {
        var table = FunctionTable([FunctionDeclaration("f", [Overload("f_int", [.int], .int)])])
        table.add(FunctionDeclaration("f", [Overload("f_bool", [.bool], .int), Overload("f_int", [.int], .bool)]))
        #expect(table["f"]?.overloads == [Overload("f_bool", [.bool], .int), Overload("f_int", [.int], .bool)])
        let ids = FunctionTable.standard.byName.values.flatMap { $0.overloads.map(\.id) }
        #expect(Set(ids).count == ids.count)
    }
}
