import CallgateBytecode

/// The walk over one program's code: once, in order, with what is known of the registers.
struct ProgramCheck {
    let checks: ImageChecks
    let program: ProgramRecord
    let index: Int
    let base: Int
    let length: Int
    /// What is known at the targets of jumps ahead, and the first place that jumps there.
    private var arrivals: [Int: (state: RegisterState, source: Int)] = [:]
    var loops: [Loop] = []
    private var passing = PassingCheck()
    var nextRule: UInt32 = 0
    var nextOutput: UInt32 = 0
    private var lastReport = -1

    /// A loop whose body is being walked.
    struct Loop {
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

    /// - Parameters:
    ///   - screened: the last lookup that an instruction has screened by.
    ///   - notesKinds: whether the result is asked for.
    /// - Returns: for each constant a bit for each kind that its instructions take, by its raw value.
    @discardableResult
    mutating func check(_ screened: inout Int, notesKinds: Bool = false) throws(ImageError) -> [UInt32] {
        var kinds = [UInt32](repeating: .max, count: notesKinds ? program.constants.range.count : 0)
        var state: RegisterState? = RegisterState()
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
            if notesKinds, form.x == .constant { kinds[Int(instruction.x)] &= form.kinds }
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
        try passing.end(self)
        return kinds
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
