internal import CallgateBytecode

extension Machine {
    /// Decides on one call.
    ///
    /// - Parameters:
    ///   - text: the call as JSON, at most `limits.callBytes`; only read, and only until this returns.
    ///   - time: `now` for conditions that ask for it.
    /// - Complexity: linear in the text, beside what the conditions cost, which the fuel bounds.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func decide(_ text: UnsafeRawBufferPointer, at time: CallTime) -> Decision {
        var state = CallState()
        if let malformation = unsafe begin(text, &state, at: time) {
            return .malformed(malformation)
        }
        if let trap { return .trap(trap) }
        guard let governing = state.program else { return ungoverned }
        program = governing.number
        return run(governing)
    }

    /// Evaluates the expressions of a rule's message over a call.
    ///
    /// - Returns: whether ``outputs`` hold their values; false for a malformed call and at a trap.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func show(
        rule: Int, _ text: UnsafeRawBufferPointer, at time: CallTime
    ) -> Bool {
        let number = view.details(of: view.rules[rule]).messageProgram
        guard number != noIndex else { return false }
        // V12: the message's program exists.
        let program = program(Int(number))
        var state = CallState()
        state.override = program
        // The caller's buffer is valid until this returns.
        guard unsafe begin(text, &state, at: time) == nil, trap == nil else { return false }
        return run(program).reason != .trap
    }

    /// Empties the machine and reads the call.
    @inline(__always)
    mutating func begin(
        _ text: UnsafeRawBufferPointer, _ state: inout CallState, at time: CallTime
    ) -> Malformation? {
        empty()
        matchCount = 0
        for number in 0..<notes.count { notes[number] = .none }
        program = -1
        // An instruction's error names it; one of the scan names none.
        pc = Int(noIndex)
        guard text.count <= limits.callBytes else {
            return Malformation(.tooLarge, at: limits.callBytes)
        }
        guard let base = text.baseAddress else { return Malformation(.expectedObject, at: 0) }
        // The caller's buffer is valid until it has the decision, and not read after that.
        unsafe call = ByteSpan(base: base, count: text.count)
        return read(&state, at: time)
    }

    /// Forgets what reading a call has made.
    @inline(__always)
    mutating func empty() {
        isBegun = false
        arena.reset(to: floor)
        fuel = limits.fuel
        trap = nil
        tool = .null
    }

    var ungoverned: Decision {
        Decision(Effect(rawValue: view.policy.ungoverned) ?? .deny, .ungoverned)
    }
}
