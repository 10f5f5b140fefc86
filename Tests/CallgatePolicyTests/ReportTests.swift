import CallgateLanguage
import CallgatePolicy
import Testing

/// What a run says in all.
@Suite struct ReportTests {
    @Test func reportsAllErrorsInOrder() {
        let found = errors(
            """
            verison: 1
            default: no
            rules:
              - name: a
                tool: []
                when: arg.x && contxt.y
                action: allow
                timeout: 1x
                message: "{q} {r"
              - name: a
                tools: t
                action: deny
                colour: red
            """)
        #expect(
            found.map { [$0.line, $0.column] } == [
                [1, 1], [2, 10], [5, 11], [6, 11], [6, 20], [8, 5], [8, 14], [9, 16], [9, 19], [10, 5], [10, 11],
                [11, 5], [13, 5],
            ])
        #expect(found.allSatisfy { $0.severity == .error && $0.sourceLine != nil })
    }

    /// What has a tag is reported for it alone, and does not hide other errors.
    @Test func goesOnBehindTags() {
        let found = errors(
            """
            name: !!str n
            rules:
              - name: !x r
                tool: [!x t, 1]
                when: !has(args.x)
                action: !y {a: b}
                tags: !z [1, 2]
                !k key: 1
                colour: red
              - !!map {name: 1}
            """)
        #expect(
            found.map { [$0.line, $0.column] } == [
                [1, 7], [3, 11], [4, 12], [4, 18], [5, 11], [6, 13], [7, 11], [8, 5], [9, 5], [10, 5],
            ])
    }

    @Test func showsTheLinesOfDocumentsOfOneName() {
        let documents = ["a: 1\n", "b: 1\n"].map { PolicyDocumentSource(name: "same.yaml", text: $0) }
        #expect(errors(documents).map(\.sourceLine) == ["a: 1", "b: 1"])
    }

    @Test func rendersPlaceAndCaret() throws {
        let found = try #require(errors(rule("severity: hihg")).first)
        #expect(
            found.description == """
                policy.yaml:5:15: error: `severity` is one of `info`, `low`, `medium`, `high`, `critical`, but this is the text `hihg`
                    severity: hihg
                              ^~~~
                suggestion: high
                """)
    }

    @Test(arguments: [99, 100, 101, 250]) func capsErrors(_ count: Int) throws {
        let text = "rules:\n  - {name: r, tool: t, action: deny}\n" + (0..<count).map { "k\($0): 1\n" }.joined()
        do {
            _ = try load(text)
            Issue.record("the document has errors")
        } catch let error as PolicyErrors {
            #expect(error.diagnostics.count == min(count, PolicyLimits.diagnostics))
            #expect(error.omittedCount == max(0, count - PolicyLimits.diagnostics))
            let last = try #require(error.diagnostics.last)
            switch error.omittedCount {
            case 0: #expect(!last.notes.contains { $0.contains("more") })
            case 1: #expect(last.notes.last == "1 more error not shown; at most 100 are")
            default: #expect(last.notes.last == "150 more errors not shown; at most 100 are")
            }
        }
    }

    @Test(arguments: [100, 101]) func capsWarnings(_ count: Int) throws {
        let tools = Array(repeating: "t", count: count + 1).joined(separator: ", ")
        let found = try warnings("rules:\n  - {name: r, tool: [\(tools)], action: deny}\n")
        #expect(found.count == 100)
        #expect(found.last?.notes.contains("1 more warning not shown; at most 100 are") == (count == 101))
    }

    struct Warning: CustomTestStringConvertible {
        var document: Marked
        var message: String
        var testDescription: String { document.testDescription }

        init(_ marked: String, _ message: String) {
            document = Marked(marked)
            self.message = message
        }
    }

    static let cases: [Warning] = [
        Warning("rules:\n  - {name: r, tool: [a, b, «a»], action: deny}\n", "`a` is listed twice"),
        Warning("rules:\n  - {name: r, tool: t, action: review, approvers: [a, «'a'»]}\n", "`a` is listed twice"),
        Warning("rules:\n  - {name: r, tool: t, action: deny, tags: [a, «a»]}\n", "`a` is listed twice"),
        Warning("rules:\n  - {name: r, tool: «' t'», action: deny}\n", "has a blank at an end"),
        Warning("rules:\n  - {name: r, tool: [a, «\"t \"»], action: deny}\n", "has a blank at an end"),
        Warning("rules:\n  - {name: a, tool: [x, y], action: deny}\n  - {name: «b», tool: [y, x], action: deny}\n", "the rule `b` does what the rule `a` does"),
        Warning(
            "rules:\n  - {name: a, tool: x, action: deny, when: 'args.p'}\n  - {name: «b», tool: x, action: deny, when: args.p, message: other}\n",
            "for the same tools and under the same condition"),
        Warning("«»rules:\n  - {name: a, tool: x, action: deny, enabled: false}\n", "no rule of the policy is enabled"),
    ]

    @Test(arguments: cases) func warns(_ warning: Warning) throws {
        let found = try warnings(warning.document.text)
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.severity == .warning)
        #expect(first.message.contains(warning.message))
        #expect([first.line, first.column, first.length] == [warning.document.line, warning.document.column, warning.document.length])
    }

    /// Rules that are alike, but not the same.
    static let different = [
        "{name: b, tool: y, action: deny}", "{name: b, tool: x, action: allow}",
        "{name: b, tool: x, action: deny, when: args.q}", "{name: b, tool: x, action: deny, mode: monitor}",
        "{name: b, tool: [x, y], action: deny}", "{name: b, tool: x, action: deny, enabled: false}",
    ]

    @Test(arguments: different) func doesNotWarnOfDifferentRules(_ second: String) throws {
        #expect(try warnings("rules:\n  - {name: a, tool: x, action: deny}\n  - \(second)\n").isEmpty)
    }

    @Test func doesNotWarnOfOtherApprovers() throws {
        let rules = ["a", "b"].map { "  - {name: \($0), tool: x, action: review, approvers: [\($0)]}\n" }
        #expect(try warnings("rules:\n" + rules.joined()).isEmpty)
    }

    @Test func placesWarningsOfConditions() throws {
        let found = try warnings(rule(#"when: "args.a == 'é' && 1 == 2""#))
        #expect(found.map { [$0.line, $0.column] } == [[5, 29]])
    }
}
