/// What an entry of the chain tells of.
public enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case decision = 1
    /// The judgement of a call's result.
    case result = 2
    /// What an approver answered.
    case approval = 3
    /// A signature over all that came before.
    case checkpoint = 4
    /// How many entries could not be written.
    case lost = 5

    /// Whether its time is that of a guard's clock.
    public var isOfGuard: Bool { self == .decision || self == .result || self == .approval }

    /// Its name in entries.
    public var name: StaticString {
        switch self {
        case .decision: "decision"
        case .result: "result"
        case .approval: "approval"
        case .checkpoint: "checkpoint"
        case .lost: "lost"
        }
    }
}
