import CallgateBytecode

extension ImageChecks {
    /// V6-V10, V12: programs, one after the other; each instruction, node and rule belongs to one.
    func checkPrograms() throws(ImageError) {
        var code = CodeRuns()
        var trees = PathTrees()
        var rules = 0
        var mostRules = 0
        var entries = 0
        var screened = -1
        var inputs = 0
        for index in 0..<view.programs.count {
            let program = view.programs[index]
            try require(
                Int(program.rules.start) == rules, 12,
                "program \(index)'s rules do not start where those before end")
            try checkHeader(program, index)
            if program.purpose == ProgramPurpose.evaluate.rawValue {
                try require(
                    program.paths == .empty, 8, "program \(index) evaluates, but has fields")
            } else {
                try checkPaths(program, index, &trees)
            }
            try checkProgramRules(program, index)
            try checkInputs(of: program, index, from: &inputs)
            if program.entries != noIndex {
                try require(
                    Int(program.entries) == entries && program.rules.count > 0, 15,
                    "program \(index)'s entries do not start at \(entries)")
                let run = RunRef(start: program.entries, count: program.rules.count + 1)
                try checkRun(run, of: view.entries.count, "program \(index)'s entries")
                entries = run.range.upperBound
            }
            try checkCode(of: program, index, &code, &screened)
            rules = program.rules.range.upperBound
            mostRules = max(mostRules, program.rules.range.count)
        }
        try require(
            Int(code.end) == view.code.count && trees.end == view.paths.count && rules == view.programRules.count,
            12, "code, paths or rules of no program")
        try require(
            view.positions.count == view.code.count, 12,
            "\(view.positions.count) positions for \(view.code.count) instructions")
        try require(inputs == view.inputs.count, 16, "inputs of no program")
        try require(entries == view.entries.count, 15, "entries of no program")
        try require(
            mostRules == Int(view.policy.mostRules), 10,
            "a program has \(mostRules) rules, not \(view.policy.mostRules)")
        self.code = code
    }

    /// V6, V7, V9, V10: the instructions. Code that several programs have is walked through for the first two; from
    /// then on it is the kinds of the constants that are looked at.
    private func checkCode(
        of program: ProgramRecord, _ index: Int, _ code: inout CodeRuns, _ screened: inout Int
    ) throws(ImageError) {
        guard let run = code.run(at: program.code.start) else {
            try require(
                program.code.start == code.end, 12, "program \(index)'s code starts neither behind other code nor with it")
            var walk = ProgramCheck(self, program, index)
            try walk.check(&screened)
            return code.append(program.code, of: index, outputs: walk.nextOutput)
        }
        let shape = ProgramShape(program)
        try require(
            shape != nil && shape == ProgramShape(view.programs[code.program(of: run)]), 12,
            "program \(index) has the code of program \(code.program(of: run)), and another shape")
        guard let kinds = code.kinds[run] else {
            var walk = ProgramCheck(self, program, index)
            return code.kinds[run] = try walk.check(&screened, notesKinds: true)
        }
        for (constant, wanted) in kinds.enumerated() {
            let kind = view.constants[Int(program.constantsStart) + constant].kind
            try require(
                wanted >> kind.rawValue & 1 == 1, 6, "program \(index): constant \(constant) is of kind \(kind)")
        }
    }

    /// V2 for the records of programs, which others refer to; V12, that they have not too many constants: code that
    /// several programs have is looked at once, but their constants are looked at for each.
    func checkProgramRecords() throws(ImageError) {
        var constants = 0
        for index in 0..<view.programs.count {
            let program = view.programs[index]
            constants += program.constants.range.count
            try require(
                program.constantsCount <= program.codeCount && constants <= BytecodeLimits.programConstants, 12,
                "program \(index) has \(program.constantsCount) constants for \(program.codeCount) instructions, \(constants) with those before")
            try require(
                program.governs <= 1, 2, "program \(index) governs \(program.governs) times")
            try require(
                Effect(rawValue: program.defaultEffect) != nil, 2, "effect \(program.defaultEffect)")
            try require(
                ProgramPurpose(rawValue: program.purpose) != nil, 2, "purpose \(program.purpose)")
        }
    }

    private func checkHeader(_ program: ProgramRecord, _ index: Int) throws(ImageError) {
        try checkRun(program.code, of: view.code.count, "program \(index)'s code")
        try checkRun(program.rules, of: view.programRules.count, "program \(index)'s rules")
        try checkRun(program.constants, of: view.constants.count, "program \(index)'s constants")
        let decides = program.purpose == ProgramPurpose.decide.rawValue
        try require(
            decides || program.rules.count == 0, 10, "program \(index) does not decide, but has rules")
        let length = program.code.range.count
        try require(
            length >= 1 && length <= BytecodeLimits.programLength, 6,
            "program \(index) has \(length) instructions")
        try require(
            Int(program.registers) <= BytecodeLimits.registers
                && program.filled <= program.registers, 6,
            "program \(index) fills \(program.filled) of \(program.registers) registers")
        for slot in [program.toolSlot, program.nowSlot] where slot != .max {
            try require(
                slot >= program.filled && slot < program.registers, 6,
                "program \(index) has its tool or time in register \(slot)")
        }
        try require(
            program.toolSlot != program.nowSlot || program.toolSlot == .max, 6,
            "program \(index) has tool and time in one register")
    }

    /// V10: rules in the order of the documents, each once, and with what they say themselves.
    private func checkProgramRules(_ program: ProgramRecord, _ index: Int) throws(ImageError) {
        let count = program.rules.range.count
        try require(
            count <= BytecodeLimits.programRules, 10, "program \(index) has \(count) rules")
        var previous = -1
        for place in program.rules.range {
            let record = view.programRules[place]
            let rule = Int(record.rule)
            try require(
                rule > previous && rule < view.rules.count, 10,
                "program \(index) has rule \(rule) after rule \(previous)")
            try require(
                record == ProgramRuleRecord(record.rule, view.rules[rule]), 10,
                "program \(index) has rule \(rule) as another one")
            previous = rule
        }
    }
}
