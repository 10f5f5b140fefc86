internal import CallgateBytecode
internal import CallgateMachine

extension Decider {
    /// The `error` of a decision line, or nil where nothing went wrong.
    func failure(of decision: Decision) -> DecisionReport.Failure? {
        switch decision.reason {
        case .malformed:
            DecisionReport.Failure(
                kind: "\(decision.malformed.kind.name)",
                detail: "\(decision.malformed.kind.detail)", offset: decision.malformed.offset)
        case .trap:
            decision.trap.map {
                DecisionReport.Failure(kind: "\($0.name)", detail: Self.detail(of: $0))
            }
        case .error: failure(decision.error, rule: Int(decision.rule), program: decision.program)
        case .rule, .default, .ungoverned, .limit, .role, .session, .trust, .flow, .approval, .records: nil
        }
    }

    private static func detail(of trap: Trap) -> String {
        switch trap {
        case .fuel: "the conditions need more work than one decision may take"
        case .memory: "the conditions need more memory than one decision may take"
        }
    }

    /// What a condition's error says, with the piece of the condition in which it arose.
    func failure(_ error: Slot, rule: Int, program: Int?) -> DecisionReport.Failure? {
        guard let kind = error.errorKind else { return nil }
        let piece = piece(at: error.extra, rule: rule, program: program)
        let place = UInt32(truncatingIfNeeded: error.payload)
        return DecisionReport.Failure(
            kind: "\(kind.name)", detail: "`\(piece)`: \(explanation(of: error, kind))",
            offset: place == noIndex ? nil : Int(place))
    }

    private func explanation(of error: Slot, _ kind: ErrorKind) -> String {
        switch kind {
        case .noValue: "an optional is empty where its value is wanted"
        case .invalidArgument: "a function was given what it can't take"
        case .noSuchOverload: "this can't be done with \(operands(of: error))"
        case .noSuchKey: "there is no such key"
        case .indexRange: "there is no element at this index"
        case .nullField: "this is a field of something that is null or not there"
        case .overflow: "the result does not fit 64 bits"
        case .divisionByZero: "a division by zero"
        case .badConversion: "this \(ValueNames.short(ValueKind(rawValue: error.c))) can't be converted"
        case .timeRange: "the time is out of range"
        case .invalidZone: "there is no such time zone"
        case .duplicateKey: "a key that is read occurs twice"
        case .numberRange: "a number is too large for a double"
        case .noSession: "the call has no session, or nobody keeps sessions here"
        }
    }

    /// The kinds of the operands, as many as the operation has.
    private func operands(of error: Slot) -> String {
        let left = ValueNames.short(ValueKind(rawValue: error.c))
        let view = gate.image.view
        guard error.extra < view.code.count else { return "a value of type \(left)" }
        let instruction = view.code[Int(error.extra)]
        guard let opcode = instruction.opcode else { return "a value of type \(left)" }
        let row = OpcodeRow.table[Int(opcode.rawValue)]
        var isBinary = row.c == .counts ? instruction.c > 1 : row.c?.namesRegister == true
        if opcode == .matchTexts { isBinary = true }
        if case .constant = row.x, opcode != .select, opcode != .presence { isBinary = true }
        guard isBinary else { return "a value of type \(left)" }
        return "values of types \(left) and \(ValueNames.short(ValueKind(rawValue: error.d)))"
    }

    /// The part of a condition that an instruction comes from; the whole of it for an error that
    /// reading the call has made.
    private func piece(at pc: UInt32, rule: Int, program: Int?) -> SourceExcerpt {
        let view = gate.image.view
        let whole = view.rules[rule].condition
        guard pc < view.code.count else { return shown(whole) }
        let owner = view.rules[program.flatMap { self.rule(owning: Int(pc), of: $0) } ?? rule].condition
        let position = view.positions[Int(pc)]
        let end = Int(position.offset) + Int(position.length)
        guard position.length > 0, end <= Int(owner.length) else { return shown(whole) }
        return shown(
            TextRef(offset: owner.offset + UInt32(position.offset), length: UInt32(position.length)),
            isAtLeast: position.length == .max)
    }

    /// - Parameter isAtLeast: whether the piece may go on: the image says of no piece how much longer it is.
    private func shown(_ text: TextRef, isAtLeast: Bool = false) -> SourceExcerpt {
        let start = TextRef(offset: text.offset, length: min(text.length, UInt32(SourceExcerpt.mostBytes + 1)))
        return SourceExcerpt(start: gate.image.view.bytes(start), byteCount: Int(text.length), isAtLeast: isAtLeast)
    }

    /// The rule whose code an instruction belongs to: the next one that is counted.
    private func rule(owning pc: Int, of program: Int) -> Int? {
        let view = gate.image.view
        let program = view.programs[program]
        for place in pc..<max(pc, program.code.range.upperBound) {
            let instruction = view.code[place]
            if instruction.opcode == .rule {
                return Int(view.programRules[program.rules.range.lowerBound + Int(instruction.x)].rule)
            }
        }
        return nil
    }
}
