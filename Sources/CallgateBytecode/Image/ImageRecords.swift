// The records of an image, each of fixed size and without padding, little-endian; their fields
// stand here in the order in which they stand in an image. An index that may be missing is
// `noIndex` where it is.

/// The index that stands for none.
@inlinable public var noIndex: UInt32 { .max }

/// A run of bytes in the data section; text is UTF-8.
@frozen
public struct TextRef: Hashable, Sendable {
    public var offset: UInt32
    public var length: UInt32

    @inlinable
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    @inlinable public static var empty: TextRef { TextRef(offset: 0, length: 0) }
}

/// A run of consecutive elements of a section.
@frozen
public struct RunRef: Hashable, Sendable {
    public var start: UInt32
    public var count: UInt32

    @inlinable
    public init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }

    @inlinable public static var empty: RunRef { RunRef(start: 0, count: 0) }
    @inlinable public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The policy as a whole; 32 bytes, one per image.
@frozen
public struct PolicyRecord: Hashable, Sendable {
    public var name: TextRef
    public var description: TextRef
    /// The DFA that finds the globs which match a tool ID, or none.
    public var globPattern: UInt32
    /// Bytes of the longest tool ID of the table; longer ones need not be hashed.
    public var longestTool: UInt32
    /// The largest number of rules of one program: how much room matches need.
    public var mostRules: UInt32
    /// An ``Effect``: decides for tools that no rule names.
    public var ungoverned: UInt8
    /// The seed of the hash of tool IDs.
    public var toolSeed: UInt8 = 0
    public var reserved: UInt16 = 0

    public init(
        name: TextRef, description: TextRef, globPattern: UInt32, longestTool: UInt32,
        mostRules: UInt32, ungoverned: Effect
    ) {
        self.name = name
        self.description = description
        self.globPattern = globPattern
        self.longestTool = longestTool
        self.mostRules = mostRules
        self.ungoverned = ungoverned.rawValue
    }
}

/// A wanted field of a call; 24 bytes. Siblings are consecutive, sorted by length, then bytes.
@frozen
public struct PathRecord: Hashable, Sendable {
    /// The key's first eight bytes, the first one lowest, zeros after a shorter key.
    public var head: UInt64
    /// Where the key stands in the data section.
    public var keyOffset: UInt32
    public var firstChild: UInt32
    public var keyLength: UInt16
    public var childCount: UInt16
    /// The register that the field's value goes to.
    public var slot: UInt8
    /// 1 where there is a slot; the roots may have none.
    public var hasSlot: UInt8
    public var reserved: UInt16 = 0

    /// - Parameter keyBytes: the bytes that `key` refers to, 65,535 at most.
    public init(
        key: TextRef, keyBytes: some Sequence<UInt8>, firstChild: UInt32, childCount: UInt16,
        slot: UInt8?
    ) {
        head = Self.head(of: keyBytes)
        keyOffset = key.offset
        keyLength = UInt16(key.length)
        self.firstChild = firstChild
        self.childCount = childCount
        self.slot = slot ?? 0
        self.hasSlot = slot == nil ? 0 : 1
    }

    @inlinable @inline(__always)
    public var key: TextRef { TextRef(offset: keyOffset, length: UInt32(keyLength)) }

    /// What stands in ``head`` for a key.
    @inlinable
    public static func head(of key: some Sequence<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for (index, byte) in key.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(8 * index) }
        return head
    }
}

/// How a pattern is run.
@frozen
public enum PatternForm: UInt32, Sendable {
    case always = 0, never = 1, equals = 2, hasPrefix = 3, hasSuffix = 4, contains = 5
    case dfa = 6, nfa = 7
    /// An NFA that tells where it matches; no other form does.
    case captures = 8
    /// Texts in a lookup, of which there are many.
    case lookup = 9
    /// A DFA in rows that hold their own numbers, one or two bytes a step, with a text that each match has
    /// in it.
    case rows = 10
}

/// A compiled pattern; 24 bytes.
@frozen
public struct PatternRecord: Hashable, Sendable {
    /// A ``PatternForm``.
    public var form: UInt32
    public var reserved: UInt32 = 0
    /// Bytes of the tables section: ``TextRef``s for literals, a DFA's or an NFA's table.
    public var table: RunRef
    /// The pattern as its author wrote it.
    public var source: TextRef

    public init(form: PatternForm, table: RunRef, source: TextRef) {
        self.form = form.rawValue
        self.table = table
        self.source = source
    }
}

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

/// Where in its rule's condition an instruction comes from; 4 bytes.
@frozen
public struct PositionRecord: Hashable, Sendable {
    /// UTF-8 offset and length; a longer piece counts as 65,535. Both 0 where it starts past that.
    public var offset: UInt16
    public var length: UInt16

    public init(offset: Int, length: Int) {
        self.offset = UInt16(exactly: offset) ?? 0
        self.length = offset > UInt16.max ? 0 : UInt16(clamping: length)
    }
}

/// A time zone; 32 bytes.
@frozen
public struct ZoneRecord: Hashable, Sendable {
    public var name: TextRef
    /// Elements of the section of zone shifts, in the order of time.
    public var shifts: RunRef
    /// Seconds since 1970 from which on the shifts repeat every 400 years; `Int64.max` for never.
    public var cycleStart: Int64
    /// Seconds east of UTC before the first shift.
    public var firstOffset: Int32
    public var reserved: UInt32 = 0

    public init(name: TextRef, shifts: RunRef, cycleStart: Int64, firstOffset: Int32) {
        self.name = name
        self.shifts = shifts
        self.cycleStart = cycleStart
        self.firstOffset = firstOffset
    }

    /// Seconds in 400 years of the Gregorian calendar, after which its dates and days of the week
    /// repeat.
    @inlinable public static var cycle: Int64 { 146_097 * 86_400 }
}

/// A change of a zone's offset; 16 bytes.
@frozen
public struct ZoneShiftRecord: Hashable, Sendable {
    /// Seconds since 1970 from which on the offset holds.
    public var start: Int64
    /// Seconds east of UTC.
    public var offset: Int32
    public var reserved: UInt32 = 0

    public init(start: Int64, offset: Int32) {
        self.start = start
        self.offset = offset
    }
}
