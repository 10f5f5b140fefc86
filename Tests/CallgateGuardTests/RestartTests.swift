import CallgatePolicy
import Testing

@testable import Callgate

/// A guard that is made anew goes on where its records end.
@Suite("Restarts")
struct RestartTests {
    private static let start: Int64 = 1_767_225_600_000_000_000
    private static let second: Int64 = 1_000_000_000

    private static let policy = """
        tools:
          read_web: {result: untrusted}
          read_mail: {labels: [private], result: trusted}
          send: {sends: external}
        flow: {lethal_trifecta: deny}
        rules:
          - {name: counted, tool: pay, action: deny, limit: {max: 2, per: 64s, key: context.customer}}
          - {name: tested, tool: deploy, when: 'session.calls("run_tests") == 0', action: deny}
          - {name: recent, tool: wire, when: 'session.called("change", duration("60s"))', action: deny}
          - {name: others, tool: [pay, deploy, wire, run_tests, change, read_web, read_mail, send], action: allow}
        """

    private let store = MemoryRecordStore()
    private let clock = ManualClock(now: Self.start)

    private func made(_ policy: String = Self.policy) throws -> Guard {
        try Guard(policy: .text(policy), records: RecordWriter(store), clock: clock)
    }

    /// Runs calls with one guard, which is closed then.
    private func run(_ policy: String = Self.policy, _ body: (Guard) throws -> Void) throws {
        let policyGuard = try made(policy)
        try body(policyGuard)
        try policyGuard.close()
    }

    private func check(
        _ policyGuard: Guard, _ tool: String, _ session: String = "any", parent: String? = nil, customer: String = "a"
    ) -> GuardDecision {
        let json = #"{"tool":"\#(tool)","context":{"customer":"\#(customer)"}}"#
        return policyGuard.check(GuardedCall(Array(json.utf8), session: session, parent: parent))
    }

