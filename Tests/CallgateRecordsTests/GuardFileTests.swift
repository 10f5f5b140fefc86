import Callgate
import CallgateOracles
import CallgatePolicy
import CallgateMachine
import CallgateSQLite
import Foundation
import GRDB
import Testing

/// What a guard knows, in the file of its records.
@Suite("Guards and their files")
struct GuardFileTests {
    private static let policy = """
        records: {durability: sync, redact: [context.user, context.email]}
        lists: {blocked: [eve]}
        tools: {read: {labels: [private], result: untrusted}}
        rules:
          - {name: three, tool: pay, action: deny, limit: {max: 3, per: 1h, key: context.email}}
          - {name: large, tool: pay, when: args.amount > 500, action: require_approval, approvers: [ann]}
          - {name: closed, tool: pay, when: args.to in lists.blocked, action: deny}
          - {name: tested, tool: deploy, when: 'session.calls("run_tests") == 0 || session.trust == "untrusted"', action: deny}
          - {name: others, tool: "*", action: allow}
        """

    private static let start: Int64 = 1_767_225_600_000_000_000
    private let folder: Folder
    private let path: String
    private let clock = ManualClock(now: Self.start)

    init() throws {
        folder = try Folder()
        path = folder.path("records.db")
    }

    /// Runs calls with one guard, which is closed then.
    private func run(_ policy: String = Self.policy, _ body: (Guard) throws -> Void) throws {
        let policyGuard = try Guard(policy: .text(policy), records: path, clock: clock)
        do { try body(policyGuard) } catch {
            try? policyGuard.close()
            throw error
        }
        try policyGuard.close()
    }

    private func pay(_ policyGuard: Guard, _ amount: Int, id: String? = nil, token: String? = nil, to: String = "x") -> GuardDecision {
        let json = #"{"tool":"pay","args":{"amount":\#(amount),"to":"\#(to)"},"context":{"user":"bob@secret.example","email":"carl@secret.example"}}"#
        return policyGuard.check(GuardedCall(Array(json.utf8), id: id, session: "s", token: token))
    }

    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private let ann = Approver(id: "ann", groups: ["finance", "\u{E9}quipe"])

