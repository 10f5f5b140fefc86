internal import Callgate
public import CallgateHeader

extension callgate_approval {
    fileprivate init(_ approval: Approval, _ block: inout TextBlock) {
        unsafe self.init()
        unsafe id = block.text(approval.id)
        unsafe state = block.text(approval.state.rawValue)
        unsafe token = block.text(approval.token)
        unsafe tool = block.text(approval.subject.tool)
        unsafe session = block.text(approval.subject.session)
        unsafe approvers = block.texts(approval.approvers.map(\.id))
        unsafe deadline = approval.deadline
    }
}

/// Answers an approval and gives what it comes to.
private func answer(
    _ guarding: callgate_guard, _ id: callgate_text, _ pointer: UnsafeMutablePointer<callgate_approval>?,
    _ memory: UnsafeMutablePointer<callgate_memory>?,
    _ body: (Approvals, String) throws(StatusError) -> Result<Approval, ApprovalError>
) -> callgate_status {
    unsafe memory?.pointee = 0
    let status = unsafe callgate_approval.empty(pointer)
    guard status == .ok else { return status }
    return reporting { () throws(StatusError) in
        guard let memory = unsafe memory else { throw StatusError(.badArgument) }
        let held = try HeldGuard.table.find(guarding)
        let id = unsafe try id.string()
        var block = TextBlock()
        switch try body(held.guard.approvals, id) {
        case .success(let approval):
            unsafe callgate_approval(approval, &block).fill(pointer)
            unsafe keep(block, memory)
        case .failure(let error):
            var refusal = unsafe callgate_approval()
            unsafe refusal.id = block.text(id)
            unsafe refusal.error = block.text(error.rawValue)
            unsafe refusal.error_detail = block.text(error.detail)
            unsafe refusal.fill(pointer)
            unsafe keep(block, memory)
            throw StatusError(.refused)
        }
    }
}

extension Approver {
    /// Somebody whom a caller has identified.
    fileprivate init(_ pointer: UnsafePointer<callgate_approver>?) throws(StatusError) {
        guard let approver = unsafe try callgate_approver.read(pointer) else { throw StatusError(.badArgument) }
        let id = unsafe try approver.id.string()
        guard !id.isEmpty else { throw StatusError(.badArgument) }
        var groups: [String] = []
        for unsafe group in unsafe try elements(approver.groups.items, approver.groups.count) {
            groups.append(unsafe try group.string())
        }
        self.init(id: id, groups: groups)
    }
}

/// Answers an approval in somebody's name.
private func answer(
    _ guarding: callgate_guard, _ id: callgate_text, by approver: UnsafePointer<callgate_approver>?,
    _ pointer: UnsafeMutablePointer<callgate_approval>?, _ memory: UnsafeMutablePointer<callgate_memory>?,
    _ body: (Approvals, String, Approver) throws(ApprovalError) -> Approval
) -> callgate_status {
    unsafe answer(guarding, id, pointer, memory) { (approvals, id) throws(StatusError) in
        let somebody = unsafe try Approver(approver)
        return Result(of: { () throws(ApprovalError) in try body(approvals, id, somebody) })
    }
}

extension Result {
    /// The outcome of what throws errors of a kind.
    fileprivate init(of body: () throws(Failure) -> Success) {
        do throws(Failure) {
            self = .success(try body())
        } catch {
            self = .failure(error)
        }
    }
}

@c @implementation
public func callgate_guard_approve(
    _ guarding: callgate_guard, _ id: callgate_text, _ approver: UnsafePointer<callgate_approver>?,
    _ approval: UnsafeMutablePointer<callgate_approval>?, _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe answer(guarding, id, by: approver, approval, memory) { (approvals, id, somebody) throws(ApprovalError) in
        try approvals.approve(id, by: somebody)
    }
}

@c @implementation
public func callgate_guard_reject(
    _ guarding: callgate_guard, _ id: callgate_text, _ approver: UnsafePointer<callgate_approver>?,
    _ approval: UnsafeMutablePointer<callgate_approval>?, _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe answer(guarding, id, by: approver, approval, memory) { (approvals, id, somebody) throws(ApprovalError) in
        try approvals.reject(id, by: somebody)
    }
}

@c @implementation
public func callgate_guard_revoke(
    _ guarding: callgate_guard, _ id: callgate_text, _ approval: UnsafeMutablePointer<callgate_approval>?,
    _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe answer(guarding, id, approval, memory) { (approvals, id) throws(StatusError) in
        Result(of: { () throws(ApprovalError) in try approvals.revoke(id) })
    }
}

@c @implementation
public func callgate_guard_approval(
    _ guarding: callgate_guard, _ id: callgate_text, _ approval: UnsafeMutablePointer<callgate_approval>?,
    _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe answer(guarding, id, approval, memory) { (approvals, id) throws(StatusError) in
        guard let found = approvals[id] else { throw StatusError(.notFound) }
        return .success(found)
    }
}
