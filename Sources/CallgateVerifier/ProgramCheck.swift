import CallgateBytecode

/// The walk over one program's code: once, in order, with what is known of the registers.
struct ProgramCheck {
    let checks: ImageChecks
    let program: ProgramRecord
    let index: Int
    let base: Int
    private let length: Int
    /// What is known at the targets of jumps ahead, and the first place that jumps there.
    private var arrivals: [Int: (state: RegisterState, source: Int)] = [:]
    private var loops: [Loop] = []
    private var passing = PassingCheck()
    private var nextRule: UInt32 = 0
    private var nextOutput: UInt32 = 0
    private var lastReport = -1

    /// A loop whose body is being walked.
    private struct Loop {
        let first: Instruction
        let start: Int
        /// What is known at the start of its body, every time around.
        let entry: RegisterState
    }

    init(_ checks: ImageChecks, _ program: ProgramRecord, _ index: Int) {
        self.checks = checks
        self.program = program
        self.index = index
        base = program.code.range.lowerBound
        length = program.code.range.count
    }

    func require(
        _ condition: Bool, _ rule: Int, _ pc: Int, _ reason: @autoclosure () -> String
    ) throws(ImageError) {
        guard condition else {
            throw .verification(rule: rule, reason: "program \(index), instruction \(pc): \(reason())")
        }
    }

    /// - Parameter screened: the last lookup that an instruction has screened by.
    mutating func check(_ screened: inout Int) throws(ImageError) {
        var state: RegisterState? = RegisterState()
        var lastConstant: UInt32 = 0
        for register in 0..<program.filled { state?.values.insert(UInt8(register)) }
        for slot in [program.toolSlot, program.nowSlot] where slot != .max {
            state?.values.insert(UInt8(slot))
        }
        for input in program.inputRange { state?.values.insert(checks.view.inputs[input].register) }
        for pc in 0..<length {
            try arrive(pc, &state)
            let instruction = checks.view.code[base + pc]
            guard let opcode = instruction.opcode else {
                throw .verification(
                    rule: 6,
                    reason: "program \(index), instruction \(pc): opcode \(instruction.opcodeByte)")
            }
            try require(
                (opcode == .halt) == (pc == length - 1), 6, pc, "halt ends a program, nothing else")
            let form = OperandForm.table[Int(opcode.rawValue)]
            try checkOperands(instruction, opcode, form, pc)
            if form.x == .constant { lastConstant = max(lastConstant, instruction.x) }
            guard var known = state else {
                throw .verification(
                    rule: 9, reason: "program \(index), instruction \(pc): nothing leads here")
            }
            try checkReads(instruction, opcode, form, known, pc)
            try checkWrites(instruction, form, pc)
            if opcode == .screen {
                try require(nextRule == 0 && loops.isEmpty, 15, pc, "a lookup between rules or in a loop")
                try note(Int(instruction.x), &screened, pc)
            }
            try step(instruction, opcode, form, &known, pc)
            state = opcode == .jump ? nil : known
        }
        try require(loops.isEmpty, 9, length, "a loop does not end")
        try require(
            nextRule == program.rules.count, 10, length,
            "\(nextRule) of \(program.rules.count) rules are counted")
        try require(
            lastConstant == program.lastConstant, 12, length,
            "the highest constant is \(lastConstant), not \(program.lastConstant)")
        try passing.end(self)
    }

    /// V15: each lookup is screened by once, its rules are the program's.
    private mutating func note(_ lookup: Int, _ screened: inout Int, _ pc: Int) throws(ImageError) {
        try require(
            lookup > screened && program.entries != noIndex, 15, pc,
            "lookup \(lookup) is screened by after lookup \(screened)")
        screened = lookup
        for place in checks.view.lookups[lookup].cases.range {
            let rule = checks.view.cases[place] & ~LookupRecord.lastCase
            try require(rule < program.rules.count, 15, pc, "lookup \(lookup) notes rule \(rule)")
            passing.noted.insert(rule)
        }
    }

    /// Joins what jumps bring here.
    private mutating func arrive(_ pc: Int, _ state: inout RegisterState?) throws(ImageError) {
        // Most instructions are nobody's target, most programs have no more jumps than a few.
        guard !arrivals.isEmpty, let arrival = arrivals.removeValue(forKey: pc) else { return }
        if let loop = loops.last {
            try require(arrival.source >= loop.start - 1, 9, pc, "a jump leads into a loop")
        }
        try require(arrival.source > lastReport, 10, pc, "a jump passes over a rule or an output")
        if state == nil {
            state = arrival.state
        } else {
            state?.meet(arrival.state)
        }
    }