    @Test("Approvals of every state are there again, and count as before")
    func approvals() throws {
        var tokens: [String: String] = [:]
        var before: [Approval] = []
        try run { policyGuard throws in
            for id in ["pending", "approved", "used", "rejected", "revoked"] {
                #expect(pay(policyGuard, 600, id: id).effect == .review)
            }
            for id in ["approved", "used", "revoked"] { tokens[id] = try policyGuard.approvals.approve(id, by: ann).token }
            #expect(pay(policyGuard, 600, token: tokens["used"]).isAllowed)
            _ = try policyGuard.approvals.reject("rejected", by: ann)
            _ = try policyGuard.approvals.revoke("revoked")
            before = policyGuard.approvals.all
        }
        try run { policyGuard throws in
            for (old, new) in zip(before, policyGuard.approvals.all) {
                #expect(new.id == old.id && new.state == old.state && new.approvers == old.approvers)
                #expect(new.subject == old.subject && new.wanted == old.wanted && new.record == old.record)
                #expect(new.token == (old.state == .used ? nil : old.token))
            }
            #expect(policyGuard.approvals.all.count == 5)
            for (id, error) in [("used", ApprovalError.used), ("revoked", .revoked)] {
                #expect(pay(policyGuard, 600, token: tokens[id]).approvalError == error)
            }
            #expect(pay(policyGuard, 600, token: "pending.").approvalError == .pending)
            #expect(pay(policyGuard, 600, token: "rejected.").approvalError == .rejected)
            #expect(pay(policyGuard, 601, token: tokens["approved"]).approvalError == .otherCall)
            #expect(throws: ApprovalError.ownCall) {
                try policyGuard.approvals.approve("pending", by: Approver(id: "bob@secret.example", groups: ["ann"]))
            }
            #expect(pay(policyGuard, 600, token: tokens["approved"]).isAllowed)
            #expect(try policyGuard.approvals.approve("pending", by: ann).state == .approved)
        }
        try run { policyGuard throws in
            #expect(pay(policyGuard, 600, token: tokens["approved"]).approvalError == .used)
            #expect(policyGuard.approvals["pending"]?.state == .approved)
        }
        clock.now += 3_600_000_000_000
        try run { policyGuard throws in
            #expect(policyGuard.approvals.all.isEmpty)
            #expect(pay(policyGuard, 600, token: tokens["approved"]).approvalError == .unknown)
        }
    }

    @Test("An approval as JSON, there and back")
    func json() throws {
        try run { policyGuard throws in
            for id in ["a \"quoted\" \u{E9}", "b"] { #expect(pay(policyGuard, 600, id: id).effect == .review) }
            _ = try policyGuard.approvals.approve("b", by: ann)
            for approval in policyGuard.approvals.all {
                let json = approval.json
                #expect(Approval(json: json) == approval)
                for place in json.indices {
                    // A byte more or less is another approval, or none.
                    var other = json
                    other.remove(at: place)
                    #expect(Approval(json: other) != approval)
                }
            }
            #expect(Approval(json: Array("{}".utf8)) == nil)
            #expect(Approval(json: Array("[".utf8)) == nil)
        }
    }

    @Test("A locked file: neither an answer nor a use counts, until it is free; then a use counts once")
    func locked() throws {
        try run { policyGuard throws in
            #expect(pay(policyGuard, 600, id: "c1").effect == .review)
            #expect(pay(policyGuard, 600, id: "c2").effect == .review)
            let token = try policyGuard.approvals.approve("c1", by: ann).token
            let lock = try FileLock(path)
            #expect(throws: ApprovalError.notStored) { try policyGuard.approvals.approve("c2", by: ann) }
            let refused = pay(policyGuard, 600, token: token)
            #expect(refused.effect == .deny)
            #expect(refused.reason == .records || refused.approvalError == .notStored)
            try lock.giveUp()
            #expect(policyGuard.approvals["c2"]?.state == .pending)
            #expect(eventually { pay(policyGuard, 600, token: token).isAllowed })
            #expect(pay(policyGuard, 600, token: token).approvalError == .used)
        }
    }

    @Test("A full file: no approval is opened")
    func full() throws {
        let gate = try PolicySource.text(Self.policy).gate()
        let store = try SQLiteRecordStore(writing: path, maximumBytes: 300_000)
        let policyGuard = try Guard(gate, records: RecordWriter(store, settings: RecordSettings()), clock: clock)
        var last: GuardDecision?
        for number in 0..<2_000 {
            last = pay(policyGuard, 600, id: "c\(number)")
            if last?.effect == .deny { break }
        }
        #expect(last?.effect == .deny)
        #expect(last?.reason == .records || last?.approvalError == .notStored)
        #expect(policyGuard.approvals[last?.id ?? ""]?.state != .pending)
        _ = try? policyGuard.close()
    }

    @Test("What is damaged makes no guard", arguments: [
        "UPDATE approvals SET approval = replace(approval, 'pending', 'approved')", "UPDATE approvals SET approval = '{}'",
        "UPDATE approvals SET id = 'other'", "UPDATE approvals SET deadline = deadline + 1", "DROP TABLE approvals",
        "DROP TABLE guard_sessions", "DELETE FROM guard_labels", "UPDATE guard_labels SET number = 7",
        "DELETE FROM guard_secret", "DROP TABLE guard_secret",
    ])
    func damaged(_ sql: String) throws {
        try run { policyGuard throws in
            #expect(pay(policyGuard, 1).isAllowed)
            #expect(pay(policyGuard, 600, id: "c1").effect == .review)
            let read = policyGuard.check(GuardedCall(Array(#"{"tool":"read"}"#.utf8), session: "s"))
            _ = policyGuard.record(result: Array("1".utf8), of: read)
        }
        try tamper(sql)
        #expect(throws: GuardFailure.self) { try Guard(policy: .text(Self.policy), records: path, clock: clock) }
    }

    @Test("Two guards on one file: the second one is not made, and finds all when the first one is gone")
    func twoGuards() throws {
        var first: Guard? = try Guard(policy: .text(Self.policy), records: path, clock: clock)
        let firstDecision = pay(try #require(first), 1)
        #expect(firstDecision.isAllowed)
        #expect(throws: RecordFailure.self) {
            do { _ = try Guard(policy: .text(Self.policy), records: path, clock: clock) } catch let error as RecordStoreError {
                #expect(error == .hasWriter(path))
                throw RecordFailure.store(error)
            }
        }
        first = nil
        try run { policyGuard throws in
            #expect(pay(policyGuard, 1).isAllowed)
            #expect(pay(policyGuard, 1).isAllowed)
            #expect(pay(policyGuard, 1).reason == .limit)
        }
    }

    @Test("Closing twice, and asking afterwards")
    func closed() throws {
        let store = try SQLiteRecordStore(writing: path)
        for _ in 0..<2 { try store.close() }
        #expect(throws: RecordStoreError.self) { try store.loadState(at: 0) }
        #expect(throws: RecordStoreError.self) { try store.keep(labels: ["a"]) }
        let policyGuard = try Guard(policy: .text(Self.policy), records: path, clock: clock)
        #expect(pay(policyGuard, 600, id: "c1").effect == .review)
        for _ in 0..<2 { try policyGuard.close() }
        #expect(pay(policyGuard, 1).reason == .records)
        #expect(pay(policyGuard, 600, id: "c2").effect == .deny)
        #expect(throws: ApprovalError.notStored) { try policyGuard.approvals.approve("c1", by: ann) }
    }

    @Test("Only its owner may read the file")
    func rights() throws {
        try run { #expect(pay($0, 1).isAllowed) }
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }

    @Test("Sessions, limits and causes go on")
    func knowledge() throws {
        func call(_ policyGuard: Guard, _ tool: String, id: String? = nil) -> GuardDecision {
            policyGuard.check(GuardedCall(Array(#"{"tool":"\#(tool)"}"#.utf8), id: id, session: "s\0\u{E9}"))
        }
        try run { policyGuard throws in
            #expect(call(policyGuard, "run_tests").isAllowed)
            for _ in 0..<3 { #expect(pay(policyGuard, 1).isAllowed) }
        }
        try run { policyGuard throws in
            #expect(call(policyGuard, "deploy").isAllowed)
            #expect(pay(policyGuard, 1).reason == .limit)
            _ = policyGuard.record(result: Array("1".utf8), of: call(policyGuard, "read", id: "c7"))
        }
        try run { policyGuard throws in
            #expect(call(policyGuard, "deploy").cause == "c7")
            #expect(policyGuard.session("s\0\u{E9}")?.labels == ["private"])
        }
        let later = """
            rules: [{name: three, tool: pay, action: deny, limit: {max: 4, per: 1h, key: context.email}}, {name: p, tool: pay, action: allow}]
            """
        try run(later) { policyGuard throws in
            #expect(pay(policyGuard, 1).isAllowed)
            #expect(pay(policyGuard, 1).reason == .limit)
        }
    }

    @Test("What a policy redacts is not in the file: keys of limits, those who ask")
    func redacted() throws {
        func isThere(_ text: String) throws -> Bool { try folder.contents().contains { $0.range(of: Data(text.utf8)) != nil } }
        try run { policyGuard throws in
            #expect(pay(policyGuard, 1).isAllowed)
            #expect(pay(policyGuard, 600, id: "c1").effect == .review)
            #expect(try policyGuard.approvals.approve("c1", by: ann).state == .approved)
            #expect(try !isThere("secret.example"))
        }
        #expect(try isThere("[redacted]"))
        #expect(try !isThere("secret.example"))
    }

    @Test("SQLite keeps what memory keeps", arguments: 0..<10)
    func sameAsMemory(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        let memory = MemoryRecordStore()
        let secret = LimitSecret(first: seed, second: 7)
        try memory.keep(secret: secret)
        let empty = try SQLiteRecordStore(writing: path)
        try empty.keep(secret: secret)
        try empty.close()
        let gate = try PolicySource.text(Self.policy).gate()
        // The same calls, by two guards.
        let other = ManualClock(now: Self.start)
        let guards = [
            try Guard(gate, records: RecordWriter(memory), clock: other),
            try Guard(gate, records: path, clock: other),
        ]
        for _ in 0..<300 {
            other.now += Int64.random(in: 0..<100_000_000_000, using: &generator)
            let tool = ["pay", "read", "run_tests", "deploy"].randomElement(using: &generator)!
            let session = "s\(Int.random(in: 0..<5, using: &generator))"
            let parent = Bool.random(using: &generator) ? "s\(Int.random(in: 0..<3, using: &generator))" : nil
            let mail = ["a", "b"].randomElement(using: &generator)!
            let json = Array(#"{"tool":"\#(tool)","args":{"amount":1},"context":{"email":"\#(mail)"}}"#.utf8)
            let decisions = guards.map { $0.check(GuardedCall(json, id: "c", session: session, parent: parent)) }
            #expect(decisions[0].report == decisions[1].report)
            guard decisions[0].isAllowed, tool == "read" else { continue }
            #expect(guards[0].record(result: [0x31], of: decisions[0]) == guards[1].record(result: [0x31], of: decisions[1]))
        }
        for policyGuard in guards { try policyGuard.close() }
        let file = try SQLiteRecordStore(reading: path)
        for now in [0, other.now + 1_000_000_000_000, other.now + 90_000_000_000_000] {
            let (kept, wanted) = (try file.loadState(at: now), try memory.loadState(at: now))
            #expect(kept.labels == wanted.labels && kept.latest == wanted.latest && kept.lastSession == wanted.lastSession)
            #expect(kept.secret == secret && wanted.secret == secret)
            #expect(Set(kept.contents.uses) == Set(wanted.contents.uses))
            #expect(Set(kept.contents.calls) == Set(wanted.contents.calls))
            #expect(Set(kept.contents.causes) == Set(wanted.contents.causes))
            #expect(Set(kept.contents.amounts) == Set(wanted.contents.amounts))
        }
        try file.close()
    }

    @Test("What is over is forgotten in the file too, and no session's number is given twice")
    func sweeping() throws {
        let policy = """
            sessions: {timeout: 1m, max: 1000}
            rules: [{name: few, tool: pay, action: deny, limit: {max: 100000, per: 1m}}, {name: p, tool: pay, action: allow}]
            """
        try run(policy) { policyGuard throws in
            let json = Array(#"{"tool":"pay"}"#.utf8)
            for number in 0..<30_000 {
                clock.now += 1_000_000_000
                guard policyGuard.check(GuardedCall(json, session: "s\(number)")).isAllowed else {
                    Issue.record("call \(number)")
                    return
                }
                if number % 1_000 == 0 { try policyGuard.flush() }
            }
        }
        let queue = try DatabaseQueue(path: path)
        let rows = try queue.read { database in
            try ["guard_sessions", "guard_calls", "guard_amounts"].map { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0 }
        }
        try queue.close()
        #expect(rows.allSatisfy { $0 > 0 && $0 < 25_000 }, "\(rows)")
        let store = try SQLiteRecordStore(reading: path)
        #expect(try store.loadState(at: clock.now + 1_000_000_000_000).lastSession == 30_000)
        try store.close()
    }

    @Test("Sums that pass 64 bits stay at the largest number")
    func overflow() throws {
        let store = try SQLiteRecordStore(writing: path)
        var changes = GuardChanges()
        changes.add(GuardChanges.Amount(key: .max, step: 1, time: 1, amount: .max - 1, end: 10))
        try store.replaceState(with: GuardSnapshot(secret: LimitSecret(first: 1, second: 2), contents: changes))
        let policy = "rules: [{name: m, tool: pay, action: deny, mode: monitor, limit: {sum: args.n, max: 1, per: 1h}}, {name: p, tool: pay, action: allow}]"
        let gate = try PolicySource.text(policy).gate()
        let policyGuard = try Guard(gate, records: RecordWriter(store), clock: clock)
        for _ in 0..<3 {
            #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"pay","args":{"n":9000000000000}}"#.utf8))).isAllowed)
            try policyGuard.flush()
        }
        try policyGuard.close()
        #expect(try store.loadState(at: 0).contents.amounts.map(\.amount).max() == .max)
        try store.close()
    }

    @Test("A list is replaced while calls are decided: nothing of limits and sessions is lost")
    func lists() async throws {
        let policyGuard = try Guard(policy: .text(Self.policy), records: path, clock: clock)
        _ = policyGuard.check(GuardedCall(Array(#"{"tool":"run_tests"}"#.utf8), session: "s"))
        #expect(pay(policyGuard, 1, to: "eve").report.rule == "closed")
        let digest = policyGuard.policy
        let passed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<40).count { _ in
                        let json = #"{"tool":"pay","args":{"amount":1,"to":"mallory"},"context":{"email":"z"}}"#
                        let decision = policyGuard.check(GuardedCall(Array(json.utf8), session: "s"))
                        #expect(decision.isAllowed || decision.reason == .limit || decision.report.rule == "closed")
                        return decision.isAllowed
                    }
                }
            }
            group.addTask {
                for names in [["a"], ["a", "b"], ["mallory"]] {
                    do { try policyGuard.replace(list: "blocked", with: ListValues(names.map { .string($0) })) } catch { Issue.record("\(error)") }
                }
                return 0
            }
            return await group.reduce(0, +)
        }
        #expect(passed <= 3)
        #expect(policyGuard.policy != digest)
        #expect(pay(policyGuard, 1, to: "mallory").report.rule == "closed")
        #expect(pay(policyGuard, 1, to: "eve").isAllowed)
        #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"deploy"}"#.utf8), session: "s")).isAllowed)
        #expect(throws: (any Error).self) { try policyGuard.replace(list: "none", with: ListValues([])) }
        try policyGuard.close()
    }

    @Test("Approvals fit as long as the policy's digest is the same")
    func listsAndApprovals() throws {
        try run { policyGuard throws in
            for id in ["c1", "c2"] { #expect(pay(policyGuard, 600, id: id).effect == .review) }
            let tokens = try ["c1", "c2"].map { try policyGuard.approvals.approve($0, by: ann).token }
            try policyGuard.reload(PolicySource.text(Self.policy).gate())
            #expect(pay(policyGuard, 600, token: tokens[0]).isAllowed)
            try policyGuard.replace(list: "blocked", with: ListValues([.string("eve")]))
            #expect(pay(policyGuard, 600, token: tokens[1]).approvalError == .otherCall)
            #expect(policyGuard.approvals["c2"]?.state == .approved)
        }
    }
}
