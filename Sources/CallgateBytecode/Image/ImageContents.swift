/// An image as arrays of its records: what the compiler makes and the encoder writes.
public struct ImageContents: Hashable, Sendable {
    /// SHA-256 of the policy's sources; 32 bytes.
    public var policyDigest: [UInt8]
    public var policy: PolicyRecord
    public var tools: [ToolRecord] = []
    public var pilots: [UInt32] = []
    public var globPrograms: [UInt32] = []
    public var programs: [ProgramRecord] = []
    public var paths: [PathRecord] = []
    public var code: [Instruction] = []
    public var constants: [Slot] = []
    public var patterns: [PatternRecord] = []
    public var tables: [UInt8] = []
    public var rules: [RuleRecord] = []
    public var ruleDetails: [RuleDetailsRecord] = []
    public var programRules: [ProgramRuleRecord] = []
    public var messageParts: [MessagePartRecord] = []
    public var texts: [TextRef] = []
    public var sources: [TextRef] = []
    public var positions: [PositionRecord] = []
    public var zones: [ZoneRecord] = []
    public var zoneShifts: [ZoneShiftRecord] = []
    public var lookups: [LookupRecord] = []
    public var places: [PlaceRecord] = []
    public var cases: [UInt32] = []
    public var filters: [UInt64] = []
    public var entries: [UInt32] = []
    public var inputs: [InputRecord] = []
    public var limits: [LimitRecord] = []
    public var judgements: [JudgementRecord] = []
    public var lists: [ListRecord] = []
    public var guardRecord = GuardRecord()
    /// The bytes of another image, or empty.
    public var results: [UInt8] = []
    public var data: [UInt8] = []
    /// Empty, or public key and signature.
    public var signature: [UInt8] = []

    public init(policyDigest: [UInt8], policy: PolicyRecord) {
        precondition(policyDigest.count == 32, "a policy digest has 32 bytes")
        self.policyDigest = policyDigest
        self.policy = policy
    }
}
