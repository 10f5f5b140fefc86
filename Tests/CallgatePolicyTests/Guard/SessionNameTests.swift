import CallgateLanguage
import CallgatePolicy
import Testing

/// Questions about the session that can never be so.
@Suite struct SessionNameTests {
    /// A policy of one condition, with labels from a tool and from a rule about results.
    private static func policy(_ condition: String, more: String = "") -> String {
        """
        tools:
          read: {result: untrusted, labels: [private]}
        rules:
          - name: r
            tool: send
            when: >-
              \(condition)
            action: deny
        results:
          - {name: s, tool: "get_*", when: result.x, labels: [secret, "two words"]}
        \(more)
        """
    }

    static let accepted = [
        #"session.trust == "untrusted""#, #""trusted" != session.trust"#, #"session.trust in ["trusted", "untrusted"]"#,
        "session.trust == args.trust", #"args.trust == "untrused""#, #""untrused" in args.labels"#, #"session.trust.startsWith("untr")"#,
        #""private" in session.labels && "secret" in session.labels"#, #""two words" in .session.labels"#, "args.label in session.labels",
        #"session.labels.exists(l, l == "privat")"#, #"!("private" in session.labels)"#, #"session.called("send", duration("5m"))"#,
        #"session.called("send", duration("0s")) || session.called("send", duration("-0m"))"#, #"now - now > duration("-5m")"#,
        #"session.called("send", duration(args.time))"#, #"["session"].exists(session, session == "untrused")"#, #"args["session.trust"] == "untrused""#,
    ]

    @Test(arguments: accepted) func accepts(_ condition: String) throws {
        #expect(errors(Self.policy(condition)).map(\.description) == [])
        #expect(try warnings(Self.policy(condition)).map(\.description) == [])
    }

    static let trust = "`session.trust` is \"trusted\" or \"untrusted\", so that it is never "
    static let label = "this can't be true: no result gets the label "
    static let all = "\"private\", \"secret\", \"two words\""

