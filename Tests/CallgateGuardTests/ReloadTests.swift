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
                by: 0, uses: [SessionUse(number: number, name: "s\(number)", parent: 0, labels: 0, isTrusted: true, lastUse: start, end: start + hour)],
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

    @Test("What a limit counts is kept as long as that limit wants, however much longer another one is", arguments: [true, false])
    func shorterLimits(afterReload: Bool) throws {
        let (store, start, hour): (MemoryRecordStore, Int64, Int64) = (MemoryRecordStore(), 1_000_000_000, 3_600_000_000_000)
        func gate(_ timeout: Int) throws -> Gate {
            try PolicySource.text(
                """
                sessions: {timeout: \(timeout)h}
                rules:
                  - {name: short, tool: pay, action: deny, limit: {max: 9, per: 1h}}
                  - {name: long, tool: pay, action: deny, limit: {max: 9, per: 24h}}
                  - {name: all, tool: "*", action: allow}
                """
            ).gate()
        }
        let policyGuard = try Guard(gate(1), records: RecordWriter(store), clock: ManualClock(now: start))
        if afterReload { try policyGuard.reload(gate(2)) }
        #expect(check(policyGuard, "pay", "s").isAllowed)
        try policyGuard.flush()
        let kept = try store.loadState(at: 0).contents
        #expect(kept.amounts.map { ($0.end - start) / hour }.sorted() == [1, 24])
        #expect(kept.uses.map { ($0.end - start) / hour } == [afterReload ? 2 : 1])
        try policyGuard.close()
    }

    @Test("What sessions have called is found again under the next policy, wherever that has the tools' names")
    func askedTools() throws {
        func gate(_ name: String, _ condition: String) throws -> Gate {
            let rule = "{name: \(name), tool: deploy, when: '\(condition)', action: deny}"
            return try PolicySource.text("lists: {l: [a]}\nrules: [\(rule), {name: all, tool: \"*\", action: allow}]\n").gate()
        }
        let policyGuard = try Guard(gate("first", #"session.calls("other") > 0"#))
        for _ in 0..<3 { #expect(check(policyGuard, "pay", "s").isAllowed) }
        #expect(check(policyGuard, "deploy", "s").isAllowed)
        // For the first time, and at another place.
        let asks = #"session.calls("other") > 0 || args.x in lists.l || session.calls("pay") == 3"#
        try policyGuard.reload(gate("a_name_that_is_longer_than_before", asks))
        #expect(!check(policyGuard, "deploy", "s").isAllowed)
        try policyGuard.replace(list: "l", with: ListValues([.string("b"), .string("c")]))
        #expect(!check(policyGuard, "deploy", "s").isAllowed)
        try policyGuard.reload(gate("next", #"session.calls("pay") == 3"#))
        #expect(!check(policyGuard, "deploy", "s").isAllowed)
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
