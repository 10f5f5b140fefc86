import CallgatePolicy
import Testing

/// Rules for several tools, globs, and tools that are not declared.
@Suite struct ToolRuleTests {
    /// Three tools of which two have `amount` and all have `id`, and a context.
    static func document(_ tools: String, _ condition: String) -> String {
        """
        tools:
          pay: {args: {properties: {id: {type: string}, amount: {type: integer}}}}
          pay_back: {args: {properties: {id: {type: string}, amount: {type: string}}}}
          send: {args: {properties: {id: {type: string}, to: {type: string}}}}
        context_schema: {properties: {user: {type: string}}}
        rules:
          - name: r
            tool: \(tools)
            when: \(condition)
            action: deny

        """
    }

    static let accepted: [(String, String)] = [
        ("pay", "args.amount > 5"), ("pay_back", "args.amount > '5'"), ("send", "args.to == 'a'"),
        // Of several tools one that fits is enough.
        ("[pay, send]", "args.amount > 5"), ("[send, pay]", "args.to == 'a'"), ("[pay, pay_back]", "args.amount > 5"),
        ("[pay, pay_back]", "args.amount > '5'"), ("[pay, send]", "args.id == 'a'"),
        // Nothing is known of others.
        ("other", "args.anything.at.all == 1"), ("[pay, other]", "args.anything == 1"), ("[pay, \"x*\"]", "args.anything == 1"),
        ("\"x*\"", "args.anything == 1"), ("\"pay*\"", "args.amount > 5"), ("\"pay*\"", "args.amount > '5'"), ("\"*\"", "args.to == 'a'"),
        ("PAY", "args.anything == 1 || true"), ("\"*\"", "context.user == 'a'"), ("\"p*y*k\"", "args.amount > 'a'"),
    ]

    @Test(arguments: accepted) func accepts(_ tools: String, _ condition: String) {
        #expect(errors(Self.document(tools, condition)).map(\.description) == [])
    }

    static let rejected: [(String, String, String)] = [
        ("pay", "«args.to» == 'a'", "there is no field `to` in `args` of `pay`"),
        ("[pay, pay_back]", "«args.to» == 'a'", "there is no field `to` in `args` of `pay`"),
        ("[pay_back, pay]", "«args.to» == 'a'", "there is no field `to` in `args` of `pay_back`"),
        ("[pay, send]", "«args.id > 5»", "`>` does not take"),
        ("[pay, pay_back, send]", "args.id == 'a' && «args.nothing» == 1", "there is no field `nothing`"),
        // No single tool has both.
        ("[pay, send]", "args.amount == 1 && «args.to» == 'a'", "there is no field `to`"),
        ("pay", "«context.usr» == 'a'", "there is no field `usr` in `context`"),
        // The context is the same for every tool.
        ("other", "«context.usr» == 'a'", "there is no field `usr` in `context`"),
        ("\"*\"", "«context.usr» == 'a'", "there is no field `usr` in `context`"),
        ("\"x*\"", "«context.user == 5»", "`==` compares values of one type"),
        ("[pay, other]", "«context.usr» == 'a'", "there is no field `usr` in `context`"),
        ("[pay, \"x*\"]", "«context.usr» == 'a'", "there is no field `usr` in `context`"),
    ]

    @Test(arguments: rejected) func rejects(_ tools: String, _ condition: String, _ message: String) throws {
        let document = Marked(Self.document(tools, condition))
        let found = errors(document.text)
        #expect(found.count == 1)
        let first = try #require(found.first)
        #expect(first.message.contains(message))
        #expect([first.line, first.column, first.length] == [document.line, document.column, document.length])
    }

    struct Warned: CustomTestStringConvertible {
        var tools: String
        var condition: String
        var message: String
        var note: String
        var testDescription: String { "\(tools): \(condition)" }
    }

    static let warned: [Warned] = [
        Warned(tools: "\"pay*\"", condition: "«args.to» == 'a'", message: "there is no field `to` in `args` of `pay`", note: ""),
        Warned(tools: "\"*\"", condition: "«args.idd» == 'a'", message: "there is no field `idd` in `args` of `pay`", note: "suggestion: id"),
        Warned(tools: "\"*_back\"", condition: "«args.amount > 5»", message: "`>` does not take", note: ""),
        Warned(tools: "[send, \"pay*\"]", condition: "«args.nothing» == 1", message: "there is no field `nothing`", note: ""),
    ]

    @Test(arguments: warned) func warnsOfGlobs(_ test: Warned) throws {
        let document = Marked(Self.document(test.tools, test.condition))
        let found = try warnings(document.text)
        #expect(found.count == 1)
        let first = try #require(found.first)
        #expect(first.message.contains(test.message))
        #expect([first.line, first.column, first.length] == [document.line, document.column, document.length])
        if !test.note.isEmpty { #expect(first.notes.contains(test.note)) }
    }

    @Test(arguments: [("payy", "pay"), ("sned", "send"), ("Pay", "pay"), ("[pay, pay_bck]", "pay_back")])
    func warnsOfUndeclared(_ tools: String, _ meant: String) throws {
        let found = try warnings(Self.document(tools, "args.id == 'a'"))
        #expect(found.map(\.notes) == [["`\(meant)` is declared"]])
        #expect(found.map(\.line) == [7])
        #expect(found.first?.message.hasSuffix("which `tools` does not declare") == true)
    }

    @Test(arguments: ["refund", "other", "\"payy*\"", "[pay, refund]"]) func doesNotWarnOfStrangers(_ tools: String) throws {
        #expect(try warnings(Self.document(tools, "args.id == 'a'")).isEmpty)
    }

    /// Two names that Unicode calls equivalent are two tools, and two fields.
    @Test func comparesBytes() throws {
        let tools = #"{"\u00e9": {"properties": {"\u00e9": {"type": "integer"}}}, "e\u0301": {"properties": {"e\u0301": {"type": "string"}}}}"#
        func rule(_ tool: String, _ field: String, _ value: String) -> String {
            "rules:\n  - name: r\n    tool: \"\(tool)\"\n    when: args[\"\(field)\"] == \(value)\n    action: deny\n"
        }
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        #expect(errors(rule(composed, composed, "1"), tools: tools).isEmpty)
        #expect(errors(rule(decomposed, decomposed, "'a'"), tools: tools).isEmpty)
        #expect(errors(rule(composed, decomposed, "1"), tools: tools).count == 1)
        #expect(errors(rule(decomposed, composed, "'a'"), tools: tools).count == 1)
        #expect(errors(rule(decomposed, decomposed, "1"), tools: tools).count == 1)
        // Both in one object: of the second nothing is known.
        let both = #"{"t": {"properties": {"\u00e9": {"type": "integer"}, "e\u0301": {"type": "string"}}}}"#
        #expect(errors(rule("t", composed, "1"), tools: both).isEmpty)
        #expect(errors(rule("t", decomposed, "'a'"), tools: both).isEmpty)
        #expect(errors(rule("t", composed, "'a'"), tools: both).count == 1)
    }
}
