extension Guard {
    /// A guard by a policy that is yet to be read or compiled; see the other initialiser.
    ///
    /// - Throws: what is wrong with the policy, or a ``GuardFailure``. No guard is half made.
    public convenience init(
        policy: PolicySource, records: RecordWriter? = nil, approvals: (any ApprovalStore)? = nil,
        clock: any GuardClock = SystemClock(), limits: GuardLimits = GuardLimits()
    ) throws {
        try self.init(policy.gate(), records: records, approvals: approvals, clock: clock, limits: limits)
    }
}
