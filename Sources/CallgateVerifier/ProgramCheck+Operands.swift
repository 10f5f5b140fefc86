import CallgateBytecode

// What an instruction names: registers, constants and whatever else there is in an image.
extension ProgramCheck {
    /// V6: operands that the row does not use are zero; the others are in range.
    func checkOperands(
        _ instruction: Instruction, _ opcode: Opcode, _ form: OperandForm, _ pc: Int
    ) throws(ImageError) {
        try checkOperand(instruction.a, form.a, instruction, opcode, pc)
        try checkOperand(instruction.b, form.b, instruction, opcode, pc)
        try checkOperand(instruction.c, form.c, instruction, opcode, pc)
        if form.c == .passes, instruction.c != 0 { try checkPassing(instruction, pc) }
        let x = Int(instruction.x)
        switch form.x {
        case .unused: try require(x == 0, 6, pc, "an index that \(opcode.row.mnemonic) has not")
        case .constant:
            try require(x < program.constantsCount, 6, pc, "constant \(x) of \(program.constantsCount)")
            let kind = checks.view.constants[Int(program.constantsStart) + x].kind
            try require(form.takes(UInt32(kind.rawValue)), 6, pc, "constant \(x) is of kind \(kind)")
        case .pattern: try checkPattern(x, tellsPlaces: false, pc)
        case .capturingPattern:
            try checkPattern(x, tellsPlaces: true, pc)
            try require(
                form.b != .readsRun || instruction.c == 2 || instruction.c == 3, 6, pc,
                "\(instruction.c) operands of \(opcode.row.mnemonic)")
        case .builtin:
            guard x <= UInt8.max, let builtin = Builtin(rawValue: UInt8(x)) else {
                throw .verification(
                    rule: 6, reason: "program \(index), instruction \(pc): function \(x)")
            }
            let row = BuiltinRow.table[x]
            try require(
                row.operands.contains(Int(instruction.c)), 6, pc,
                "\(instruction.c) operands of \(builtin)")
        case .zone: try require(x < checks.view.zones.count, 6, pc, "time zone \(x)")
        case .timePart:
            try require(
                x <= UInt8.max && TimePart(rawValue: UInt8(x)) != nil, 6, pc, "part \(x) of a time")
        case .capacity:
            try require(x <= BytecodeLimits.literalElements, 6, pc, "room for \(x) elements")
        case .forward: try require(x > pc && x < length, 9, pc, "a jump to \(x)")
        case .backward: try require(x > 0 && x <= pc, 9, pc, "a loop from \(x)")
        case .ruleIndex:
            try require(x == nextRule && loops.isEmpty, 10, pc, "rule \(x) is counted, not \(nextRule)")
        case .outputIndex:
            try require(
                x == nextOutput && x < BytecodeLimits.outputs && loops.isEmpty, 10, pc,
                "output \(x) is written, not \(nextOutput)")
            try require(
                program.purpose != ProgramPurpose.decide.rawValue, 10, pc, "an output of a decision")
        case .note: break
        case .lookup:
            try require(x < checks.view.lookups.count, 6, pc, "lookup \(x)")
            let kind = UInt32(checks.view.lookups[x].kind)
            try require(form.takes(kind), 6, pc, "lookup \(x) is of another kind")
        case .ruleAhead:
            try require(
                x > nextRule && x <= program.rules.count && loops.isEmpty && program.entries != noIndex, 15, pc,
                "rules up to \(x) are passed over at rule \(nextRule)")
        }
    }

    private func checkOperand(
        _ register: UInt8, _ use: OpcodeRow.RegisterUse?, _ instruction: Instruction, _ opcode: Opcode,
        _ pc: Int
    ) throws(ImageError) {
        let width = width(of: use, instruction)
        if width == 0 {
            try require(
                register == 0 || use?.namesRegister == false, 6, pc, "an operand that \(opcode.row.mnemonic) has not")
        } else {
            try require(
                Int(register) + width <= Int(program.registers), 6, pc,
                "register \(Int(register) + width - 1) of \(program.registers)")
        }
    }

    /// V6: what is passed over is a rule that would see what the instruction has written, and do nothing.
    private func checkPassing(_ instruction: Instruction, _ pc: Int) throws(ImageError) {
        // A program ends with `halt`, which passes nothing over.
        let rule = checks.view.code[base + min(pc + 1, length - 1)]
        try require(
            instruction.c == 1 && rule.opcode == .rule && rule.b == instruction.a, 6, pc,
            "\(instruction.c) instructions are passed over that are no rule of register \(instruction.a)")
    }

    /// How many registers an operand stands for.
    private func width(of use: OpcodeRow.RegisterUse?, _ instruction: Instruction) -> Int {
        switch use {
        case nil, .counts, .passes: 0
        case .reads, .writes, .updates: 1
        case .writesPair: 2
        case .readsRun: Int(instruction.c)
        }
    }

    private func checkPattern(_ x: Int, tellsPlaces: Bool, _ pc: Int) throws(ImageError) {
        try require(x < checks.view.patterns.count, 6, pc, "pattern \(x)")
        let isCapturing = checks.view.patterns[x].form == PatternForm.captures.rawValue
        try require(
            isCapturing == tellsPlaces, 6, pc,
            "pattern \(x), which \(isCapturing ? "tells" : "does not tell") where it matches")
    }

    /// V7: registers are written before they are read, with what the instruction takes.
    func checkReads(
        _ instruction: Instruction, _ opcode: Opcode, _ form: OperandForm, _ state: RegisterState,
        _ pc: Int
    ) throws(ImageError) {
        if form.a == .updates {
            let isBuilt = state.builders.contains(instruction.a)
            try require(isBuilt, 7, pc, "register \(instruction.a) is not being built")
        } else {
            try checkRead(instruction.a, form.a, instruction, opcode, state, pc)
        }
        try checkRead(instruction.b, form.b, instruction, opcode, state, pc)
        try checkRead(instruction.c, form.c, instruction, opcode, state, pc)
    }

    private func checkRead(
        _ register: UInt8, _ use: OpcodeRow.RegisterUse?, _ instruction: Instruction, _ opcode: Opcode,
        _ state: RegisterState, _ pc: Int
    ) throws(ImageError) {
        switch use {
        case nil, .writes, .writesPair, .counts, .passes: break
        case .readsRun:
            for offset in 0..<Int(instruction.c) {
                let operand = instruction.b + UInt8(offset)
                try require(
                    state.isReadable(operand), 7, pc, "register \(operand) is read before it is written")
            }
        case .updates:
            try require(state.iterators.contains(register), 7, pc, "register \(register) is no iterator")
        case .reads where opcode == .newListFor:
            try require(state.iterators.contains(register), 7, pc, "register \(register) is no iterator")
        case .reads:
            try require(state.isReadable(register), 7, pc, "register \(register) is read before it is written")
        }
    }

    /// V9: nothing in a loop's body writes the loop's iterator.
    func checkWrites(
        _ instruction: Instruction, _ form: OperandForm, _ pc: Int
    ) throws(ImageError) {
        for loop in loops {
            for register in form.written(by: instruction) {
                try require(register != loop.first.b, 9, pc, "a loop's iterator is written in it")
            }
        }
    }
}
