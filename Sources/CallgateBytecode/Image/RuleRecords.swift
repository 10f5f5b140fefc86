// The records of rules and of what they say; see ImageRecords.swift for their form.

/// How a rule takes part in decisions.
@frozen
public enum RuleMode: UInt8, Sendable {
    case enforce = 0
    /// Reports what it would have done.
    case monitor = 1
}

/// A rule; 40 bytes.
@frozen
public struct RuleRecord: Hashable, Sendable {
    public var name: TextRef
    /// The condition's source; empty where the rule has none.
    public var condition: TextRef
    /// Elements of the section of texts.
    public var tools: RunRef
    /// What many rules have alike: an element of the section of rules' details.
    public var details: UInt32
    /// Where the rule stands, from 1.
    public var line: UInt32
    /// Where its condition stands; 0 where it has none.
    public var conditionLine: UInt32
    /// An ``Effect``.
    public var effect: UInt8
    /// A ``RuleMode``.
    public var mode: UInt8
    /// 0 none, then info, low, medium, high, critical.
    public var severity: UInt8
    /// A ``RuleKind``, and ``limitedBit`` where a limit has a say in whether the rule matches.
    public var kindBits: UInt8

    /// Set in ``kindBits`` of a rule whose details have a limit.
    @inlinable public static var limitedBit: UInt8 { 0x80 }

    public init(
        name: TextRef, condition: TextRef, tools: RunRef, details: UInt32, line: UInt32,
        conditionLine: UInt32, effect: Effect, mode: RuleMode, severity: UInt8, kind: RuleKind = .rule,
        isLimited: Bool = false
    ) {
        self.name = name
        self.condition = condition
        self.tools = tools
        self.details = details
        self.line = line
        self.conditionLine = conditionLine
        self.effect = effect.rawValue
        self.mode = mode.rawValue
        self.severity = severity
        kindBits = kind.rawValue | (isLimited ? Self.limitedBit : 0)
    }

    @inlinable public var isLimited: Bool { kindBits & Self.limitedBit != 0 }
    @inlinable public var kind: RuleKind { RuleKind(bits: kindBits) }
}

/// A rule of a program; 8 bytes: what a decision needs of the rule, so that its record is not read.
@frozen
public struct ProgramRuleRecord: Hashable, Sendable {
    /// The rule's index.
    public var rule: UInt32
    /// The rule's own ``RuleRecord/effect``, ``RuleRecord/mode`` and ``RuleRecord/kindBits``.
    public var effect: UInt8
    public var mode: UInt8
    public var kindBits: UInt8
    public var reserved: UInt8 = 0

    /// - Parameter record: the rule's.
    public init(_ rule: UInt32, _ record: RuleRecord) {
        self.rule = rule
        effect = record.effect
        mode = record.mode
        kindBits = record.kindBits
    }

    @inlinable public var isLimited: Bool { kindBits & RuleRecord.limitedBit != 0 }
    @inlinable public var kind: RuleKind { RuleKind(bits: kindBits) }
}

/// What a rule was made from: it says which reason a decision by it gives.
@frozen
public enum RuleKind: UInt8, Sendable {
    /// A rule of the policy.
    case rule = 0
    /// A role.
    case role = 1
    /// A rule whose condition reads the session's labels or trust.
    case trust = 2
    /// What `flow` stands for.
    case flow = 3

    /// What ``RuleRecord/kindBits`` say; a rule for bits that name no kind.
    @inlinable init(bits: UInt8) { self = RuleKind(rawValue: bits & ~RuleRecord.limitedBit) ?? .rule }
}

/// What a rule says beside its condition; 52 bytes, shared by the rules that say the same.
@frozen
public struct RuleDetailsRecord: Hashable, Sendable {
    public var description: TextRef
    /// Elements of the section of message parts.
    public var message: RunRef
    /// Elements of the section of texts.
    public var approvers: RunRef
    public var tags: RunRef
    /// The file, an element of the section of sources.
    public var source: UInt32
    /// The program that evaluates the message's expressions, or none.
    public var messageProgram: UInt32
    /// Seconds, 0 for none.
    public var timeout: UInt32
    /// An element of the section of limits, or none.
    public var limit: UInt32
    /// An element of the section of judgements, or none.
    public var judgement: UInt32

    public init(
        description: TextRef, message: RunRef, approvers: RunRef, tags: RunRef, source: UInt32,
        messageProgram: UInt32, timeout: UInt32, limit: UInt32 = noIndex, judgement: UInt32 = noIndex
    ) {
        self.description = description
        self.message = message
        self.approvers = approvers
        self.tags = tags
        self.source = source
        self.messageProgram = messageProgram
        self.timeout = timeout
        self.limit = limit
        self.judgement = judgement
    }
}

/// A piece of a message: text, or an expression's value; 12 bytes.
@frozen
public struct MessagePartRecord: Hashable, Sendable {
    /// The text itself, or the expression's source.
    public var text: TextRef
    /// Which output of the message's program, or none for text.
    public var output: UInt32

    public init(text: TextRef, output: UInt32) {
        self.text = text
        self.output = output
    }
}
