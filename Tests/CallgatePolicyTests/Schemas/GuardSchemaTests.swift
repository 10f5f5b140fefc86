import CallgatePolicy
import Testing

/// Schemas hold for limits and for rules about results as they do for conditions.
@Suite struct GuardSchemaTests {
    private static let tools = """
        tools:
          pay: {args: {properties: {to: {type: string}, amount: {type: integer}}}}
          send: {args: {properties: {to: {type: string}, kind: {enum: [text, html]}}}}
          noted: {description: Nothing is known of its arguments}
        context_schema: {properties: {user: {type: string}}}

        """

    private static func limited(_ limit: String, tool: String = "pay") -> String {
        tools + "rules:\n  - name: r\n    tool: \(tool)\n    action: deny\n    limit: {max: 5, per: 1h, \(limit)}\n"
    }

    private static func result(_ line: String, tool: String = "pay") -> String {
        tools + "rules:\n  - {name: r, tool: pay, action: deny}\nresults:\n  - name: s\n    tool: \(tool)\n    mark: untrusted\n    \(line)\n"
    }

    @Test(arguments: [
        limited("key: args.to"), limited("key: [args.to, context.user]"), limited("sum: args.amount, key: args.to"), limited("key: args.kind", tool: "[pay, send]"),
        limited("key: args.anything", tool: "other"), limited("key: args.amount", tool: "\"*\""), limited("key: session.id"),
        result("when: args.to == 'a' && result.anything.at.all == 1"), result("when: args.amount > 5 || context.user == 'a'"),
        result("when: args.anything == 1", tool: "other"), result("when: args.kind == 'html'", tool: "\"*\""), result("when: args.any == 1", tool: "noted"),
    ])
    func accepts(_ text: String) throws {
        #expect(errors(text).map(\.description) == [])
        #expect(try warnings(text).map(\.description) == [])
    }

    @Test(arguments: [
        Rejection(limited("key: «args.too»"), "there is no field `too` in `args` of `pay`", "to"),
        Rejection(limited("key: [args.to, «args.too»]"), "there is no field `too` in `args` of `pay`", "to"),
        Rejection(limited("sum: «args.amuont», key: args.to"), "there is no field `amuont` in `args` of `pay`", "amount"),
        Rejection(limited("key: '«args.amount».lowerAscii()'"), "lowerAscii"),
        Rejection(limited("key: «context.usr»", tool: "\"*\""), "there is no field `usr` in `context`", "user"),
        Rejection(result("when: «args.too» == 'a'"), "there is no field `too` in `args` of `pay`", "to"),
        Rejection(result("when: result.x == 1 && «args.amount == 'x'»"), "`==` compares values of one type"),
        Rejection(result("when: args.kind == «'txt'»", tool: "send"), "the schema has no `\"txt\"`", "\"text\""),
        Rejection(result("when: «context.usr» == 'a'", tool: "\"*\""), "there is no field `usr` in `context`", "user"),
    ])
    func rejects(_ rejection: Rejection) {
        let found = errors(rejection.document.text)
        #expect(found.count == 1)
        #expect(found.first?.message.contains(rejection.message) == true)
        #expect(found.map { [$0.line, $0.column, $0.length] } == [[rejection.document.line, rejection.document.column, rejection.document.length]])
        if let suggestion = rejection.suggestion { #expect(found.first?.suggestion == suggestion) }
    }

    @Test("A rule for a glob that fits no tool is warned of", arguments: [limited("key: args.too", tool: "\"*\""), result("when: args.too == 1", tool: "\"p*\"")])
    func warnsOfGlobs(_ text: String) throws {
        #expect(try warnings(text).map(\.message) == ["there is no field `too` in `args` of `pay`"])
    }

    @Test("A rule about results of a tool that is not declared", arguments: ["pya", "Pay"])
    func warnsOfUndeclared(_ tool: String) throws {
        let found = try warnings(Self.result("when: args.to == 'a'", tool: tool))
        #expect(found.map(\.message) == ["the rule `s` governs `\(tool)`, which `tools` does not declare"])
        #expect(found.map(\.notes) == [["`pay` is declared"]])
        #expect(found.map(\.line) == [9])
    }

    @Test("A tool that `tools` names without a schema is none that is not declared")
    func namedWithoutSchema() throws {
        let text = "tools:\n  pay: {args: {properties: {a: {}}}}\n  pya: {labels: [x]}\nrules:\n  - {name: r, tool: pya, action: deny}\n"
        #expect(try warnings(text).isEmpty)
    }
}
