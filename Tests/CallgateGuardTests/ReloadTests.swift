import Callgate
import CallgateOracles
import CallgatePolicy
import Testing

/// Another policy for a guard that goes on.
@Suite("Policies that are put in the place of another one")
struct ReloadTests {
    private static let calls = "rules:\n  - {name: all, tool: \"*\", action: allow}\n"
    private static let flow = """
        tools: {read: {result: untrusted, labels: [private]}, send: {sends: external}}
        flow: {lethal_trifecta: deny}
        rules: [{name: all, tool: "*", action: allow}]
        """

    private func check(_ policyGuard: Guard, _ tool: String, _ session: String? = nil) -> GuardDecision {
        policyGuard.check(GuardedCall(Array(#"{"tool":"\#(tool)"}"#.utf8), session: session))
    }

    @Test("A result of a call that the old policy let pass without a session is blocked where the new one needs its session")
    func sessionless() throws {
        let policyGuard = try Guard(PolicySource.text(Self.calls).gate())
        let (known, unknown) = (check(policyGuard, "read", "s"), check(policyGuard, "read"))
        #expect(known.isAllowed && unknown.isAllowed)
        #expect(!policyGuard.record(result: Array("1".utf8), of: unknown).isBlocked)
        try policyGuard.reload(PolicySource.text(Self.flow).gate())
        let judgement = policyGuard.record(result: Array("1".utf8), of: unknown)
        #expect(judgement.isBlocked && !judgement.isTrusted && judgement.session == nil)
        #expect(!policyGuard.record(result: Array("1".utf8), of: known).isBlocked)
        #expect(check(policyGuard, "send", "s").reason == .flow)
        #expect(check(policyGuard, "send").reason == .session)
    }

    @Test("A policy that wants more time than can be kept is not used", arguments: [0, 1])
    func longerTimes(_ extensions: Int) throws {
        let store = FaultyStore()
        func source(_ name: String, _ per: String) -> PolicySource {
            .text("rules:\n  - {name: rate, tool: pay, action: deny, limit: {max: 1, per: \(per)}}\n  - {name: \(name), tool: [pay, other], action: allow}\n")
        }
        let policyGuard = try Guard(source("first", "1h").gate(), records: RecordWriter(store), clock: ManualClock(now: 1_000_000_000))
        #expect(check(policyGuard, "pay").isAllowed)
        let digest = policyGuard.policy
        store.failExtensions(after: extensions)
        #expect(throws: GuardFailure.self) { try policyGuard.reload(source("second", "2h").gate()) }
        #expect(policyGuard.policy == digest)
        #expect(check(policyGuard, "other").report.rule == "first")
        #expect(check(policyGuard, "pay").reason == .limit)
        store.failExtensions(after: .max)
        try policyGuard.reload(source("second", "2h").gate())
        #expect(check(policyGuard, "other").report.rule == "second")
        try policyGuard.close()
    }
}
