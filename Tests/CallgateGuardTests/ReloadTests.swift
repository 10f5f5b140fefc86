import CallgateMachine
import CallgateOracles
import CallgatePolicy
import Testing

@testable import Callgate

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

    @Test("What came under the old policy, and is recorded after the reload only, is kept as long as the new one wants")
    func lateEntries() throws {
        let (store, start, hour): (MemoryRecordStore, Int64, Int64) = (MemoryRecordStore(), 1_000_000_000, 3_600_000_000_000)
        let writer = try RecordWriter(store)
        func gate(_ hours: Int) throws -> Gate {
            let limit = "limit: {max: 1, per: \(hours)h}"
            return try PolicySource.text("sessions: {timeout: \(hours)h}\nrules: [{name: rate, tool: pay, action: deny, \(limit)}]\n").gate()
        }
        // As a call does that the old policy has decided, and that was held up since.
        func submit(_ number: Int64) throws {
            var note = StateNote()
            note.write(
                uses: [SessionUse(number: number, name: "s\(number)", parent: 0, labels: 0, isTrusted: true, lastUse: start, end: start + hour)],
                claims: [LimitLedger.Claim(key: UInt64(number), amount: 1, maximum: 1, stretch: hour)])
            let facts = DecisionFacts(time: CallTime(nanoseconds: start), effect: .allow, reason: "rule", durationNanoseconds: 1)
            let image = RecordedImage(try gate(1))
            try withExtendedLifetime(image) {
                try note.withBytes { note in
                    try Array(#"{"tool":"pay"}"#.utf8).withUnsafeBytes { call in
                        try writer.submit(
                            facts, call: call, session: nil, matches: [], by: .passUnretained(image),
                            id: RecordID.make(at: facts.time), state: note)
                    }
                }
            }
        }
        func ends() throws -> [Int64] {
            try writer.flush()
            let kept = try store.loadState(at: 0).contents
            return (kept.uses.map { ($0.session, $0.end) } + kept.amounts.map { (Int64($0.key), $0.end) })
                .sorted { $0 < $1 }.map { ($0.1 - start) / hour }
        }
        let policyGuard = try Guard(gate(1), records: writer, clock: ManualClock(now: start))
        try submit(1)
        #expect(try ends() == [1, 1])
        try policyGuard.reload(gate(24))
        try submit(2)
        #expect(try ends() == [24, 24, 24, 24])
        try policyGuard.reload(gate(2))
        try submit(3)
        #expect(try ends() == [24, 24, 24, 24, 2, 2])
        try policyGuard.close()
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