    static let rejected: [(String, String, String?)] = [
        (#"session.trust == «"untrused"»"#, trust + "\"untrused\"", "\"untrusted\""),
        (#"args.x == 1 || «"Trusted"» == session.trust"#, trust + "\"Trusted\"", "\"trusted\""),
        (#".session.trust != «"tainted"»"#, trust + "\"tainted\"", "\"untrusted\""),
        (#"session.trust in ["trusted", «"no"»]"#, trust + "\"no\"", nil),
        (#"session.trust == «""»"#, trust + "\"\"", nil),
        (#"args.l.exists(l, l == 1 && session.trust == «"untrustd"»)"#, trust, "\"untrusted\""),
        (#"«"privat"» in session.labels"#, label + "`privat`", "\"private\""),
        (#"session.trust == "untrusted" && !(«"Secret"» in session.labels)"#, label + "`Secret`", "\"secret\""),
        (#"«"customer"» in session.labels"#, label + "`customer`", all),
        (#"session.called("send", «duration("-5m")»)"#, "no call was within `-5m` before this one", #"duration("5m")"#),
        (#"!session.called(tool, «duration("-1.5h")»)"#, "no call was within `-1.5h` before this one", #"duration("1.5h")"#),
    ]

    @Test(arguments: rejected) func rejects(_ condition: String, _ message: String, _ suggestion: String?) {
        let rejection = Rejection(Self.policy(condition), message, suggestion)
        rejection.verify(errors(rejection.document.text))
    }

    @Test("Messages, keys and amounts of limits, and disabled rules", arguments: [
        #"message: "it is {session.trust == «'untrused'» ? 1 : 2}""#, #"limit: {max: 1, per: 1h, key: "«'untrused'» == session.trust"}"#,
        #"limit: {max: 1, per: 1h, sum: "session.trust == «'untrused'» ? 1 : 2"}"#, "when: session.trust == «'untrused'»\n    enabled: false",
    ])
    func everywhere(_ line: String) {
        let rejection = Rejection(rule: line, Self.trust + "\"untrused\"", "\"untrusted\"")
        rejection.verify(errors(rejection.document.text))
    }

    @Test("Where no result gets a label") func noLabels() {
        let rejection = Rejection(
            rule: "when: '«\"private\"» in session.labels'", Self.label + "`private`", "say under `tools` or `results` what gets it")
        rejection.verify(errors(rejection.document.text))
    }

    @Test("The flow's own label is one") func flow() throws {
        let text = "flow: {lethal_trifecta: deny}\ntools: {send: {sends: external}}\n" + rule(#"when: '"private" in session.labels'"#)
        #expect(errors(text).map(\.description) == [])
        #expect(try warnings(text).count == 1)
        let rejection = Rejection(
            "flow: {lethal_trifecta: deny}\ntools: {send: {sends: external}}\n" + rule(#"when: '«"privat"» in session.labels'"#),
            Self.label + "`privat`", "\"private\"")
        rejection.verify(errors(rejection.document.text))
    }

    @Test("Labels of other documents count, later ones too") func severalDocuments() {
        func document(_ name: String, _ text: String) -> PolicyDocumentSource { PolicyDocumentSource(name: name, text: text) }
        let asks = rule(#"when: '"hidden" in session.labels'"#)
        #expect(errors([document("a", asks), document("b", "tools: {t: {labels: [hidden]}}\n")]).isEmpty)
        let found = errors([document("a", asks), document("b", "tools: {t: {labels: [hiden]}}\n")])
        #expect(found.map(\.suggestion) == ["\"hiden\""])
        #expect(found.map(\.file) == ["a"])
    }

    @Test("What is wrong where labels are given is not blamed on those who ask for them", arguments: [
        "tools: {t: {labels: {a: b}}}\n", "tools: {t: {label: [hidden]}}\n", "results: [{name: x, tool: t, labls: [hidden]}]\n", "results: hidden\n", "tools: [",
        "reslts: [{name: x, tool: t, labels: [hidden]}]\n",
    ])
    func blamesNobody(_ labels: String) {
        let asks = PolicyDocumentSource(name: "a", text: rule(#"when: '"hidden" in session.labels'"#))
        let found = errors([asks, PolicyDocumentSource(name: "b", text: labels)])
        #expect(!found.isEmpty && found.allSatisfy { $0.file == "b" }, "\(found)")
    }

    // MARK: Tools

    @Test("A tool that nothing names, but one that is close is named", arguments: [
        (#"session.calls(«"sned"») > 0"#, "send"), (#"session.called(«"rad"»)"#, "read"), (#"session.called(«"Send"», duration("5m"))"#, "send"),
    ])
    func warnsOfTools(_ condition: String, _ meant: String) throws {
        let document = Marked(Self.policy(condition))
        let found = try warnings(document.text)
        #expect(found.map(\.notes) == [["`\(meant)` is named"]])
        #expect(found.map { [$0.line, $0.column, $0.length] } == [[document.line, document.column, document.length]])
    }

    @Test("Tools that rules, globs, roles and schemas name, and strangers", arguments: [
        #"session.calls("send") > 0"#, #"session.calls("read") > 0"#, #"session.called("get_it")"#, #"session.called("wire")"#, #"session.called("stranger")"#,
        #"session.called("described")"#, #"session.called(tool)"#,
    ])
    func doesNotWarn(_ condition: String) throws {
        let more = "roles: {r: {tools: [wire, sends]}}\n"
        let text = Self.policy(condition, more: more).replacing("tools:\n", with: "tools:\n  described: {description: x}\n", maxReplacements: 1)
        #expect(try warnings(text).map(\.description) == [])
    }

    @Test("Once, however often it is asked for") func warnsOnce() throws {
        #expect(try warnings(Self.policy(#"session.calls("sned") > 0 || session.called("sned")"#)).count == 1)
    }
}
