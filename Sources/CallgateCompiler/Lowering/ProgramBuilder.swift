import CallgateBytecode
import CallgateLanguage

/// One program while it is made: its code, its fields and its registers.
///
///     0 ..< filled       fields, filled by the scan
///     then               tool and now, where they are used
///     then               values kept for later rules (shared subexpressions)
///     then, upwards      a stack: an expression's value, above it what its parts need
///
/// Fields are collected before the first instruction, so that their number is known.
struct ProgramBuilder {
    private(set) var code: [Instruction] = []
    private(set) var positions: [PositionRecord] = []
    private var constants: [Slot] = []
    private var constantIndices: [Slot: UInt32] = [:]
    var fields = FieldTree()
    private(set) var toolRegister: UInt8?
    private(set) var nowRegister: UInt8?
    /// Registers that the caller of an expression fills.
    private var arguments = 0
    /// What is asked of the call's session, and the registers of the answers.
    private(set) var inputs: [SessionInput: UInt8] = [:]
    /// The lowest register that is free.
    private var top = 0
    private var highest = 0
    /// The piece of the condition that instructions come from.
    var range = SourceRange(0, 0)
    /// Set where code belongs to no rule's condition.
    var isShared = false
    /// Where the rules' code starts, and their end, in a program that passes over rules.
    private(set) var entries: [UInt32] = []

    /// A target of jumps that is not placed yet: the jumps that wait for it.
    struct Label {
        fileprivate var jumps: [Int] = []
    }

    /// Fixes the fields; from here on code may be added.
    mutating func begin(usesTool: Bool, usesNow: Bool, inputs wanted: [SessionInput]) throws(LoweringError) {
        top = fields.filled
        highest = top
        if usesTool { toolRegister = try allocate() }
        if usesNow { nowRegister = try allocate() }
        for input in wanted { inputs[input] = try allocate() }
    }

    /// Gives the first registers to the values that the caller of an expression fills in.
    mutating func begin(inputs count: Int) throws(LoweringError) {
        arguments = count
        for _ in 0..<count { _ = try allocate() }
    }

    mutating func allocate() throws(LoweringError) -> UInt8 {
        guard top < BytecodeLimits.registers else {
            throw LoweringError(
                "the rules of one tool need more than \(BytecodeLimits.registers) values at once",
                at: range)
        }
        top += 1
        highest = max(highest, top)
        return UInt8(top - 1)
    }

    /// Where the stack stands, to go back to with ``release(to:)``.
    var mark: Int { top }

    mutating func release(to mark: Int) { top = mark }

    @discardableResult
    mutating func emit(
        _ opcode: Opcode, a: UInt8 = 0, b: UInt8 = 0, c: UInt8 = 0, x: UInt32 = 0
    ) -> Int {
        code.append(Instruction(opcode, a: a, b: b, c: c, x: x))
        let range = isShared ? SourceRange(0, 0) : range
        positions.append(
            PositionRecord(
                offset: range.lowerBound, length: range.upperBound - range.lowerBound))
        return code.count - 1
    }

    /// The number by which instructions name a constant.
    mutating func constant(_ value: Slot) -> UInt32 {
        if let known = constantIndices[value] { return known }
        let index = UInt32(constants.count)
        constants.append(value)
        constantIndices[value] = index
        return index
    }

    /// Counts a rule by its condition's value. The instruction that has made the value passes the rule over
    /// where it is false, if it can and may.
    mutating func emitRule(_ position: Int, _ value: UInt8, mayPass: Bool) {
        if mayPass, let last = code.last, last.a == value, last.opcode?.row.c == .passes {
            code[code.count - 1] = last.passing
        }
        emit(.rule, b: value, x: UInt32(position))
    }

    /// The next rule starts here.
    /// - Parameter isPassed: whether it may be passed over; else a first rule starts with the program.
    mutating func enter(isPassed: Bool) {
        entries.append(entries.isEmpty && !isPassed ? 0 : UInt32(code.count))
    }

    mutating func jump(
        _ opcode: Opcode, to label: inout Label, a: UInt8 = 0, b: UInt8 = 0
    ) {
        label.jumps.append(emit(opcode, a: a, b: b))
    }

    mutating func place(_ label: Label) {
        for jump in label.jumps { code[jump] = code[jump].with(x: UInt32(code.count)) }
    }

    /// Appends the program's inputs to the image, in the order of their registers.
    private func inputRun(_ image: inout ImageBuilder) -> RunRef {
        guard !inputs.isEmpty else { return .empty }
        let start = UInt32(image.contents.inputs.count)
        for (input, register) in inputs.sorted(by: { $0.value < $1.value }) {
            let tool =
                input.kind.namesTool ? input.tool.map { image.intern($0) } ?? InputRecord.ownTool : .empty
            image.contents.inputs.append(InputRecord(input.kind, tool: tool, register: register))
        }
        return RunRef(start: start, count: UInt32(inputs.count))
    }

    /// Appends the finished program to the image.
    mutating func finish(
        rules: [UInt32], defaultEffect: Effect, purpose: ProgramPurpose, governs: Bool,
        _ image: inout ImageBuilder
    ) throws(LoweringError) -> UInt32 {
        emit(.halt)
        guard code.count <= BytecodeLimits.programLength else {
            throw LoweringError(
                "the rules of one tool make more than \(BytecodeLimits.programLength) instructions",
                at: range)
        }
        // What is evaluated alone has no call to take fields from.
        let isAlone = purpose == .evaluate
        let paths = isAlone ? RunRef.empty : image.intern(paths: fields.records(&image))
        image.append(
            ProgramRecord(
                code: .empty, paths: paths,
                rules: RunRef(
                    start: UInt32(image.programRules.count), count: UInt32(rules.count)),
                constants: image.intern(constants: constants),
                filled: UInt16(isAlone ? arguments : fields.filled), registers: UInt16(highest),
                toolSlot: toolRegister.map(UInt16.init), nowSlot: nowRegister.map(UInt16.init),
                defaultEffect: defaultEffect, purpose: purpose, governs: governs,
                entries: entries.isEmpty ? noIndex : UInt32(image.contents.entries.count),
                inputs: inputRun(&image)),
            code, positions)
        image.contents.entries += entries
        image.programRules += rules
        return UInt32(image.contents.programs.count - 1)
    }
}

/// Why an expression can't be compiled.
struct LoweringError: Error {
    var message: String
    /// Offsets into the expression.
    var range: SourceRange
    var suggestion: String?

    init(_ message: String, at range: SourceRange, suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }
}
