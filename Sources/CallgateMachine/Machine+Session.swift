public import CallgateBytecode

/// The answer to what a program asks of a call's session.
public enum SessionAnswer {
    /// There is no session: whatever reads the answer fails.
    case none
    /// UTF-8.
    case text([UInt8])
    /// A bit for each of the guard's labels.
    case labels(UInt64)
    case isTrusted(Bool)
    case count(Int64)
    /// Nanoseconds.
    case duration(Int64)
}

// Calls whose session the caller knows: it answers what the program of the call's tool asks, between
// reading the call and carrying out the program. These are not marked as free of allocation, as the
// caller's answers are its own affair; they take nothing themselves.
extension Machine {
    /// Decides on one call of a session.
    ///
    /// - Parameters:
    ///   - text: the call as JSON, as for ``decide(_:at:)``.
    ///   - answer: called once for each input of the program, in its order; not for a call that is
    ///     malformed or of a tool that no rule names. ``toolID`` is known by then.
    public mutating func decide(
        _ text: UnsafeRawBufferPointer, at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> Decision {
        var state = CallState()
        if let malformation = unsafe begin(text, &state, at: time) { return .malformed(malformation) }
        if let trap { return .trap(trap) }
        guard let governing = state.program else { return ungoverned }
        program = governing.number
        fillInputs(of: governing.head, answer)
        if let trap { return .trap(trap) }
        return run(governing)
    }

    /// Evaluates the expressions of a program that shows: of a message, or of the key of a limit.
    ///
    /// The matches of the last decision are gone after it.
    /// - Parameters:
    ///   - program: the index of such a program.
    ///   - text: the call of the last decision.
    ///   - isUntouched: whether text and machine are as that decision has left them, other programs that showed
    ///     something of the same call aside: the text is then not looked through for its tokens again.
    /// - Returns: whether ``output(_:)`` has their values; false for a malformed call and at a trap.
    public mutating func show(
        program index: Int, _ text: UnsafeRawBufferPointer, at time: CallTime, isUntouched: Bool = false,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> Bool {
        precondition(view.programs[index].purpose == ProgramPurpose.show.rawValue)
        let shown = program(index)
        var state = CallState()
        state.override = shown
        // Addresses are compared, nothing is read.
        state.isReadAgain = unsafe isUntouched && text.baseAddress == call.base && text.count == call.count
        // The caller's buffer is valid until this returns.
        guard unsafe begin(text, &state, at: time) == nil, trap == nil else { return false }
        program = index
        fillInputs(of: shown.head, answer)
        guard trap == nil else { return false }
        return run(shown).reason != .trap
    }

    /// Puts the answers into the registers of the program's inputs.
    private mutating func fillInputs(
        of program: ProgramHead, _ answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) {
        for place in program.inputRange {
            let input = view.inputs[place]
            guard let value = slot(of: answer(input, self)) else { continue }
            registers[input.register] = value
        }
    }

    private mutating func slot(of answer: SessionAnswer) -> Slot? {
        switch answer {
        case .none: nil
        case .text(let bytes): text(bytes, as: .string)
        case .labels(let labels): list(of: labels)
        case .isTrusted(let isTrusted): text(isTrusted ? Self.trusted : Self.untrusted, as: .string)
        case .count(let count): .int(count)
        case .duration(let nanoseconds): .duration(nanoseconds: nanoseconds)
        }
    }

    private static let trusted = Array("trusted".utf8)
    private static let untrusted = Array("untrusted".utf8)

    /// The texts of labels, in the order of their bits.
    private mutating func list(of labels: UInt64) -> Slot {
        var result = newList(capacity: labels.nonzeroBitCount)
        var rest = labels
        while rest != 0, trap == nil {
            let place = rest.trailingZeroBitCount
            rest &= rest &- 1
            // V16: labels are texts of the image, as many as the guard has.
            let text = view.texts[Int(view.guardRecord.labels.start) &+ place]
            result = grown(
                result, by: .view(.string, .image, offset: Int(text.offset), length: Int(text.length)))
        }
        return result
    }

    /// A part of a limit's key: different for different values, the same for numbers that are equal.
    ///
    /// - Parameter body: gets the kind of the value, its bits and nothing; or, of a text, 0xFF, its size and its UTF-8.
    /// - Returns: false where the output is no value that a key can have: an error, a list, a map.
    public func withKey(
        output index: Int, of text: UnsafeRawBufferPointer, _ body: (UInt8, UInt64, UnsafeRawBufferPointer?) -> Void
    ) -> Bool {
        let slot = output(index)
        if slot.isKind(.string) {
            let bytes = bytes(of: slot)
            // The span's own bytes.
            unsafe body(0xFF, UInt64(bytes.count), UnsafeRawBufferPointer(start: bytes.base, count: bytes.count))
            return true
        }
        guard let scalar = LookupKey(slot) else { return false }
        body(UInt8(truncatingIfNeeded: scalar.kind.rawValue), scalar.bits, nil)
        return true
    }
}
