// The records of programs and of the tools that they govern; see ImageRecords.swift for their form.

/// What a program is for.
@frozen
public enum ProgramPurpose: UInt8, Sendable {
    /// Runs the rules of a tool: may use `rule`.
    case decide = 0
    /// Evaluates the expressions of a message: may use `output`.
    case show = 1
    /// Evaluates one expression over values that its caller puts into the filled registers: has
    /// no fields, and one output.
    case evaluate = 2
}

/// What running a program takes; 36 bytes.
@frozen
public struct ProgramHead: Hashable, Sendable {
    /// The first of its instructions, which other programs may have too.
    public var codeStart: UInt32
    /// The first node of its tree of wanted fields: that of `args`; then come that of `context` and the
    /// others, level by level.
    public var pathsStart: UInt32
    /// The first of its elements of the section of program rules.
    public var rulesStart: UInt32
    /// The first of its elements of the section of entries, one more than it has rules, or none: then no rule
    /// is passed over.
    public var entries: UInt32
    /// The first of its inputs.
    public var inputs: UInt32
    /// The first of its constants.
    public var constantsStart: UInt32
    /// Registers that the scan fills: `0 ..< filled`.
    public var filled: UInt16
    /// Registers in use: `0 ..< registers`.
    public var registers: UInt16
    /// The register that holds the tool ID before the first instruction, or 0xFFFF.
    public var toolSlot: UInt16
    /// The register that holds the time handed in with the call, or 0xFFFF.
    public var nowSlot: UInt16
    /// An ``Effect``: decides where no rule that decides matched.
    public var defaultEffect: UInt8
    /// A ``ProgramPurpose``.
    public var purpose: UInt8
    /// 1 where a rule governs the tool; 0 where rules only monitor it.
    public var governs: UInt8
    /// How many elements of the section of inputs it has.
    public var inputCount: UInt8

    /// The indices of its inputs.
    public var inputRange: Range<Int> { Int(inputs)..<Int(inputs) + Int(inputCount) }
}

/// Code that runs over one call; 52 bytes.
@frozen
@dynamicMemberLookup
public struct ProgramRecord: Hashable, Sendable {
    public var head: ProgramHead
    public var codeCount: UInt32
    public var pathsCount: UInt32
    public var rulesCount: UInt32
    public var constantsCount: UInt32

    public init(
        code: RunRef, paths: RunRef, rules: RunRef, constants: RunRef, filled: UInt16, registers: UInt16,
        toolSlot: UInt16?, nowSlot: UInt16?, defaultEffect: Effect, purpose: ProgramPurpose, governs: Bool,
        entries: UInt32 = noIndex, inputs: RunRef = .empty
    ) {
        head = ProgramHead(
            codeStart: code.start, pathsStart: paths.start, rulesStart: rules.start, entries: entries,
            inputs: inputs.start, constantsStart: constants.start, filled: filled, registers: registers,
            toolSlot: toolSlot ?? .max, nowSlot: nowSlot ?? .max, defaultEffect: defaultEffect.rawValue, purpose: purpose.rawValue,
            governs: governs ? 1 : 0, inputCount: UInt8(inputs.count))
        codeCount = code.count
        pathsCount = paths.count
        rulesCount = rules.count
        constantsCount = constants.count
    }

    /// The fields of its head.
    @inlinable
    public subscript<Value>(dynamicMember field: WritableKeyPath<ProgramHead, Value>) -> Value {
        get { head[keyPath: field] }
        set { head[keyPath: field] = newValue }
    }

    public var inputRange: Range<Int> { head.inputRange }

    public var code: RunRef {
        get { RunRef(start: head.codeStart, count: codeCount) }
        set { (head.codeStart, codeCount) = (newValue.start, newValue.count) }
    }

    /// Its tree of wanted fields.
    public var paths: RunRef {
        get { RunRef(start: head.pathsStart, count: pathsCount) }
        set { (head.pathsStart, pathsCount) = (newValue.start, newValue.count) }
    }

    /// Elements of the section of program rules.
    public var rules: RunRef {
        get { RunRef(start: head.rulesStart, count: rulesCount) }
        set { (head.rulesStart, rulesCount) = (newValue.start, newValue.count) }
    }

    /// What its instructions name as constants, from the first one on.
    public var constants: RunRef {
        get { RunRef(start: head.constantsStart, count: constantsCount) }
        set { (head.constantsStart, constantsCount) = (newValue.start, newValue.count) }
    }
}

/// What programs that have the same code have alike: all that the code depends on, but for the constants' kinds.
public struct ProgramShape: Hashable, Sendable {
    private let codeCount: UInt32
    private let constantsCount: UInt32
    private let rulesCount: UInt32
    private let registers: SIMD4<UInt16>
    private let purpose: UInt8

    /// - Returns: nil for a program that passes over rules, or asks something of sessions: its code is its own.
    public init?(_ program: ProgramRecord) {
        guard program.entries == noIndex, program.inputCount == 0 else { return nil }
        codeCount = program.codeCount
        constantsCount = program.constantsCount
        rulesCount = program.rulesCount
        registers = SIMD4(program.filled, program.registers, program.toolSlot, program.nowSlot)
        purpose = program.purpose
    }
}

/// A tool that rules name; 64 bytes, so that one line of a cache has all that leads to its decisions. Its
/// number is its index, where its ID leads: ``ToolPlace``.
@frozen
public struct ToolRecord: Hashable, Sendable {
    /// The head of its program.
    public var head: ProgramHead
    /// The program's index; tools may share one.
    public var program: UInt32
    /// The ID's first 16 bytes, the first one lowest, zeros after a shorter one: bytes 0-7.
    public var prefix0: UInt64
    /// Bytes 8-15.
    public var prefix1: UInt64
    public var id: TextRef

    /// - Parameters:
    ///   - bytes: those that `id` refers to.
    ///   - head: the program's.
    @inlinable
    public init(id: TextRef, bytes: some Collection<UInt8>, program: UInt32, head: ProgramHead) {
        self.head = head
        self.program = program
        prefix0 = PathRecord.head(of: bytes)
        prefix1 = PathRecord.head(of: bytes.dropFirst(8))
        self.id = id
    }

    /// Where the ID's first bytes stand in the record.
    @inlinable public static var prefixOffset: Int { 40 }
    /// Longer IDs are compared where the whole ID stands.
    @inlinable public static var prefixLength: Int { 16 }
}
