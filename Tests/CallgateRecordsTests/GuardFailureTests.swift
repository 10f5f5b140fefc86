import Callgate
import CallgateOracles
import CallgateSQLite
import Foundation
import GRDB
import Testing

/// Calls that can't be recorded.
@Suite("The reason records")
struct GuardFailureTests {
    private static let policy = """
        rules:
          - {name: three, tool: pay, action: deny, limit: {max: 3, per: 1d}}
          - {name: large, tool: pay, when: args.amount > 500, action: require_approval, approvers: [ann]}
          - {name: tested, tool: deploy, when: 'session.calls("pay") == 0', action: deny}
          - {name: others, tool: [pay, deploy], action: allow}
        """

    private let gate: Gate
    private let store = FaultyStore()
    private static let failure = RecordStoreError.io("the disk is gone")

    init() throws { gate = try PolicySource.text(Self.policy).gate() }

    private func made(
        _ durability: RecordSettings.Durability, _ onFailure: RecordSettings.FailureEffect = .deny, queueEntries: Int = 100
    ) throws -> Guard {
        let settings = try RecordSettings(durability: durability, onFailure: onFailure, queueEntries: queueEntries)
        return try Guard(gate, records: RecordWriter(store, settings: settings))
    }

    private func pay(_ policyGuard: Guard, _ amount: Int = 1, id: String? = nil, token: String? = nil) -> GuardDecision {
        let json = #"{"tool":"pay","args":{"amount":\#(amount)},"context":{"user":"bob"}}"#
        return policyGuard.check(GuardedCall(Array(json.utf8), id: id, session: "s", token: token))
    }