    /// V6: operands that the row does not use are zero; the others are in range.
    private func checkOperands(
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
            try require(x < checks.view.constants.count, 6, pc, "constant \(x)")
            let kind = checks.view.constants[x].kind
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
    private func checkReads(
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
    private func checkWrites(
        _ instruction: Instruction, _ form: OperandForm, _ pc: Int
    ) throws(ImageError) {
        for loop in loops {
            for register in form.written(by: instruction) {
                try require(register != loop.first.b, 9, pc, "a loop's iterator is written in it")
            }
        }
    }

    /// What holds after an instruction, and where it jumps.
    private mutating func step(
        _ instruction: Instruction, _ opcode: Opcode, _ form: OperandForm,
        _ state: inout RegisterState, _ pc: Int
    ) throws(ImageError) {
        switch opcode {
        case .range:
            var failed = state
            failed.write(instruction.a, .value)
            jump(to: instruction.x, failed, from: pc)
            state.write(instruction.a, .iterator)
        case .first, .firstPair:
            jump(to: instruction.x, state, from: pc)
            try require(
                !form.written(by: instruction).contains(instruction.b), 9, pc,
                "a loop's element is its iterator")
            try require(
                loops.count < BytecodeLimits.loopDepth, 9, pc, "\(loops.count + 1) loops in each other")
            write(form.written(by: instruction), &state)
            forgetWhatChanges(in: pc + 1..<Int(instruction.x), &state)
            loops.append(Loop(first: instruction, start: pc + 1, entry: state))
        case .next, .nextPair:
            let start: Opcode = opcode == .next ? .first : .firstPair
            guard let loop = loops.popLast(), loop.start == Int(instruction.x),
                loop.first.opcode == start,
                loop.first.a == instruction.a, loop.first.b == instruction.b,
                Int(loop.first.x) == pc + 1
            else {
                throw .verification(
                    rule: 9, reason: "program \(index), instruction \(pc): a loop that does not match its start")
            }
            write(form.written(by: instruction), &state)
            try require(
                state.includes(loop.entry), 7, pc, "a register changes its use from round to round")
        case .append, .appendPresent, .insert, .insertPresent, .insertAll, .spoil: break
        case .rule:
            try passing.count(nextRule, at: pc, &state, self)
            nextRule += 1
            lastReport = pc
        case .proceed:
            try passing.proceed(to: instruction.x, from: nextRule, at: pc, &state, self)
            lastReport = pc
        case .output:
            nextOutput += 1
            lastReport = pc
        default:
            if form.x == .forward { jump(to: instruction.x, state, from: pc) }
            if form.a == .writes { state.write(instruction.a, Self.content(opcode)) }
        }
    }

    private func write(_ registers: WrittenRegisters, _ state: inout RegisterState) {
        for register in registers { state.write(register, .value) }
    }

    /// What an opcode that writes a register puts into it.
    private static func content(_ opcode: Opcode) -> RegisterState.Content {
        switch opcode {
        case .newList, .newListFor, .newMap: .builder
        case .range: .iterator
        default: .value
        }
    }

    /// Takes back what is known of registers that a loop's body puts something else into: from the
    /// second round on it would not be true. At most `loopDepth` loops look at one instruction.
    private func forgetWhatChanges(in body: Range<Int>, _ state: inout RegisterState) {
        for pc in body where pc < length {
            let instruction = checks.view.code[base + pc]
            guard let opcode = instruction.opcode else { continue }
            let form = OperandForm.table[Int(opcode.rawValue)]
            guard form.a != .updates else { continue }
            let content = Self.content(opcode)
            for register in form.written(by: instruction) {
                if content != .value { state.values.remove(register) }
                if content != .builder { state.builders.remove(register) }
                if content != .iterator { state.iterators.remove(register) }
            }
        }
    }

    private mutating func jump(to target: UInt32, _ state: RegisterState, from pc: Int) {
        let target = Int(target)
        guard var arrival = arrivals[target] else {
            arrivals[target] = (state, pc)
            return
        }
        arrival.state.meet(state)
        arrival.source = min(arrival.source, pc)
        arrivals[target] = arrival
    }
}
