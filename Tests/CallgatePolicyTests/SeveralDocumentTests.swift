import CallgateLanguage
import CallgatePolicy
import Testing

@Suite struct SeveralDocumentTests {
    static func documents(_ texts: String...) -> [PolicyDocumentSource] {
        texts.enumerated().map { PolicyDocumentSource(name: "\($0.offset).yaml", text: $0.element) }
    }

    static let one = "rules:\n  - {name: a, tool: t, action: deny}\n"
    static let two = "rules:\n  - {name: b, tool: t, action: deny, when: args.x}\n"

    @Test func joinsRulesInOrder() throws {
        let policy = try loadPolicy(Self.documents(Self.one, "name: p\ndefault: deny\n", Self.two)).policy
        #expect(policy.rules.map(\.name) == ["a", "b"])
        #expect(policy.rules.map(\.location.source) == [0, 2])
        #expect(policy.sources.map(\.name) == ["0.yaml", "1.yaml", "2.yaml"])
        #expect(policy.name == "p")
        #expect(policy.rules[1].condition?.origin.document.name == "2.yaml")
    }

    static let settings = ["name: x", "description: x", "default: allow", "ungoverned: review"]

    @Test(arguments: settings) func takesEqualSettings(_ setting: String) throws {
        let policy = try loadPolicy(Self.documents(setting + "\n" + Self.one, setting + "\n" + Self.two)).policy
        #expect(policy.rules.count == 2)
    }

    static let conflicts: [(String, String)] = [
        ("name: x", "name: y"), ("description: x", "description: y"), ("default: allow", "default: deny"),
        ("ungoverned: review", "ungoverned: deny"), ("ungoverned: deny", "ungoverned: allow"),
        ("name: \u{E9}", "name: e\u{301}"),
    ]

    @Test(arguments: conflicts) func refusesConflicts(_ first: String, _ second: String) throws {
        let found = errors(Self.documents(first + "\n" + Self.one, second + "\n" + Self.two))
        let error = try #require(found.first)
        #expect(found.count == 1)
        #expect(error.message.contains("differs from what another document"))
        #expect(error.file == "1.yaml" && error.line == 1)
        let key = second.unicodeScalars.prefix { $0 != " " }
        #expect(error.column == key.count + 2)
        #expect(error.notes == ["it is first given at 0.yaml:1:1"])
    }

    @Test func refusesOneNameInTwo() throws {
        let found = errors(Self.documents(Self.one, Self.one))
        #expect(found.map(\.message) == ["two rules are called `a`"])
        #expect(found[0].file == "1.yaml")
        #expect(found[0].notes == ["the other is at 0.yaml:2:12"])
    }

    @Test func reportsErrorsOfAll() {
        let found = errors(Self.documents("rules: [", "\u{FEFF}", "", Self.one + "x: 1\n", "rules:\n  - {name: 1}\n"))
        #expect(found.map(\.file) == ["0.yaml", "1.yaml", "2.yaml", "3.yaml", "4.yaml", "4.yaml", "4.yaml"])
    }

    @Test func needsADocument() {
        let found = errors([PolicyDocumentSource]())
        #expect(found.map(\.message) == ["no document is given: a policy has at least one"])
        #expect(found.first?.file == nil)
    }

    @Test func needsARule() {
        #expect(errors(Self.documents("name: a\n", "default: deny\n")).map(\.message) == ["the policy has no rules: nothing would be governed"])
    }
}
