import CallgateBytecode

// V16: what a guard keeps from call to call.
extension ImageChecks {
    /// A program's inputs follow those of the program before it, and have registers of their own.
    func checkInputs(of program: ProgramRecord, _ index: Int, from start: inout Int) throws(ImageError) {
        try require(
            program.inputCount == 0 ? program.inputs == 0 : Int(program.inputs) == start, 16,
            "program \(index)'s inputs do not start at \(start)")
        guard program.inputCount > 0 else { return }
        start += Int(program.inputCount)
        try require(start <= view.inputs.count, 16, "program \(index)'s inputs end at \(start)")
        var taken: Set<UInt16> = [program.toolSlot, program.nowSlot]
        for place in program.inputRange {
            let input = view.inputs[place]
            let register = UInt16(input.register)
            try require(
                register >= program.filled && register < program.registers && taken.insert(register).inserted, 16,
                "program \(index) has an input in register \(register)")
            guard let kind = InputKind(rawValue: input.kind), input.reserved == 0 else {
                throw .verification(rule: 2, reason: "input \(place) is of kind \(input.kind)")
            }
            if kind.namesTool {
                guard input.tool != InputRecord.ownTool else { continue }
                try checkReference(input.tool, "the tool of input \(place)")
            } else {
                try require(input.tool == .empty, 2, "input \(place) names a tool")
            }
        }
    }

    func checkGuard() throws(ImageError) {
        let record = view.guardRecord
        for (run, what) in [
            (record.labels, "labels"), (record.recordedArguments, "recorded fields of args"),
            (record.recordedContext, "recorded fields of context"), (record.redacted, "redacted fields"),
            (record.requesters, "fields of requesters"),
        ] {
            try checkRun(run, of: view.texts.count, "the guard's \(what)")
        }
        try require(record.labels.count <= BytecodeLimits.labels, 16, "\(record.labels.count) labels")
        for place in record.labels.range {
            try require(
                view.texts[place].length <= BytecodeLimits.labelBytes, 16,
                "a label of \(view.texts[place].length) bytes")
        }
        try require(
            record.sessionSeconds > 0 && record.sessionCount > 0 && record.approvalSeconds > 0
                && record.checkpointInterval > 0, 16, "a time or a number of the guard is zero")
        try require(
            record.usesTrust <= 1 && RecordedForm(rawValue: record.argumentsForm) != nil
                && RecordedForm(rawValue: record.contextForm) != nil
                && record.recordFlags & ~(GuardRecord.waitsForDisk | GuardRecord.passesUnrecorded) == 0
                && record.reserved == 0, 2, "a field of the guard")
        for index in 0..<view.judgements.count { try checkJudgement(view.judgements[index], index) }
        for index in 0..<view.limits.count { try checkLimit(view.limits[index], index) }
        try checkLists()
    }

    private func checkJudgement(_ judgement: JudgementRecord, _ index: Int) throws(ImageError) {
        try require(
            Mark(rawValue: judgement.mark) != nil && judgement.blocks <= 1 && judgement.reserved1 == 0
                && judgement.reserved2 == 0, 2, "a field of judgement \(index)")
        let count = view.guardRecord.labels.count
        try require(
            count == 64 || judgement.labels >> UInt64(count) == 0, 16, "judgement \(index) gives labels that are none")
    }

    private func checkLimit(_ limit: LimitRecord, _ index: Int) throws(ImageError) {
        try require(limit.isSum <= 1 && limit.reserved == 0, 2, "a field of limit \(index)")
        try require(limit.maximum >= 0 && limit.window > 0, 16, "limit \(index) has no maximum or no window")
        let wanted = Int(limit.keyCount) + Int(limit.isSum)
        guard limit.program != noIndex else {
            return try require(wanted == 0, 16, "limit \(index) has no program")
        }
        try require(limit.program < view.programs.count, 3, "limit \(index) has no program")
        let program = view.programs[Int(limit.program)]
        let written = code.outputs(of: program)
        try require(
            program.purpose == ProgramPurpose.show.rawValue && wanted > 0 && written == wanted, 16,
            "limit \(index) wants \(wanted) outputs of \(written)")
    }
}
