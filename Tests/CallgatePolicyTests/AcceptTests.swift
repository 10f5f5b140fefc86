import CallgateLanguage
import CallgatePolicy
import Testing

@Suite struct AcceptTests {
    @Test func readsEveryKey() throws {
        let policy = try load(
            """
            version: 1
            name: everything
            description: |
              two
              lines
            default: require_approval
            ungoverned: allow
            rules:
              - name: full
                description: text
                tool: [a, b_*, '*']
                when: args.x == 1
                action: review
                message: m
                approvers: [x, y]
                timeout: 2d
                severity: critical
                tags: [t1, t2]
                mode: monitor
                enabled: true
            """)
        #expect(policy.name == "everything")
        #expect(policy.description == "two\nlines\n")
        #expect(policy.defaultEffect == .review)
        #expect(policy.ungoverned == .allow)
        let rule = try #require(policy.rules.first)
        #expect(policy.rules.count == 1)
        #expect(rule.name == "full" && rule.description == "text")
        #expect(rule.tools == [.exact("a"), .glob("b_*"), .glob("*")])
        #expect(rule.condition?.checked.source == "args.x == 1")
        #expect(rule.effect == .review)
        #expect(rule.approvers == ["x", "y"])
        #expect(rule.timeoutSeconds == 172_800)
        #expect(rule.severity == .critical)
        #expect(rule.tags == ["t1", "t2"])
        #expect(rule.isMonitored)
        #expect(rule.location == CheckedRule.Location(source: 0, line: 9, column: 11))
    }

    @Test func readsJSON() throws {
        let policy = try load(#"{"version": 1, "rules": [{"name": "r", "tool": ["t"], "when": "args.a == \"b\"", "action": "deny"}]}"#)
        #expect(policy.rules.first?.condition?.checked.source == #"args.a == "b""#)
    }

    static let actions: [(String, PolicyEffect)] = [
        ("allow", .allow), ("deny", .deny), ("review", .review), ("require_approval", .review), ("'deny'", .deny),
    ]

    @Test(arguments: actions) func readsActions(_ action: String, _ effect: PolicyEffect) throws {
        let policy = try load("default: \(action)\nrules:\n  - {name: r, tool: t, action: \(action)}\n")
        #expect(policy.rules[0].effect == effect)
        #expect(policy.defaultEffect == effect)
        #expect(policy.ungoverned == .deny)
    }

    static let timeouts: [(String, Int)] = [
        ("1s", 1), ("30s", 30), ("15m", 900), ("1h", 3_600), ("7d", 604_800), ("'90m'", 5_400), ("007s", 7),
        ("4294967295s", 4_294_967_295), ("49710d", 4_294_944_000),
    ]

    @Test(arguments: timeouts) func readsTimeouts(_ text: String, _ seconds: Int) throws {
        let policy = try load("rules:\n  - {name: r, tool: t, action: review, timeout: \(text)}\n")
        #expect(policy.rules[0].timeoutSeconds == seconds)
    }

    /// Plain texts that no version of YAML takes for anything else.
    static let texts = [
        "a", "1a", "1.2.3", "v1", "nope", "-", "a-1", "2001-12-14x", "2001-1", "0x", "0xg", "1:", "_1", "e3", "1e", ".",
        "+", "a: ", "Null1", "yes/no", "--", "1-2", "y", "n", "12-14-2001",
    ]

    @Test(arguments: texts) func takesPlainTexts(_ text: String) throws {
        let written = text == "a: " || text == "-" || text == "1:" ? "\"\(text)\"" : text
        let policy = try load("rules:\n  - name: r\n    tool: \(written)\n    action: deny\n")
        #expect(policy.rules[0].tools == [.exact(text)])
    }

    @Test func leavesDisabledRulesOut() throws {
        let policy = try load(
            "rules:\n  - {name: a, tool: t, action: deny, enabled: false}\n  - {name: b, tool: t, action: deny}\n")
        #expect(policy.rules.map(\.name) == ["b"])
    }

    @Test func checksDisabledRules() {
        let found = errors("rules:\n  - {name: a, tool: t, action: dony, when: arg.x, enabled: false}\n")
        #expect(found.map(\.column) == [32, 44])
    }

    @Test(arguments: [("true", true), ("dyn(1)", true), ("args.x", true), ("args.x == 1 && true", true)])
    func takesConditions(_ text: String, _ isTaken: Bool) {
        #expect(errors(rule("when: \(text)")).isEmpty == isTaken)
    }

    @Test func takesNoConditionAsAlways() throws {
        #expect(try load("rules:\n  - {name: r, tool: t, action: deny}\n").rules[0].condition == nil)
    }

    @Test func takesOneTextForAList() throws {
        let policy = try load("rules:\n  - {name: r, tool: t, action: review, approvers: x, tags: y}\n")
        #expect(policy.rules[0].approvers == ["x"])
        #expect(policy.rules[0].tags == ["y"])
    }

    @Test func comparesByBytes() throws {
        let policy = try load(
            """
            rules:
              - {name: "\u{E9}", tool: ["\u{E9}", "e\u{301}"], action: deny, tags: ["\u{E9}", "e\u{301}"]}
              - {name: "e\u{301}", tool: t, action: deny}
            """)
        #expect(policy.rules.count == 2)
        #expect(policy.rules[0].tools.count == 2)
        #expect(policy.rules[0].tools[0] != policy.rules[0].tools[1])
        #expect(Set(policy.rules[0].tools).count == 2)
        #expect(policy.rules[0].tags.count == 2)
    }

    @Test func readsAliases() throws {
        let policy = try load(
            """
            rules:
              - name: a
                tool: &tools [x, y]
                when: &c args.n > 1
                action: deny
              - {name: b, tool: *tools, when: *c, action: allow}
            """)
        #expect(policy.rules[1].tools == [.exact("x"), .exact("y")])
        #expect(policy.rules[1].condition?.checked.source == "args.n > 1")
        // The expression stands at its anchor, so that is where errors in it are shown.
        #expect(policy.rules[1].condition.map { $0.origin.document.position(of: $0.origin.documentOffset(0)).line } == 4)
    }
}
