internal import CallgateSystem

/// The approvals of a guard.
public struct Approvals: Sendable {
    let owner: Guard

    /// Those that are open, answered or used, and have not been forgotten; by their deadlines.
    public var all: [Approval] { owner.state.withLock { $0.approvals.all } }

    public subscript(id: String) -> Approval? { owner.state.withLock { $0.approvals[id] } }

    /// Approves a call, by one of those whom its rules want.
    ///
    /// - Returns: the approval, with the token that lets the call through once all have approved.
    public func approve(_ id: String, by approver: Approver) throws(ApprovalError) -> Approval {
        try change(id, .granted, by: approver) { approvals, now throws(ApprovalError) in
            try approvals.approve(id, by: approver, token: Self.token(for: id), at: now)
        }
    }

    public func reject(_ id: String, by approver: Approver) throws(ApprovalError) -> Approval {
        try change(id, .refused, by: approver) { approvals, now throws(ApprovalError) in
            try approvals.reject(id, by: approver, at: now)
        }
    }

    /// Takes an approval back, answered or not.
    public func revoke(_ id: String) throws(ApprovalError) -> Approval {
        try change(id, .withdrawn, by: nil) { approvals, now throws(ApprovalError) in
            try approvals.revoke(id, at: now)
        }
    }

    /// Changes an approval, and keeps the change before it counts.
    private func change(
        _ id: String, _ answer: ApprovalAnswer.Answer, by approver: Approver?,
        _ body: (inout ApprovalLedger, Int64) throws(ApprovalError) -> Approval
    ) throws(ApprovalError) -> Approval {
        let now = owner.clock.now
        let store = owner.approvalStore
        let records = owner.records
        let result = owner.state.withLock { state -> Result<Approval, ApprovalError> in
            let now = state.advance(to: now)
            let before = state.approvals[id]
            do throws(ApprovalError) {
                let changed = try body(&state.approvals, now)
                do {
                    if let failure = records?.submit(answer, to: changed, by: approver?.id, at: now) { throw failure }
                    try store?.save(changed)
                } catch {
                    if let before { state.approvals.restore(before) }
                    return .failure(.notStored)
                }
                return .success(changed)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The ID of the approval, and 128 random bits.
    private static func token(for id: String) -> String {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<2).map { _ in generator.next() }
        let digits = words.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return id + "." + digits.joined()
    }
}

extension Guard {
    /// What calls wait for, and how it is answered.
    public var approvals: Approvals { Approvals(owner: self) }
}
