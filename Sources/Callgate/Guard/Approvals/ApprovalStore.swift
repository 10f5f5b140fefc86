/// Keeps approvals across restarts.
public protocol ApprovalStore: Sendable {
    /// What was kept and has not expired, in any order; the rest may be forgotten.
    /// - Parameter now: nanoseconds since 1970.
    func load(at now: Int64) throws -> [Approval]

    /// Keeps an approval, in place of what was kept of it before. It is kept once this returns.
    func save(_ approval: Approval) throws
}
