/// Keeps approvals across restarts.
public protocol ApprovalStore: Sendable {
    /// What was kept, in any order.
    func load() throws -> [Approval]

    /// Keeps an approval, in place of what was kept of it before. It is kept once this returns.
    func save(_ approval: Approval) throws
}