    @Test("A limit goes on, to the nanosecond at which it ends")
    func limits() throws {
        try run { #expect(check($0, "pay").isAllowed) }
        try run {
            #expect(check($0, "pay").isAllowed)
            #expect(check($0, "pay").reason == .limit)
            #expect(check($0, "pay", customer: "b").isAllowed)
        }
        clock.now = Self.start + 64 * Self.second - 1
        try run { #expect(check($0, "pay").reason == .limit) }
        clock.now += 1
        try run { #expect(check($0, "pay").isAllowed) }
    }

    @Test("A limit goes on under another policy that has the rule, and a clock that was set back does not lift it")
    func changedPolicy() throws {
        try run {
            #expect(check($0, "pay").isAllowed)
            #expect(check($0, "pay").isAllowed)
        }
        clock.now -= 1_000 * Self.second
        let other = """
            rules:
              - {name: counted, tool: pay, action: deny, limit: {max: 3, per: 640s, key: context.customer}}
            """
        try run(other) {
            #expect(check($0, "pay").isAllowed)
            #expect(check($0, "pay").reason == .limit)
        }
    }

    @Test("What a session has called and read stays, with the cause")
    func sessions() throws {
        try run { policyGuard in
            #expect(check(policyGuard, "run_tests", "s").isAllowed)
            #expect(check(policyGuard, "change", "s").isAllowed)
            let mail = check(policyGuard, "read_mail", "s")
            _ = policyGuard.record(result: Array("1".utf8), of: mail)
        }
        var cause = ""
        try run { policyGuard in
            #expect(check(policyGuard, "deploy", "s").isAllowed)
            #expect(!check(policyGuard, "deploy", "t").isAllowed)
            #expect(!check(policyGuard, "wire", "s").isAllowed)
            #expect(check(policyGuard, "send", "s").isAllowed)
            let web = check(policyGuard, "read_web", "s")
            _ = policyGuard.record(result: Array("1".utf8), of: web)
            cause = web.id
        }
        clock.now += 60 * Self.second + 1
        try run { policyGuard in
            #expect(check(policyGuard, "wire", "s").isAllowed)
            let sent = check(policyGuard, "send", "s")
            #expect(sent.reason == .flow)
            #expect(sent.cause == cause)
            #expect(policyGuard.session("s") == SessionState(isTrusted: false, labels: ["private"]))
        }
        // A session that is over is over, and its name begins anew.
        clock.now += 86_400 * Self.second + 1
        try run { policyGuard in
            #expect(policyGuard.session("s") == nil)
            #expect(check(policyGuard, "send", "s").isAllowed)
            #expect(!check(policyGuard, "deploy", "s").isAllowed)
        }
        try run { #expect($0.session("s") == SessionState(isTrusted: true, labels: [])) }
    }

    @Test("Children stay children: they have what they began with, and give back what they read")
    func children() throws {
        try run { policyGuard in
            let mail = check(policyGuard, "read_mail", "parent")
            _ = policyGuard.record(result: Array("1".utf8), of: mail)
            #expect(check(policyGuard, "change", "child", parent: "parent").isAllowed)
            let web = check(policyGuard, "read_web", "parent")
            _ = policyGuard.record(result: Array("1".utf8), of: web)
        }
        try run { policyGuard in
            // What the parent has read since is not the child's.
            #expect(policyGuard.session("child") == SessionState(isTrusted: true, labels: ["private"]))
            #expect(check(policyGuard, "change", "child", parent: "parent").isAllowed)
            #expect(check(policyGuard, "change", "child", parent: "other").reason == .session)
            let grandchild = check(policyGuard, "read_web", "grandchild", parent: "child")
            _ = policyGuard.record(result: Array("1".utf8), of: grandchild)
        }
        try run { policyGuard in
            #expect(policyGuard.session("child")?.isTrusted == false)
            #expect(check(policyGuard, "send", "child").reason == .flow)
        }
    }

    @Test("A parent lasts as long as its children, over restarts too")
    func parentLasts() throws {
        try run { _ = check($0, "change", "child", parent: "parent") }
        for _ in 0..<3 {
            clock.now += 80_000 * Self.second
            try run { _ = check($0, "change", "child") }
        }
        try run { #expect($0.session("parent") != nil) }
    }

    @Test("Labels of policies that are gone make room where no session has them")
    func labels() throws {
        func policy(_ names: [String]) -> String {
            "rules: [{name: all, tool: \"*\", action: allow}]\ntools: {read: {labels: [\(names.joined(separator: ", "))], result: trusted}}\n"
        }
        let first = (0..<60).map { "a\($0)" }
        try run(policy(first)) { _ = check($0, "read", "untouched") }
        try run(policy((0..<4).map { "b\($0)" })) { policyGuard in
            let read = check(policyGuard, "read", "s")
            _ = policyGuard.record(result: Array("1".utf8), of: read)
        }
        try run(policy(["c", "a7"])) { policyGuard in
            #expect(policyGuard.session("s")?.labels == ["b0", "b1", "b2", "b3"])
            let read = check(policyGuard, "read", "s")
            _ = policyGuard.record(result: Array("1".utf8), of: read)
        }
        try run(policy(["c"])) { #expect(Set($0.session("s")?.labels ?? []) == ["a7", "b0", "b1", "b2", "b3", "c"]) }
        #expect(throws: GuardFailure.tooManyLabels(65)) { try made(policy((0..<59).map { "d\($0)" })) }
        try run(policy((0..<58).map { "d\($0)" })) { _ in }
    }

    @Test("Approvals: a token passes once, before or after")
    func approvals() throws {
        let policy = "rules: [{name: large, tool: pay, action: require_approval, approvers: [ann]}]"
        let call = Array(#"{"tool":"pay","args":{"amount":1},"context":{"user":"bob"}}"#.utf8)
        var token: String?
        try run(policy) { policyGuard in
            for id in ["c1", "c2"] { #expect(policyGuard.check(GuardedCall(call, id: id)).effect == .review) }
        }
        try run(policy) { policyGuard in
            #expect(throws: ApprovalError.ownCall) { try policyGuard.approvals.approve("c1", by: Approver(id: "bob", groups: ["ann"])) }
            token = try policyGuard.approvals.approve("c1", by: Approver(id: "ann")).token
        }
        try run(policy) { policyGuard in
            #expect(policyGuard.approvals["c1"]?.token == token)
            #expect(policyGuard.check(GuardedCall(call, id: "c3", token: token)).isAllowed)
        }
        try run(policy) { policyGuard in
            #expect(policyGuard.check(GuardedCall(call, id: "c4", token: token)).approvalError == .used)
            #expect(policyGuard.approvals["c2"]?.state == .pending)
        }
    }

    @Test("A guard says what a restart leaves")
    func memory() throws {
        let gate = try PolicySource.text(Self.policy).gate()
        #expect(try Guard(gate).memory == .process)
        #expect(try Guard(gate, approvals: store).memory == .approvals)
        #expect(try Guard(gate, records: RecordWriter(RecordsOnly())).memory == .process)
        for durability in [RecordSettings.Durability.async, .sync] {
            let writer = try RecordWriter(store, settings: RecordSettings(durability: durability))
            #expect(try Guard(gate, records: writer).memory == .records(durability))
        }
    }

    @Test("One guard at a time records by a writer whose store keeps what it knows")
    func oneGuard() throws {
        let gate = try PolicySource.text(Self.policy).gate()
        let writer = try RecordWriter(store)
        var first: Guard? = try Guard(gate, records: writer, clock: clock)
        #expect(throws: GuardFailure.writerInUse) { try Guard(gate, records: writer) }
        #expect(check(try #require(first), "run_tests", "s").isAllowed)
        first = nil
        // What the queue still held is written before it is read.
        #expect(check(try Guard(gate, records: writer, clock: clock), "deploy", "s").isAllowed)
    }

    @Test("What can't be read makes no guard")
    func unreadable() throws {
        let gate = try PolicySource.text(Self.policy).gate()
        let error = RecordStoreError.corrupt("no")
        #expect(throws: GuardFailure.state(error)) { try Guard(gate, records: RecordWriter(Unreadable(error))) }
    }
}

/// A store that keeps nothing but records.
private final class RecordsOnly: RecordStore {
    private let memory = MemoryRecordStore()

    func head() throws(RecordStoreError) -> ChainHead { try memory.head() }
    func notedHead() throws(RecordStoreError) -> ChainHead { try memory.notedHead() }
    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        try memory.append(batch, isDurable: isDurable)
    }
    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        try memory.entries(after: sequence, matching: filter, limit: limit, newestFirst: newestFirst)
    }
    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }
}

/// A store whose knowledge can't be read.
private final class Unreadable: RecordStore, GuardStateStore {
    private let memory = RecordsOnly()
    private let error: RecordStoreError

    init(_ error: RecordStoreError) { self.error = error }

    func head() throws(RecordStoreError) -> ChainHead { try memory.head() }
    func notedHead() throws(RecordStoreError) -> ChainHead { try memory.notedHead() }
    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        try memory.append(batch, isDurable: isDurable)
    }
    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] { [] }
    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }
    func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot { throw error }
    func keep(labels: [String]) throws(RecordStoreError) { throw error }
    func keep(secret: LimitSecret) throws(RecordStoreError) { throw error }
    func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError) { throw error }
    func extend(sessions: Int64, amounts: Int64, at now: Int64) throws(RecordStoreError) { throw error }
    func load(at now: Int64) -> [Approval] { [] }
    func save(_ approval: Approval) throws(RecordStoreError) { throw error }
}
