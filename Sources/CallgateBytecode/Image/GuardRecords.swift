// The records of what a guard keeps from call to call; see ImageRecords.swift for their form.

/// What a program asks of the call's session, and the register that the answer goes to; 12 bytes.
@frozen
public struct InputRecord: Hashable, Sendable {
    /// The ID of the tool that it is about; both fields ``noIndex`` for the call's own tool, empty where
    /// the input is about no tool.
    public var tool: TextRef
    public var register: UInt8
    /// An ``InputKind``.
    public var kind: UInt8
    public var reserved: UInt16 = 0

    public init(_ kind: InputKind, tool: TextRef = .empty, register: UInt8) {
        self.tool = tool
        self.register = register
        self.kind = kind.rawValue
    }

    /// What stands for the call's own tool.
    @inlinable public static var ownTool: TextRef { TextRef(offset: noIndex, length: noIndex) }
}

/// What is asked of a session.
@frozen
public enum InputKind: UInt8, Sendable, CaseIterable {
    /// Its ID: a string.
    case id = 0
    /// Its labels: a list of strings.
    case labels = 1
    /// `trusted` or `untrusted`.
    case trust = 2
    /// How many calls of a tool it has let through: an int.
    case calls = 3
    /// A duration: the time since it let through the last call of a tool; `Int64.max` nanoseconds where
    /// there was none.
    case since = 4

    /// Whether it is about a tool.
    @inlinable public var namesTool: Bool { self == .calls || self == .since }
}

/// How many calls a rule lets through, or how much, in any stretch of time; 24 bytes.
@frozen
public struct LimitRecord: Hashable, Sendable {
    /// What is let through at most, 0 or more: calls, or the sum of an amount.
    public var maximum: Int64
    /// The length of the stretch in nanoseconds, 1 or more.
    public var window: Int64
    /// The program whose first outputs are the key and whose last is the amount of a sum; none where there
    /// is one count for all.
    public var program: UInt32
    /// How many outputs are the key.
    public var keyCount: UInt8
    /// 1 where the outputs' last is an amount, which is summed up; 0 where calls are counted.
    public var isSum: UInt8
    public var reserved: UInt16 = 0

    public init(maximum: Int64, window: Int64, program: UInt32, keyCount: UInt8, isSum: Bool) {
        self.maximum = maximum
        self.window = window
        self.program = program
        self.keyCount = keyCount
        self.isSum = isSum ? 1 : 0
    }
}

/// What a rule about results says of them; 16 bytes.
@frozen
public struct JudgementRecord: Hashable, Sendable {
    /// A bit for each of the guard's labels.
    public var labels: UInt64
    /// A ``Mark``.
    public var mark: UInt8
    /// 1 where the result is kept from the agent.
    public var blocks: UInt8
    public var reserved1: UInt16 = 0
    public var reserved2: UInt32 = 0

    public init(labels: UInt64, mark: Mark, blocks: Bool) {
        self.labels = labels
        self.mark = mark.rawValue
        self.blocks = blocks ? 1 : 0
    }
}

/// How far the content of a result is trusted.
@frozen
public enum Mark: UInt8, Sendable {
    case none = 0, trusted = 1, untrusted = 2
}

/// A set of values that conditions name as `lists.…`; 24 bytes.
@frozen
public struct ListRecord: Hashable, Sendable {
    public var name: TextRef
    /// The lookup that holds its values, each once; none where no condition looks one up.
    public var lookup: UInt32
    /// The constant that is the list, in its order; none where conditions do no more than look values up. A
    /// list that has one can't be replaced.
    public var constant: UInt32
    /// How many values it has, those that are repeated included.
    public var count: UInt32
    public var reserved: UInt32 = 0

    public init(name: TextRef, lookup: UInt32, constant: UInt32, count: UInt32) {
        self.name = name
        self.lookup = lookup
        self.constant = constant
        self.count = count
    }
}

/// How a guard keeps sessions, approvals and records; 64 bytes, one per image.
@frozen
public struct GuardRecord: Hashable, Sendable {
    /// Elements of the section of texts: the labels that results can get, at most 64.
    public var labels: RunRef = .empty
    /// Likewise: fields of `args` that records keep, where they keep some.
    public var recordedArguments: RunRef = .empty
    /// Likewise: fields of `context` that records keep.
    public var recordedContext: RunRef = .empty
    /// Likewise: fields that no record has in the clear.
    public var redacted: RunRef = .empty
    /// Likewise: fields of a call that say who asks for it.
    public var requesters: RunRef = .empty
    /// Seconds after which a session without calls is over.
    public var sessionSeconds: UInt32 = 86_400
    /// Sessions that there are at once.
    public var sessionCount: UInt32 = 1_000_000
    /// Seconds in which an approval must come where no rule says so.
    public var approvalSeconds: UInt32 = 3_600
    /// Records after which a checkpoint is signed.
    public var checkpointInterval: UInt32 = 1_000
    /// 1 where results are judged, so that one that nothing judges is untrusted.
    public var usesTrust: UInt8 = 0
    /// What records keep of `args`: a ``RecordedForm``.
    public var argumentsForm: UInt8 = RecordedForm.whole.rawValue
    public var contextForm: UInt8 = RecordedForm.whole.rawValue
    /// Bit 0: decisions wait for the disk. Bit 1: a call passes though its record can't be kept.
    public var recordFlags: UInt8 = 0
    public var reserved: UInt32 = 0

    public init() {}

    @inlinable public static var waitsForDisk: UInt8 { 1 }
    @inlinable public static var passesUnrecorded: UInt8 { 2 }
}

/// What a record keeps of a call's `args` or `context`.
@frozen
public enum RecordedForm: UInt8, Sendable {
    case whole = 0, hashed = 1, none = 2, selected = 3
}
