/// A limit of a rule: in no stretch of time of this length is more let through.
public struct RuleLimit: Sendable {
    /// Calls, or millionths of the unit of ``sum``; 0 ... `Int64.max`.
    public var maximum: Int64
    /// 1 ... 31,536,000 seconds.
    public var seconds: Int
    /// What is counted apart; empty where there is one count for all.
    public var key: [EmbeddedExpression]
    /// The amount of a call; nil where calls are counted.
    public var sum: EmbeddedExpression?

    public init(maximum: Int64, seconds: Int, key: [EmbeddedExpression] = [], sum: EmbeddedExpression? = nil) {
        self.maximum = maximum
        self.seconds = seconds
        self.key = key
        self.sum = sum
    }

    /// All that it evaluates: the parts of the key, then the amount.
    public var expressions: [EmbeddedExpression] { key + [sum].compactMap(\.self) }

    /// Amounts are summed up in millionths.
    public static let unit: Int64 = 1_000_000
}

/// What a rule about results says of them.
public struct Judgement: Sendable, Hashable {
    public enum Trust: String, Sendable, Hashable, CaseIterable { case trusted, untrusted }

    public var trust: Trust?
    public var labels: [String]
    /// Whether the result is kept from the agent.
    public var blocks: Bool

    public init(trust: Trust? = nil, labels: [String] = [], blocks: Bool = false) {
        self.trust = trust
        self.labels = labels
        self.blocks = blocks
    }
}

/// How sessions, approvals and records are kept.
public struct GuardSettings: Sendable, Hashable {
    /// Whether the policy judges results, so that one that nothing judges is untrusted.
    public var usesTrust = false
    /// Seconds after which a session without calls is over.
    public var sessionSeconds = 86_400
    /// Sessions that there are at once.
    public var sessionCount = 1_000_000
    /// Seconds in which an approval must come where no rule says so.
    public var approvalSeconds = 3_600
    /// Fields that say who asks for a call.
    public var requesters = Self.usualRequesters
    public var records = RecordedFields()

    /// The fields that say who asks for a call where the policy does not say which.
    public static let usualRequesters: [FieldPath] = {
        do {
            return try ["context.user", "context.user_id", "context.user.id", "context.requester"].map {
                text throws(FieldPathError) in try FieldPath(text)
            }
        } catch { preconditionFailure("\(error)") }
    }()

    public init() {}
}

/// What records keep, and what happens where they can't be kept.
public struct RecordedFields: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        case whole, hashed, none
        case fields([FieldPath])
    }

    public var arguments = Form.whole
    public var context = Form.whole
    /// Fields that no record has in the clear.
    public var redacted: [FieldPath] = []
    public var waitsForDisk = false
    public var passesUnrecorded = false
    public var checkpointInterval = 1_000

    public init() {}
}
