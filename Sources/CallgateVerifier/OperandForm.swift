import CallgateBytecode

/// What an opcode's row says of its operands, in a form that is read without counting references: the
/// walk looks at it for every instruction.
struct OperandForm {
    /// The forms by the opcodes' raw values.
    static let table: [OperandForm] = OpcodeRow.table.map(OperandForm.init)

    let a: OpcodeRow.RegisterUse?
    let b: OpcodeRow.RegisterUse?
    let c: OpcodeRow.RegisterUse?
    let x: Immediate
    /// A bit for each kind that what `x` names may have, by its raw value; all set where it may be any.
    let kinds: UInt32

    /// ``OpcodeRow/Immediate`` without the kinds.
    enum Immediate {
        case unused, constant, forward, backward, pattern, capturingPattern, builtin, zone, timePart
        case capacity, ruleIndex, outputIndex, note, lookup, ruleAhead
    }

    private init(_ row: OpcodeRow) {
        (a, b, c) = (row.a, row.b, row.c)
        var kinds: [UInt8] = []
        switch row.x {
        case .unused: x = .unused
        case .constant(let wanted):
            x = .constant
            kinds = wanted.map(\.rawValue)
        case .forward: x = .forward
        case .backward: x = .backward
        case .pattern: x = .pattern
        case .capturingPattern: x = .capturingPattern
        case .builtin: x = .builtin
        case .zone: x = .zone
        case .timePart: x = .timePart
        case .capacity: x = .capacity
        case .ruleIndex: x = .ruleIndex
        case .outputIndex: x = .outputIndex
        case .note: x = .note
        case .lookup(let wanted):
            x = .lookup
            kinds = wanted.map { UInt8($0.rawValue) }
        case .ruleAhead: x = .ruleAhead
        }
        self.kinds = kinds.isEmpty ? .max : kinds.reduce(0) { $0 | 1 << UInt32($1) }
    }

    /// Whether what `x` names may have a kind.
    func takes(_ kind: UInt32) -> Bool { kind < 32 && kinds >> kind & 1 == 1 }

    /// The registers that an instruction writes, its iterator aside.
    func written(by instruction: Instruction) -> WrittenRegisters {
        switch a {
        case .writes, .updates: WrittenRegisters(first: instruction.a, count: 1)
        case .writesPair: WrittenRegisters(first: instruction.a, count: 2)
        case nil, .reads, .readsRun, .counts, .passes: WrittenRegisters(first: 0, count: 0)
        }
    }
}

/// Registers that follow one another, at most two.
struct WrittenRegisters: Sequence, IteratorProtocol {
    private var register: UInt8
    private var left: Int

    init(first: UInt8, count: Int) { (register, left) = (first, count) }

    mutating func next() -> UInt8? {
        guard left > 0 else { return nil }
        defer { register &+= 1 }
        left -= 1
        return register
    }
}
