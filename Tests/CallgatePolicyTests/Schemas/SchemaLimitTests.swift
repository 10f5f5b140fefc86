import CallgatePolicy
import Testing

/// Each limit of schemas at, one under and one over; and schemas that are made to be slow.
@Suite struct SchemaLimitTests {
    static let right = "rules:\n  - {name: r, tool: t, when: args.a == 1, action: deny}\n"
    static let wrong = "rules:\n  - {name: r, tool: t, when: args.a == 'x', action: deny}\n"

    static func tool(_ schema: String) -> String { "[{\"name\": \"t\", \"inputSchema\": \(schema)}]" }

    @Test(arguments: [-1, 0, 1]) func limitsProperties(_ more: Int) {
        let count = PolicyLimits.schemaFields + more
        let fields = (["\"a\": {\"type\": \"integer\"}"] + (1..<count).map { "\"f\($0)\": {}" }).joined(separator: ",")
        let found = errors(Self.right, tools: Self.tool("{\"properties\": {\(fields)}}"))
        #expect(found.map(\.message) == (more > 0 ? ["an object has 4097 properties; the limit is 4096"] : []))
        if more <= 0 { #expect(errors(Self.wrong, tools: Self.tool("{\"properties\": {\(fields)}}")).count == 1) }
    }

    @Test(arguments: [-1, 0, 1]) func limitsVisits(_ more: Int) {
        // The root, `a` and `b` are three.
        let count = PolicyLimits.schemaVisits - 3 + more
        let union = Array(repeating: "{}", count: count).joined(separator: ",")
        let found = errors(Self.right, tools: Self.tool("{\"properties\": {\"a\": {\"type\": \"integer\"}, \"b\": {\"anyOf\": [\(union)]}}}"))
        #expect(found.map(\.message) == (more > 0 ? ["the schema stands for more than 20000 schemas"] : []))
    }

    @Test(arguments: [(63, false), (64, false), (65, true)]) func limitsNestingOfJSON(_ depth: Int, _ isTooDeep: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let mapping = String(repeating: "{\"a\":", count: depth) + "0" + String(repeating: "}", count: depth)
        for text in [text, mapping] {
            let found = errors(Self.right, tools: text)
            #expect(found.contains { $0.message == "more than 64 arrays and objects are open here" } == isTooDeep)
            if isTooDeep { #expect(found.count == 1) }
        }
    }

    /// References one behind the other, the last of which leads to an integer.
    static func chain(_ references: Int) -> String {
        let links = (1..<references).map { "\"d\($0)\": {\"$ref\": \"#/$defs/d\($0 + 1)\"}" }
        let end = "\"d\(references)\": {\"type\": \"integer\"}"
        return tool("{\"properties\": {\"a\": {\"$ref\": \"#/$defs/d1\"}}, \"$defs\": {\((links + [end]).joined(separator: ","))}}")
    }

    /// The object and its field are two of the schemas in each other.
    @Test(arguments: [(125, true), (126, true), (127, false)]) func limitsReferences(_ references: Int, _ isRead: Bool) {
        let found = errors(Self.right, tools: Self.chain(references))
        #expect(found.isEmpty == isRead)
        #expect(errors(Self.wrong, tools: Self.chain(references)).count == 1)
    }

    /// Tools of a rule that are looked at: what is more may be the one that fits.
    @Test(arguments: [(63, true), (64, true), (65, false)]) func limitsTools(_ count: Int, _ isKnown: Bool) {
        let tools = (0..<count).map { "{\"name\": \"t\($0)\", \"inputSchema\": {\"properties\": {\"a\": {\"type\": \"integer\"}}}}" }
        let names = (0..<count).map { "t\($0)" }.joined(separator: ", ")
        let rule = "rules:\n  - {name: r, tool: [\(names)], when: args.a == 'x', action: deny}\n"
        #expect(errors(rule, tools: "[\(tools.joined(separator: ","))]").isEmpty == !isKnown)
    }

    /// Work on rules: what remains is not checked, which is said once.
    @Test func limitsWork() throws {
        let fields = (0..<4_000).map { "f\($0): {}" }.joined(separator: ", ")
        let rules = (0..<5_000).map { "  - {name: r\($0), tool: t, when: args.f\($0 % 4_000) == \($0), action: deny}\n" }.joined()
        func document(_ last: String) -> String {
            "tools: {t: {args: {properties: {\(fields)}}}}\nrules:\n\(rules)  - {name: last, tool: t, when: \(last), action: deny}\n"
        }
        let found = try warnings(document("args.nothing == 1"))
        #expect(found.count == 1)
        #expect(found.first?.message.hasSuffix("there are too many rules for too many tools") == true)
        // The first rules are checked.
        #expect(errors(document("true").replacingFirst("args.f7 == 7", with: "args.nothing == 7")).count == 1)
    }

    // MARK: Hostile ones

    @Test func endsOnReferencesThatDouble() {
        let levels = (0..<60).map { "\"d\($0)\": {\"anyOf\": [{\"$ref\": \"#/$defs/d\($0 + 1)\"}, {\"$ref\": \"#/$defs/d\($0 + 1)\"}]}" }
        let found = errors(Self.right, tools: Self.tool("{\"$ref\": \"#/$defs/d0\", \"$defs\": {\(levels.joined(separator: ",")), \"d60\": {}}}"))
        #expect(found.map(\.message) == ["the schema stands for more than 20000 schemas"])
    }

    @Test(arguments: [
        ##"{"$ref": "#"}"##, ##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##,
        ##"{"properties": {"a": {"$ref": "#"}}}"##, ##"{"properties": {"a": {"items": {"$ref": "#/properties/a"}, "type": "array"}}}"##,
        ##"{"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}"##, ##"{"allOf": [{"$ref": "#"}]}"##,
        ##"{"properties": {"a": {"additionalProperties": {"$ref": "#"}}}, "additionalProperties": {"$ref": "#"}}"##,
    ]) func endsOnCircles(_ schema: String) {
        let rule = "rules:\n  - {name: r, tool: t, when: has(args.a), action: deny}\n"
        #expect(errors(rule, tools: Self.tool(schema)).map(\.description) == [])
    }

    /// An error within what many references lead to is reported once.
    @Test func reportsAPlaceOnce() {
        let fields = (0..<200).map { "\"f\($0)\": {\"$ref\": \"#/$defs/x\"}" }.joined(separator: ",")
        let found = errors(Self.right, tools: Self.tool("{\"properties\": {\(fields)}, \"$defs\": {\"x\": {\"type\": \"integr\"}}}"))
        #expect(found.map(\.message) == ["there is no type `integr` in JSON Schema"])
        #expect(found.map(\.suggestion) == ["integer"])
    }

    @Test func capsErrors() throws {
        let fields = (0..<3_000).map { "\"f\($0)\": {\"type\": \"integr\"}" }.joined(separator: ",\n")
        let found = errors(Self.right, tools: Self.tool("{\"properties\": {\(fields)}}"))
        #expect(found.count == PolicyLimits.diagnostics)
        #expect(found.last?.notes.contains("2900 more errors not shown; at most 100 are") == true)
    }

    /// Globs and names that are near none of very many tools.
    @Test func endsOnManyToolsAndRules() throws {
        let tools = (0..<20_000).map { "{\"name\": \"tool_\($0)\", \"inputSchema\": {\"properties\": {\"a\": {}}}}" }.joined(separator: ",")
        let rules = (0..<10_000).map { "  - {name: r\($0), tool: [\"*\($0)*x\", unlike\($0)], when: args.a == \($0), action: deny}\n" }.joined()
        let loaded = try loadPolicy(
            [PolicyDocumentSource(name: "policy.yaml", text: "rules:\n" + rules)],
            tools: [PolicyDocumentSource(name: "tools.json", text: "[\(tools)]")])
        #expect(loaded.policy.rules.count == 10_000)
        #expect(loaded.warnings.map(\.message).contains { $0.hasSuffix("there are too many rules for too many tools") })
    }

    @Test func endsOnLongTexts() {
        let long = String(repeating: "x", count: 1 << 20)
        for tools in [
            Self.tool("{\"properties\": {\"\(long)\": {\"type\": \"\(long)\"}}}"), Self.tool("{\"$ref\": \"#/\(long)\"}"),
            Self.tool("{\"$ref\": \"#\(String(repeating: "/a", count: 1 << 19))\"}"), "\"\(long)", "[\(long)]", "[\(String(repeating: "1,", count: 1 << 20))",
            String(repeating: " ", count: 1 << 20), "{\"\(long)\": 1}", String(repeating: "[", count: 1 << 20),
        ] {
            let found = errors(Self.right, tools: tools)
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.message.utf8.count < 2_000 })
        }
    }
}

extension String {
    /// The text with the first occurrence of a piece replaced.
    fileprivate func replacingFirst(_ piece: String, with other: String) -> String {
        var copy = self
        if let range = ranges(of: piece).first { copy.replaceSubrange(range, with: other) }
        return copy
    }
}
