import Callgate
import CallgateSQLite
import Testing

/// What came under a policy with shorter times counts as long as the next one says, restarts or not.
@Suite("Policies that want more time than the one before")
struct LongerPolicyTests {
    private static let hour: Int64 = 3_600_000_000_000
    private let clock = ManualClock(now: 1_767_225_600_000_000_000)
    private let folder: Folder

    init() throws { folder = try Folder() }

    private static func policy(_ timeout: String, _ per: String) -> PolicySource {
        .text(
            """
            tools: {read_web: {result: untrusted}, read_mail: {labels: [private], result: trusted}, send: {sends: external}}
            flow: {lethal_trifecta: deny}
            sessions: {timeout: \(timeout)}
            rules:
              - {name: short, tool: look, action: deny, limit: {max: 1, per: 1m}}
              - {name: rate, tool: pay, action: deny, limit: {max: 1, per: \(per)}}
              - {name: all, tool: "*", action: allow}
            """)
    }

    private func check(_ policyGuard: Guard, _ tool: String, _ session: String = "any") -> GuardDecision {
        policyGuard.check(GuardedCall(Array(#"{"tool":"\#(tool)"}"#.utf8), session: session))
    }

    /// Guards on one store, in a file or in memory.
    private func makers() throws -> [(PolicySource) throws -> Guard] {
        let (memory, path, clock) = (MemoryRecordStore(), folder.path("records.db"), clock)
        return [
            { try Guard($0.gate(), records: RecordWriter(memory), clock: clock) },
            { try Guard(policy: $0, records: path, clock: clock) },
        ]
    }

    @Test("Sessions and limits last longer from a restart, or from a reload on", arguments: [true, false])
    func longer(byReload: Bool) throws {
        let (short, long) = (Self.policy("1h", "1h"), Self.policy("24h", "1d"))
        let start = clock.now
        for make in try makers() {
            clock.now = start
            var policyGuard = try make(short)
            for tool in ["read_web", "read_mail"] {
                let decision = check(policyGuard, tool, "s")
                _ = policyGuard.record(result: Array("1".utf8), of: decision)
            }
            #expect(check(policyGuard, "pay").isAllowed)
            if byReload {
                try policyGuard.reload(long.gate())
            } else {
                try policyGuard.close()
                policyGuard = try make(long)
            }
            clock.now = start + 3 * Self.hour / 2
            #expect(check(policyGuard, "look").isAllowed)
            try policyGuard.close()
            policyGuard = try make(long)
            #expect(check(policyGuard, "send", "s").reason == .flow)
            #expect(check(policyGuard, "pay").reason == .limit)
            // A limit of its own is not longer by that.
            #expect(check(policyGuard, "look").reason == .limit)
            clock.now += 60_000_000_000
            #expect(check(policyGuard, "look").isAllowed)
            try policyGuard.close()
        }
    }

    @Test("What was over by the time of its own policy does not come back")
    func over() throws {
        let start = clock.now
        for make in try makers() {
            clock.now = start
            var policyGuard = try make(Self.policy("1h", "1h"))
            #expect(check(policyGuard, "pay").isAllowed)
            try policyGuard.close()
            clock.now = start + Self.hour
            policyGuard = try make(Self.policy("24h", "1d"))
            #expect(check(policyGuard, "pay").isAllowed)
            try policyGuard.close()
        }
    }

    @Test("An approval that has expired stays expired where the clock is set back")
    func clockSetBack() throws {
        let source = PolicySource.text("rules:\n  - {name: large, tool: pay, action: review, approvers: [ann], timeout: 1h}\n")
        let start = clock.now
        for make in try makers() {
            clock.now = start
            var policyGuard = try make(source)
            #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"pay"}"#.utf8), id: "c1")).effect == .review)
            let token = try policyGuard.approvals.approve("c1", by: Approver(id: "ann")).token
            try policyGuard.close()
            clock.now = start + 2 * Self.hour
            policyGuard = try make(source)
            #expect(check(policyGuard, "other").effect == .deny)
            try policyGuard.close()
            clock.now = start + Self.hour / 2
            policyGuard = try make(source)
            #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"pay"}"#.utf8), token: token)).effect == .deny)
            try policyGuard.close()
        }
    }

    @Test("A result of a call that another guard decided on is blocked, and noted nowhere")
    func otherGuard() throws {
        let (first, second) = (try Guard(Self.policy("1h", "1h").gate()), try Guard(Self.policy("1h", "1h").gate()))
        let decision = check(first, "read_web", "s")
        #expect(second.record(result: Array("1".utf8), of: decision).isBlocked)
        #expect(second.session("s") == nil)
        #expect(!first.record(result: Array("1".utf8), of: decision).isBlocked)
    }
}
