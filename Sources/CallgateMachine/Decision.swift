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

/// What a call comes to; 32 bytes. The rules that matched are read from the machine that decided.
///
/// Made of whole words: a decision is written once and then copied, and a copy that reads more than
/// was written at once, or less, waits for the writes to reach the cache.
@frozen
public struct Decision: Sendable, Hashable {
    /// Bits 0-7 the effect, 8-15 the reason, 16-23 the trap, 24-31 the malformation, 32-63 the rule.
    @usableFromInline var summary: UInt64
    /// The error because of which the rule counted, where the reason is `.error`.
    public var error: Slot
    /// Where the malformation is; of an error, the program.
    @usableFromInline var offset: Int

    /// Why a decision is what it is.
    @frozen
    public enum Reason: UInt8, Sendable, Hashable {
        case rule, `default`, ungoverned, error, malformed, trap
        /// A limit is reached.
        case limit
        /// A role does not allow it.
        case role
        /// The call has no session, where its rules need one, or its session can't be kept.
        case session
        /// A rule matched that reads the session's labels or trust.
        case trust
        /// What was read in the session must not leave it.
        case flow
        /// An approval lets the call pass, or was refused.
        case approval
        /// The call can't be recorded.
        case records

        /// What a decision by a rule of a kind gives.
        @inline(__always)
        init(_ kind: RuleKind) {
            switch kind {
            case .rule: self = .rule
            case .role: self = .role
            case .trust: self = .trust
            case .flow: self = .flow
            }
        }

        /// The name in decision lines.
        public var name: StaticString {
            switch self {
            case .rule: "rule"
            case .default: "default"
            case .ungoverned: "ungoverned"
            case .error: "error"
            case .malformed: "malformed"
            case .trap: "trap"
            case .limit: "limit"
            case .role: "role"
            case .session: "session"
            case .trust: "trust"
            case .flow: "flow"
            case .approval: "approval"
            case .records: "records"
            }
        }
    }

    @inline(__always)
    init(
        _ effect: Effect, _ reason: Reason, rule: UInt32 = noIndex, error: Slot = .null,
        program: Int = 0, trap: UInt8 = 0, malformed: Malformation = Malformation(.none, at: 0)
    ) {
        summary =
            UInt64(effect.rawValue) | UInt64(reason.rawValue) << 8 | UInt64(trap) << 16
            | UInt64(malformed.kind.rawValue) << 24 | UInt64(rule) << 32
        self.error = error
        offset = malformed.kind == .none ? program : malformed.offset
    }

    /// A denial that no rule has decided.
    public init(denying reason: Reason) { self.init(.deny, reason) }

    /// What a rule has decided, as somebody else decides it.
    public init(_ effect: Effect, by reason: Reason, of decision: Decision) {
        self.init(effect, reason, rule: decision.rule)
    }

    /// A decision of a rule with a reason of its own.
    public init(_ effect: Effect, by reason: Reason, rule: UInt32) { self.init(effect, reason, rule: rule) }

    @inline(__always)
    static func malformed(_ malformation: Malformation) -> Decision {
        Decision(.deny, .malformed, malformed: malformation)
    }

    @inline(__always)
    static func trap(_ trap: Trap) -> Decision { Decision(.deny, .trap, trap: trap.rawValue) }
}

extension Decision {
    @inlinable
    public var effect: Effect { Effect(rawValue: UInt8(truncatingIfNeeded: summary)) ?? .deny }

    @inlinable
    public var reason: Reason { Reason(rawValue: UInt8(truncatingIfNeeded: summary &>> 8)) ?? .trap }

    /// The number of the rule that decided, or ``noIndex``.
    @inlinable
    public var rule: UInt32 { UInt32(truncatingIfNeeded: summary &>> 32) }

    /// The program in which ``error`` arose, where the reason is `.error`: instructions may be those of several.
    public var program: Int? { reason == .error ? offset : nil }

    /// Where the reason is `.trap`.
    public var trap: Trap? { Trap(rawValue: UInt8(truncatingIfNeeded: summary &>> 16)) }

    /// Why there was no evaluation, where the reason is `.malformed`.
    public var malformed: Malformation {
        Malformation(
            Malformation.Kind(rawValue: UInt8(truncatingIfNeeded: summary &>> 24)) ?? .none, at: offset)
    }
}

/// A rule that counted in a decision.
@frozen
public struct RuleMatch: Hashable, Sendable {
    /// Bits 0-28: the rule's number; bit 29: its limit has the last word; bit 30: its condition failed;
    /// bit 31: it only monitors.
    public var word: UInt32

    @inline(__always)
    init(rule: UInt32, isFailure: Bool, isMonitored: Bool, isLimited: Bool = false) {
        word = rule | (isLimited ? 1 << 29 : 0) | (isFailure ? 1 << 30 : 0) | (isMonitored ? 1 << 31 : 0)
    }

    public var rule: Int { Int(word & (1 << 29 - 1)) }
    public var isLimited: Bool { word & 1 << 29 != 0 }
    public var isFailure: Bool { word & 1 << 30 != 0 }
    public var isMonitored: Bool { word & 1 << 31 != 0 }
}
