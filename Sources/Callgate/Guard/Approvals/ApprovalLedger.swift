/// The approvals that are open, answered and used. Not shared: who owns it has the lock.
///
/// Approvals whose time is over are forgotten; a token of one is then unknown, which refuses it.
struct ApprovalLedger: Sendable {
    private let room: Int
    private var approvals: [Name: Approval] = [:]

    /// - Parameters:
    ///   - room: how many there are at most, those that were used and have not expired included.
    ///   - approvals: what was kept from before.
    init(room: Int, _ approvals: [Approval] = []) {
        self.room = room
        for approval in approvals { self.approvals[Name(approval.id)] = approval }
    }

    var count: Int { approvals.count }

    subscript(id: String) -> Approval? { approvals[Name(id)] }

    var all: [Approval] { approvals.values.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) } }

    /// Opens an approval.
    mutating func open(_ approval: Approval, at now: Int64) throws(ApprovalError) {
        if approvals.count >= room { forgetExpired(at: now) }
        guard approvals.count < room else { throw .full }
        guard approvals[Name(approval.id)] == nil else { throw .used }
        approvals[Name(approval.id)] = approval
    }

    /// Takes one back that could not be kept.
    mutating func remove(_ id: String) { approvals[Name(id)] = nil }

    /// Puts one back as it was before a change that could not be kept.
    mutating func restore(_ approval: Approval) { approvals[Name(approval.id)] = approval }

    /// An answer that approves. With the last of those that are wanted, the approval gets its token.
    mutating func approve(
        _ id: String, by approver: Approver, token: @autoclosure () -> String, at now: Int64
    ) throws(ApprovalError) -> Approval {
        var approval = try waiting(id, at: now)
        guard !approval.isRequested(by: approver.id) else { throw .ownCall }
        guard !approval.approvers.contains(where: { $0.id.isSame(as: approver.id) }) else { throw .notListed }
        let together = approval.approvers + [approver]
        guard Assignment.places(together, in: approval.wanted) else { throw .notListed }
        approval.approvers = together
        if together.count == approval.wanted.count {
            approval.state = .approved
            approval.token = token()
        }
        approvals[Name(id)] = approval
        return approval
    }

    /// An answer that rejects: one of those who may approve is enough.
    mutating func reject(_ id: String, by approver: Approver, at now: Int64) throws(ApprovalError) -> Approval {
        var approval = try waiting(id, at: now)
        guard !approval.isRequested(by: approver.id) else { throw .ownCall }
        guard approval.wanted.contains(where: { Assignment.may(approver, $0) }) else { throw .notListed }
        approval.state = .rejected
        approvals[Name(id)] = approval
        return approval
    }

    /// Takes back an approval, answered or not; a call that it let through has passed.
    mutating func revoke(_ id: String, at now: Int64) throws(ApprovalError) -> Approval {
        guard var approval = approvals[Name(id)] else { throw .unknown }
        guard approval.deadline > now else { throw .expired }
        switch approval.state {
        case .pending, .approved: break
        case .rejected: throw .rejected
        case .used: throw .used
        case .revoked: throw .revoked
        }
        approval.state = .revoked
        approval.token = nil
        approvals[Name(id)] = approval
        return approval
    }

    /// Whether a token lets a call through, which ``use(_:)`` then notes.
    func check(token: String, for subject: Approval.Subject, at now: Int64) throws(ApprovalError) -> Approval {
        // A token begins with the ID of its approval.
        guard let end = token.lastIndex(of: "."), let approval = approvals[Name(String(token[..<end]))] else {
            throw .unknown
        }
        guard approval.deadline > now else { throw .expired }
        switch approval.state {
        case .approved: break
        case .pending: throw .pending
        case .rejected: throw .rejected
        case .used: throw .used
        case .revoked: throw .revoked
        }
        guard approval.token == token else { throw .unknown }
        guard approval.subject == subject else { throw .otherCall }
        return approval
    }

    /// Notes that the call has passed.
    mutating func use(_ id: String) -> Approval? {
        approvals[Name(id)]?.state = .used
        return approvals[Name(id)]
    }

    /// One that still waits for answers.
    private func waiting(_ id: String, at now: Int64) throws(ApprovalError) -> Approval {
        guard let approval = approvals[Name(id)] else { throw .unknown }
        guard approval.deadline > now else { throw .expired }
        switch approval.state {
        case .pending: return approval
        case .approved: throw .approved
        case .rejected: throw .rejected
        case .used: throw .used
        case .revoked: throw .revoked
        }
    }

    private mutating func forgetExpired(at now: Int64) {
        approvals = approvals.filter { $0.value.deadline > now }
    }
}
