import CallgateLanguage
import CallgatePolicy
import Testing

/// Where the bytes of an expression stand in the document, in every style of scalar.
@Suite struct OffsetTests {
    /// Values of `when` with the place of an error in them, an undeclared name or the end.
    static let values: [String] = [
        "when: args.a == 1 && «wrong».b == 1",
        "when:    args.a == '😀é' && «wrong».b",
        "when: &anchor args.a == 1 && «wrong».b",
        "when: &anchor # a comment\n      args.a == 1 && «wrong».b",
        "when:\n      args.a == 1\n      && «wrong».b",
        "when: args.a == 1\n      && args.b\n\n      && «wrong».b",
        "when: args.a == 1  \t \n      \t  && «wrong».b   # a comment",
        "when: 'args.a == ''é'' && «wrong».b'",
        "when: 'args.a == ''x''\n      && «wrong».b'",
        "when: 'args.a\n\n      == \"\"  \n      && «wrong».b'",
        "when: '  args.a && «wrong».b  '",
        "when: \"args.a == \\\"é\\\" && «wrong».b\"",
        "when: \"args.a == '\\u00e9\\x41\\U0001F600\\t\\/\\_' && «wrong».b\"",
        "when: \"args.a \\\n      && args.b\\\n      \\ && «wrong».b\"",
        "when: \"args.a ==\n\n      1\n      && «wrong».b\"",
        "when: \"args.a\\n&& «wrong».b\"",
        "when: |\n      args.a == 1 &&\n      «wrong».b",
        "when: |-\n      args.a == 1 &&\n        («wrong».b)",
        "when: |+\n\n      args.a == 'é' &&\n\n      «wrong».b\n\n",
        "when: |2\n        args.a == 1 &&\n       «wrong».b",
        "when: >\n      args.a == 1\n      && «wrong».b",
        "when: >-\n      args.a == 1\n\n\n      && «wrong».b",
        "when: >\n      args.a == 1\n        && args.c\n        && args.d\n\n      && «wrong».b",
        "when: >+\n\n      args.a\n\n        && args.c\n      && «wrong».b\n",
        "when: >1-\n     args.a\n     && «wrong».b",
    ]

    @Test(arguments: values) func marksTheName(_ value: String) {
        Rejection(rule: value, "`wrong`").verify(errors(Marked(CallgatePolicyTests.rule(value)).text))
    }

    @Test(arguments: values) func marksTheNameWithOtherLineEnds(_ value: String) throws {
        for ending in ["\r\n", "\r"] {
            let marked = Marked(CallgatePolicyTests.rule(value))
            let found = errors(marked.text.replacing("\n", with: ending))
            let first = try #require(found.first)
            #expect(found.count == 1)
            #expect([first.line, first.column, first.length] == [marked.line, marked.column, 5])
        }
    }

    /// Values of `when` that end too early, with the place of their end.
    static let ends: [String] = [
        "when: args.a ==«»", "when: args.a ==«»   ", "when: 'args.a ==«»'", "when: \"args.a ==«»  \"",
        "when: |\n      args.a ==«»\n\n", "when: |+\n      args.a ==«»\n\n", "when: |-\n      args.a ==«»",
        "when: >\n      args.a\n      ==«»", "when: args.a\n      ==«»",
    ]

    @Test(arguments: ends) func marksTheEnd(_ value: String) {
        Rejection(rule: value, "the expression ends").verify(errors(Marked(CallgatePolicyTests.rule(value)).text))
    }

    @Test func marksInFlowStyle() {
        let marked = Marked("rules: [{name: r, tool: t, action: deny, when: args.a == 1\n  && «wrong».b}]\n")
        Rejection("rules: [{name: r, tool: t, action: deny, when: args.a == 1\n  && «wrong».b}]\n", "`wrong`")
            .verify(errors(marked.text))
    }

    @Test func offsetsCoverTheExpression() throws {
        let text = rule("when: \"args.a == '\\u00e9'\"")
        let condition = try #require(try load(text).rules[0].condition)
        let source = condition.checked.source
        #expect(source == "args.a == 'é'")
        #expect(condition.origin.offsets.count == source.utf8.count + 1)
        let start = 12 + Array(text.utf8).count - Array("\"args.a == '\\u00e9'\"\n".utf8).count - 11
        #expect(condition.origin.offsets == Array(start..<start + 11) + [start + 11, start + 11, start + 17, start + 18])
        let document = Array(text.utf8)
        #expect(document[condition.origin.offsets[0]] == UInt8(ascii: "a"))
        #expect(document[condition.origin.offsets[source.utf8.count]] == UInt8(ascii: "\""))
    }
}
