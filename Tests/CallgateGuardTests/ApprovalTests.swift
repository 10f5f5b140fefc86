import Testing

@testable import Callgate

@Suite("Approvals")
struct ApprovalTests {
    private static let subject = Approval.Subject(tool: "pay", arguments: "aa", session: "s", policy: "pp")

    private func opened(
        _ wanted: [[String]] = [["finance"]], requesters: [String] = ["bob"], room: Int = 4
    ) throws -> Held<ApprovalLedger> {
        var ledger = ApprovalLedger(room: room)
        try ledger.open(
            Approval(id: "c1", record: RecordID(high: 0, low: 1), subject: Self.subject, wanted: wanted, requesters: requesters, deadline: 100), at: 0)
        return Held(ledger)
    }

    private let ann = Approver(id: "ann", groups: ["finance"])

    @Test("An approved call passes once")
    func once() throws {
        let ledger = try opened()
        let approval = try ledger.approve("c1", by: ann, token: "c1.t", at: 1)
        #expect(approval.state == .approved)
        let token = try #require(approval.token)
        #expect(try ledger.check(token: token, for: Self.subject, at: 2).id == "c1")
        #expect(ledger.use("c1")?.state == .used)
        #expect(throws: ApprovalError.used) { try ledger.check(token: token, for: Self.subject, at: 3) }
    }

    @Test("A token is for one tool, one set of arguments, one session and one policy")
    func subjects() throws {
        let ledger = try opened()
        let token = try #require(try ledger.approve("c1", by: ann, token: "c1.t", at: 1).token)
        for other in [
            Approval.Subject(tool: "pay2", arguments: "aa", session: "s", policy: "pp"),
            Approval.Subject(tool: "pay", arguments: "ab", session: "s", policy: "pp"),
            Approval.Subject(tool: "pay", arguments: "aa", session: "t", policy: "pp"),
            Approval.Subject(tool: "pay", arguments: "aa", session: nil, policy: "pp"),
            Approval.Subject(tool: "pay", arguments: "aa", session: "s", policy: "pq"),
        ] { #expect(throws: ApprovalError.otherCall) { try ledger.check(token: token, for: other, at: 2) } }
        for other in ["c1.u", "c1.", "c1", "c2.t", ""] {
            #expect(throws: ApprovalError.unknown) { try ledger.check(token: other, for: Self.subject, at: 2) }
        }
    }

    @Test("Nothing counts from the deadline on")
    func deadline() throws {
        let ledger = try opened()
        let token = try #require(try ledger.approve("c1", by: ann, token: "c1.t", at: 99).token)
        #expect(throws: Never.self) { try ledger.check(token: token, for: Self.subject, at: 99) }
        #expect(throws: ApprovalError.expired) { try ledger.check(token: token, for: Self.subject, at: 100) }
        let late = try opened()
        #expect(throws: ApprovalError.expired) { try late.approve("c1", by: ann, token: "t", at: 100) }
        #expect(throws: ApprovalError.expired) { try late.reject("c1", by: ann, at: 100) }
        #expect(throws: ApprovalError.expired) { try late.revoke("c1", at: 100) }
    }

    @Test("Who is not listed, who asks, and who has answered can't approve")
    func approvers() throws {
        let ledger = try opened([["finance"], ["legal", "ann"]])
        #expect(throws: ApprovalError.notListed) {
            try ledger.approve("c1", by: Approver(id: "eve", groups: ["sales"]), token: "t", at: 1)
        }
        #expect(throws: ApprovalError.ownCall) {
            try ledger.approve("c1", by: Approver(id: "bob", groups: ["finance"]), token: "t", at: 1)
        }
        #expect(try ledger.approve("c1", by: ann, token: "t", at: 1).state == .pending)
        #expect(throws: ApprovalError.notListed) { try ledger.approve("c1", by: ann, token: "t", at: 1) }
        // Ann may stand for either rule: the other one gets whoever is left.
        #expect(try ledger.approve("c1", by: Approver(id: "leo", groups: ["legal"]), token: "t", at: 1).state == .approved)
    }

    @Test("A pending, a rejected and a revoked one let nothing through")
    func states() throws {
        let pending = try opened()
        #expect(throws: ApprovalError.pending) { try pending.check(token: "c1.", for: Self.subject, at: 1) }
        #expect(try pending.reject("c1", by: ann, at: 1).state == .rejected)
        #expect(throws: ApprovalError.rejected) { try pending.approve("c1", by: ann, token: "t", at: 1) }
        #expect(throws: ApprovalError.rejected) { try pending.check(token: "c1.t", for: Self.subject, at: 1) }
        let approved = try opened()
        _ = try approved.approve("c1", by: ann, token: "c1.t", at: 1)
        #expect(throws: ApprovalError.approved) { try approved.approve("c1", by: ann, token: "t", at: 1) }
        #expect(try approved.revoke("c1", at: 1).token == nil)
        #expect(throws: ApprovalError.revoked) { try approved.check(token: "c1.t", for: Self.subject, at: 1) }
        #expect(throws: ApprovalError.revoked) { try approved.revoke("c1", at: 1) }
    }

    @Test("There is room for so many; those whose time is over make room")
    func room() throws {
        let ledger = try opened(room: 1)
        let other = Approval(id: "c2", record: RecordID(high: 0, low: 2), subject: Self.subject, wanted: [[]], requesters: [], deadline: 300)
        #expect(throws: ApprovalError.full) { try ledger.open(other, at: 99) }
        try ledger.open(other, at: 100)
        #expect(ledger["c1"] == nil)
    }

    @Test("Approvers and requesters are told apart by their bytes")
    func bytes() throws {
        let ledger = try opened([["\u{E9}quipe"]], requesters: ["\u{E9}"])
        #expect(throws: ApprovalError.notListed) {
            try ledger.approve("c1", by: Approver(id: "x", groups: ["e\u{301}quipe"]), token: "t", at: 1)
        }
        #expect(try ledger.approve("c1", by: Approver(id: "e\u{301}", groups: ["\u{E9}quipe"]), token: "t", at: 1).state == .approved)
    }
}

extension Held<ApprovalLedger> {
    subscript(id: String) -> Approval? { value[id] }

    func open(_ approval: Approval, at now: Int64) throws(ApprovalError) { try value.open(approval, at: now) }

    func approve(
        _ id: String, by approver: Approver, token: String, at now: Int64
    ) throws(ApprovalError) -> Approval { try value.approve(id, by: approver, token: token, at: now) }

    func reject(_ id: String, by approver: Approver, at now: Int64) throws(ApprovalError) -> Approval {
        try value.reject(id, by: approver, at: now)
    }

    func revoke(_ id: String, at now: Int64) throws(ApprovalError) -> Approval { try value.revoke(id, at: now) }

    func check(
        token: String, for subject: Approval.Subject, at now: Int64
    ) throws(ApprovalError) -> Approval { try value.check(token: token, for: subject, at: now) }

    func use(_ id: String) -> Approval? { value.use(id) }
}
