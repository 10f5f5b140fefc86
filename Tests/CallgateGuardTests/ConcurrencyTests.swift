import Callgate
import CallgatePolicy
import Synchronization
import Testing

/// Calls of many threads at once. What they have to come to does not depend on who comes first.
@Suite("Threads that share a guard")
struct ConcurrencyTests {
    private static let threads = 8
    private static let turns = 100

    private func gate(_ text: String) throws -> Gate {
        try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", bytes: Array(text.utf8))]).image)
    }

    private func call(_ tool: String, session: String? = nil, token: String? = nil) -> GuardedCall {
        GuardedCall(Array(#"{"tool":"\#(tool)","args":{},"context":{}}"#.utf8), session: session, token: token)
    }

    /// Runs a function in threads at once, each a number of times.
    /// - Returns: how often it was true.
    private func count(_ body: @escaping @Sendable (_ thread: Int, _ turn: Int) -> Bool) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for thread in 0..<Self.threads {
                group.addTask { (0..<Self.turns).count { body(thread, $0) } }
            }
            return await group.reduce(0, +)
        }
    }

    @Test("A limit lets through as many as it says, and not one more")
    func lastOne() async throws {
        let shared = try Guard(
            gate("rules:\n  - {name: rate, tool: pay, action: deny, limit: {max: 57, per: 1h}}\n  - {name: all, tool: pay, action: allow}\n"),
            clock: ManualClock(now: 1_000_000_000))
        let passed = await count { _, _ in shared.check(call("pay")).isAllowed }
        #expect(passed == 57)
    }

    @Test("Sessions count for themselves")
    func sessions() async throws {
        let shared = try Guard(
            gate(
                """
                rules:
                  - {name: enough, tool: pay, when: session.calls("pay") >= 7, action: deny}
                  - {name: all, tool: pay, action: allow}
                """), clock: ManualClock(now: 1_000_000_000))
        let passed = await count { thread, turn in
            shared.check(call("pay", session: turn.isMultiple(of: 2) ? "own \(thread)" : "shared")).isAllowed
        }
        #expect(passed == 7 * (Self.threads + 1))
    }

    @Test("An approval is used once, whoever comes first")
    func approval() async throws {
        let shared = try Guard(
            gate("rules:\n  - {name: large, tool: pay, action: require_approval, approvers: [ann]}\n"),
            clock: ManualClock(now: 1_000_000_000))
        var asked = call("pay")
        asked.id = "asked"
        #expect(shared.check(asked).effect == .review)
        let answer = try shared.approvals.approve("asked", by: Approver(id: "ann"))
        let token = try #require(answer.token)
        let passed = await count { _, _ in shared.check(call("pay", token: token)).isAllowed }
        #expect(passed == 1)
    }

    @Test("A call is decided by the one policy or the other, and limits go on")
    func reload() async throws {
        let gates = try ["first", "second"].map { name in
            try gate(
                """
                rules:
                  - {name: rate, tool: pay, action: deny, limit: {max: 31, per: 1h}}
                  - {name: \(name), tool: pay, action: allow}
                """)
        }
        let shared = try Guard(gates[0], clock: ManualClock(now: 1_000_000_000))
        let digests = try gates.map { try Guard($0).policy }
        let mixed = Mutex(0)
        let passed = await count { thread, turn in
            if thread == 0 { try? shared.reload(gates[turn % 2]) }
            let decision = shared.check(call("pay"))
            let own = decision.policy == digests[0] ? "first" : "second"
            if decision.isAllowed, decision.report.rule != own { mixed.withLock { $0 += 1 } }
            return decision.isAllowed
        }
        #expect(passed == 31)
        #expect(mixed.withLock { $0 } == 0)
    }
}
