import Callgate
import Testing

@Suite("What a guard tells of a call")
struct ExplainTests {
    private let clock = ManualClock(now: 1_000_000_000)

    private func call(_ tool: String, _ amount: Int = 1) -> GuardedCall {
        GuardedCall(Array(#"{"tool":"\#(tool)","args":{"amount":\#(amount)}}"#.utf8), id: "asked", session: "s")
    }

    @Test("It changes nothing, and says that a limit is not reached, or that it is")
    func limit() throws {
        let text = """
            rules:
              - {name: two, tool: pay, when: args.amount > 0, action: deny, limit: {max: 2, per: 1h}}
              - {name: all, tool: pay, action: allow}
            """
        let shared = try Guard(PolicySource.text(text).gate(), clock: clock)
        for _ in 0..<5 {
            let explanation = shared.explain(call("pay"))
            #expect(explanation.report.effect == .allow)
            #expect(explanation.rules.map(\.outcome) == [.withinLimit, .matched])
        }
        #expect(shared.counts.limitKeys == 0 && shared.counts.sessions == 0)
        for _ in 0..<2 { #expect(shared.check(GuardedCall(call("pay").json)).isAllowed) }
        let explanation = shared.explain(call("pay"))
        #expect(explanation.why == "deny, because the limit of `two` is reached")
        #expect(explanation.rules.map(\.outcome) == [.matched, .matched])
        #expect(shared.explain(call("pay", 0)).rules.map(\.outcome) == [.didNotMatch, .matched])
    }

    @Test("It names the call whose result is the reason, and shows the session that conditions read")
    func cause() throws {
        let text = """
            tools: {read: {result: untrusted, labels: [mail]}}
            rules:
              - {name: tainted, tool: send, when: 'session.trust == "untrusted" && "mail" in session.labels && session.calls("read") == 1', action: deny}
              - {name: all, tool: [read, send], action: allow}
            """
        let shared = try Guard(PolicySource.text(text).gate(), clock: clock)
        var read = call("read")
        read.id = "c1"
        let decision = shared.check(read)
        #expect(shared.explain(call("send")).cause == nil)
        _ = shared.record(result: Array("1".utf8), of: decision)
        let explanation = shared.explain(call("send"))
        #expect(explanation.cause == "c1")
        #expect(explanation.why.hasSuffix("; the result of call `c1` is where that began"))
        #expect(explanation.json.contains(#""cause":"c1""#))
        let values = try #require(explanation.rules.first).values
        #expect(values.allSatisfy { $0.value != "false" && !$0.isError })
        #expect(values.contains { $0.source.description == "session.labels" && $0.value == #"["mail"]"# })
        #expect(shared.check(call("send")).reason == .trust)
    }

    @Test("A review opens nothing, and a token is not used")
    func approval() throws {
        let text = "rules:\n  - {name: large, tool: pay, action: require_approval, approvers: [ann]}\n"
        let shared = try Guard(PolicySource.text(text).gate(), clock: clock)
        #expect(shared.explain(call("pay")).report.effect == .review)
        #expect(shared.approvals.all.isEmpty)
        #expect(shared.check(call("pay")).effect == .review)
        var approved = call("pay")
        approved.token = try shared.approvals.approve("asked", by: Approver(id: "ann")).token
        for _ in 0..<2 { #expect(shared.explain(approved).report.effect == .allow) }
        #expect(shared.check(approved).isAllowed)
        #expect(shared.explain(approved).report.effect == .deny)
    }
}
