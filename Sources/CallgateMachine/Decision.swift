public import CallgateBytecode

/// The time handed in with a call, as `now`.
@frozen
public struct CallTime: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, -62,135,596,800 ... 253,402,300,799.
    public var seconds: Int64
    /// 0 ..< 1,000,000,000.
    public var nanoseconds: UInt32

    public init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

/// What a call comes to. The rules that matched are read from the machine that decided.
@frozen
public struct Decision: Sendable, Hashable {
    public var effect: Effect
    public var reason: Reason
    /// The number of the rule that decided, or ``noIndex``.
    public var rule: UInt32
    /// The error because of which the rule counted, where the reason is `.error`.
    public var error: Slot
    /// Why there was no evaluation, where the reason is `.malformed`.
    public var malformed: Malformation
    /// Where the reason is `.trap`.
    public var trap: Trap?

    /// Why a decision is what it is.
    @frozen
    public enum Reason: UInt8, Sendable, Hashable {
        case rule, `default`, ungoverned, error, malformed, trap

        /// The name in decision lines.
        public var name: StaticString {
            switch self {
            case .rule: "rule"
            case .default: "default"
            case .ungoverned: "ungoverned"
            case .error: "error"
            case .malformed: "malformed"
            case .trap: "trap"
            }
        }
    }

    init(_ effect: Effect, _ reason: Reason) {
        self.effect = effect
        self.reason = reason
        rule = noIndex
        error = .null
        malformed = Malformation(.none, at: 0)
        trap = nil
    }

    @inline(__always)
    static func malformed(_ malformation: Malformation) -> Decision {
        var decision = Decision(.deny, .malformed)
        decision.malformed = malformation
        return decision
    }

    @inline(__always)
    static func trap(_ trap: Trap) -> Decision {
        var decision = Decision(.deny, .trap)
        decision.trap = trap
        return decision
    }
}

/// A rule that counted in a decision.
@frozen
public struct RuleMatch: Hashable, Sendable {
    /// Bits 0-29: the rule's number; bit 30: its condition failed; bit 31: it only monitors.
    public var word: UInt32

    @inline(__always)
    init(rule: UInt32, isFailure: Bool, isMonitored: Bool) {
        word = rule | (isFailure ? 1 << 30 : 0) | (isMonitored ? 1 << 31 : 0)
    }

    public var rule: Int { Int(word & (1 << 30 - 1)) }
    public var isFailure: Bool { word & 1 << 30 != 0 }
    public var isMonitored: Bool { word & 1 << 31 != 0 }
}