    private func deploy(_ policyGuard: Guard) -> GuardDecision {
        policyGuard.check(GuardedCall(Array(#"{"tool":"deploy"}"#.utf8), session: "s"))
    }

    /// What is kept of the limit.
    private func counted(_ store: any GuardStateStore) throws -> Int64 {
        try store.loadState(at: 0).contents.amounts.reduce(0) { $0 + $1.amount }
    }

    @Test("sync: a call that is not recorded is denied, and takes nothing of its limit and of its session")
    func sync() throws {
        let policyGuard = try made(.sync)
        store.fail(Self.failure)
        for _ in 0..<5 {
            let decision = pay(policyGuard)
            #expect(decision.effect == .deny && decision.reason == .records)
            #expect(decision.report.error?.kind == "records_io")
            #expect(decision.report.error?.detail == "the records can't be read or written: the disk is gone")
            #expect(decision.report.rule == nil && decision.report.matched.isEmpty)
        }
        store.fail(nil)
        #expect(eventually { deploy(policyGuard).reason != .records })
        #expect(deploy(policyGuard).report.rule == "tested")
        for _ in 0..<3 { #expect(pay(policyGuard).isAllowed) }
        #expect(pay(policyGuard).reason == .limit)
        #expect(deploy(policyGuard).isAllowed)
        try policyGuard.close()
        #expect(try counted(store) == 3)
        // What was denied says so in its record.
        let denied = store.memory.entries.filter { $0.reader?.string("reason") == "records" }
        #expect(denied.count >= 5 && denied.allSatisfy { $0.reader?.string("decision") == "deny" })
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("async: calls are denied from when it shows, and what was let through before is kept in the end")
    func async() throws {
        let policyGuard = try made(.async)
        store.fail(Self.failure)
        #expect(pay(policyGuard).isAllowed)
        #expect(eventually { deploy(policyGuard).reason == .records })
        for _ in 0..<5 { #expect(pay(policyGuard).report.error?.kind == "records_io") }
        #expect(try counted(store) == 0)
        store.fail(nil)
        #expect(eventually { deploy(policyGuard).reason != .records })
        for _ in 0..<2 { #expect(pay(policyGuard).isAllowed) }
        #expect(pay(policyGuard).reason == .limit)
        try policyGuard.close()
        #expect(try counted(store) == 3)
    }

    @Test("on_failure: allow lets calls pass, by their limits", arguments: [RecordSettings.Durability.async, .sync])
    func allowed(_ durability: RecordSettings.Durability) throws {
        let policyGuard = try made(durability, .allow)
        store.fail(Self.failure)
        for _ in 0..<3 { #expect(pay(policyGuard).isAllowed) }
        #expect(pay(policyGuard).reason == .limit)
        store.fail(nil)
        try policyGuard.close()
        #expect(try counted(store) == 3)
    }

    @Test("A full queue")
    func fullQueue() throws {
        for onFailure in [RecordSettings.FailureEffect.deny, .allow] {
            store.block(true)
            let before = store.appends
            let policyGuard = try made(.async, onFailure, queueEntries: 1)
            let other = Array(#"{"tool":"nothing"}"#.utf8)
            _ = policyGuard.check(GuardedCall(other))
            #expect(eventually { store.appends > before })
            _ = policyGuard.check(GuardedCall(other))
            for _ in 0..<5 {
                let decision = pay(policyGuard)
                guard onFailure == .deny else { continue }
                #expect(decision.reason == .records)
                #expect(decision.report.error?.kind == "queue_full")
                #expect(decision.report.error?.detail.hasPrefix("the queue of records is full: 1 entries, ") == true)
            }
            store.block(false)
            #expect(eventually { deploy(policyGuard).reason != .records })
            // Nothing was taken by what was denied, and all by what was let through unrecorded.
            #expect(deploy(policyGuard).isAllowed == (onFailure == .allow))
            try policyGuard.close()
        }
    }

    @Test("A call that is too large for a record, and a guard that is closed")
    func others() throws {
        let settings = try RecordSettings(queueBytes: 1_024)
        let policyGuard = try Guard(gate, records: RecordWriter(store, settings: settings))
        let large = #"{"tool":"pay","args":{"amount":1,"note":"\#(String(repeating: "x", count: 2_000))"}}"#
        #expect(policyGuard.check(GuardedCall(Array(large.utf8))).report.error?.kind == "record_too_large")
        try policyGuard.close()
        #expect(pay(policyGuard).reason == .records)
        #expect(pay(policyGuard).report.error?.kind == "records_closed")
    }

    @Test("A result of which there is no record is kept from the agent")
    func result() throws {
        let policyGuard = try made(.sync)
        let decision = pay(policyGuard)
        #expect(!policyGuard.record(result: Array("1".utf8), of: decision).isBlocked)
        store.fail(Self.failure)
        #expect(policyGuard.record(result: Array("1".utf8), of: decision).isBlocked)
        store.fail(nil)
    }

    @Test("An approval that is used by a call without a record is given back, and passes once")
    func approval() throws {
        let policyGuard = try made(.sync)
        #expect(pay(policyGuard, 600, id: "c1").effect == .review)
        let token = try policyGuard.approvals.approve("c1", by: Approver(id: "ann")).token
        store.fail(Self.failure)
        #expect(pay(policyGuard, 600, token: token).reason == .records)
        #expect(policyGuard.approvals["c1"]?.state == .approved)
        #expect(store.load(at: 0).map(\.state) == [.approved])
        store.fail(nil)
        #expect(eventually { deploy(policyGuard).reason != .records })
        #expect(pay(policyGuard, 600, token: token).isAllowed)
        #expect(pay(policyGuard, 600, token: token).approvalError == .used)
        // One that waits was opened for nobody.
        store.fail(Self.failure)
        #expect(pay(policyGuard, 700, id: "c2").reason == .records)
        #expect(policyGuard.approvals["c2"]?.state == .revoked)
        store.fail(nil)
    }

    @Test("Where it can't be kept that it is given back, it stays used")
    func approvalLost() throws {
        let policyGuard = try made(.sync)
        #expect(pay(policyGuard, 600, id: "c1").effect == .review)
        let token = try policyGuard.approvals.approve("c1", by: Approver(id: "ann")).token
        store.failSaves(after: 1)
        store.fail(Self.failure)
        #expect(pay(policyGuard, 600, token: token).reason == .records)
        store.fail(nil)
        store.failSaves(after: .max)
        #expect(policyGuard.approvals["c1"]?.state == .used)
        #expect(eventually { deploy(policyGuard).reason != .records })
        #expect(pay(policyGuard, 600, token: token).approvalError == .used)
    }

    @Test("The line of an event says the reason, and what failed")
    func line() throws {
        let writer = try RecordWriter(store, settings: RecordSettings(durability: .sync))
        var events = try GuardEvents(gate) { try Guard($0, records: writer, clock: $1) }
        store.fail(Self.failure)
        let event = #"{"id":"c1","at":"2026-01-01T00:00:00Z","tool":"pay","args":{"amount":1}}"#
        let line = String(decoding: events.answer(Array(event.utf8)).line, as: UTF8.self)
        store.fail(nil)
        #expect(
            line == #"{"id":"c1","decision":"deny","reason":"records","error":{"kind":"records_io","detail":"the records can't be read or written: the disk is gone"},"tool":"pay"}"#)
    }

    @Test("A record says why a session does not do")
    func sessions() throws {
        let policyGuard = try made(.sync)
        for session in [nil, "s"] {
            let decision = policyGuard.check(GuardedCall(Array(#"{"tool":"deploy"}"#.utf8), session: session, parent: session))
            #expect(decision.reason == .session)
            #expect(store.memory.entries.last?.reader?.string("error") == decision.report.error?.kind)
        }
        #expect(store.memory.entries.last?.reader?.string("error") == "session_own_parent")
    }

    // MARK: SQLite

    /// The kind of error of the first call that is denied for its record.
    private func kind(_ policyGuard: Guard) -> String? {
        for _ in 0..<20_000 {
            let decision = deploy(policyGuard)
            if decision.reason == .records { return decision.report.error?.kind }
        }
        return nil
    }

    @Test("A database that somebody else has locked", arguments: [RecordSettings.Durability.async, .sync])
    func locked(_ durability: RecordSettings.Durability) throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let policyGuard = try Guard(
            policy: .text("records: {durability: \(durability.rawValue)}\n" + Self.policy), records: path)
        let lock = try FileLock(path)
        #expect(eventually { deploy(policyGuard).reason == .records })
        let decision = pay(policyGuard)
        #expect(decision.report.error?.kind == "records_locked")
        #expect(decision.report.error?.detail == "the records are locked: \(path): database is locked")
        try lock.giveUp()
        #expect(eventually { deploy(policyGuard).reason != .records })
        for _ in 0..<3 { #expect(pay(policyGuard).isAllowed) }
        #expect(pay(policyGuard).reason == .limit)
        try policyGuard.close()
        let store = try SQLiteRecordStore(reading: path)
        #expect(try counted(store) == 3)
        #expect(try RecordVerifier().verify(store).isSound)
        try store.close()
    }

    @Test("A disk that is full", arguments: [RecordSettings.Durability.async, .sync])
    func full(_ durability: RecordSettings.Durability) throws {
        let folder = try Folder()
        let store = try SQLiteRecordStore(writing: folder.path("records.db"), maximumBytes: 300_000)
        let writer = try RecordWriter(store, settings: RecordSettings(durability: durability))
        let policyGuard = try Guard(gate, records: writer)
        #expect(kind(policyGuard) == "records_full")
        #expect(pay(policyGuard).report.error?.detail.hasPrefix("there is no room for records: ") == true)
        #expect(policyGuard.counts.limitKeys == 0 || pay(policyGuard).reason == .records)
        _ = try? policyGuard.close()
        #expect(try counted(store) == 0)
        #expect(try RecordVerifier().verify(store).isSound)
    }
}

/// The lock of somebody else who writes a database.
struct FileLock {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func giveUp() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try queue.close()
    }
}
