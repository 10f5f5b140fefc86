public import Callgate

extension Guard {
    /// A guard that keeps all that it has to in one file: records, approvals, limits and sessions. It goes on where the last
    /// guard of the file ended, under the same policy or another one.
    ///
    /// - Parameters:
    ///   - path: made where there is none. One guard at a time writes it; ``Guard/close()``, or dropping the guard, gives
    ///     it up.
    ///   - signer: signs checkpoints; without one there are none.
    /// - Throws: what is wrong with the policy; a ``RecordStoreError`` where the file is something else, damaged or
    ///   written by somebody else; or a ``GuardFailure``. No guard is half made.
    public convenience init(
        policy: PolicySource, records path: String, signer: CheckpointSigner? = nil,
        clock: any GuardClock = SystemClock(), limits: GuardLimits = GuardLimits()
    ) throws {
        try self.init(policy.gate(), records: path, signer: signer, clock: clock, limits: limits)
    }

    /// A guard by a policy that is ready to decide; see the other initialiser.
    public convenience init(
        _ gate: Gate, records path: String, signer: CheckpointSigner? = nil, clock: any GuardClock = SystemClock(),
        limits: GuardLimits = GuardLimits()
    ) throws {
        let settings = try RecordSettings(of: gate)
        let writer = try RecordWriter(
            SQLiteRecordStore(writing: path), settings: settings, signer: signer, closesStore: true)
        try self.init(gate, records: writer, clock: clock, limits: limits)
    }
}
