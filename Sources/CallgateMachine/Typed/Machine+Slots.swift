internal import CallgateBytecode

// Deciding on values that the caller has already: a tool is resolved once, and then, for each call,
//
//     machine.begin(tool)
//     machine.set(amount, Int64(4200))
//     let decision = machine.decide(at: time)
//
// It decides as on the JSON text of a call that has these fields and no others, the objects around
// them included. What is set is copied.
extension Machine {
    /// Begins a call: none of its fields is set.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func begin(_ tool: ResolvedTool) {
        empty()
        matchCount = 0
        fault = Malformation(.none, at: 0)
        self.tool = tool.id
        program = tool.program
        pc = Int(noIndex)
        call = arena.bytes(0, 0)
        guard program >= 0 else { return }
        let record = view.programs[verified: program]
        let below = Slot.error(.nullField, pc: Int(noIndex))
        var register = 0
        var bits: UInt64 = 0
        while register < Int(record.filled) {
            bits = register & 63 == 0 ? tool.present.word(register &>> 6) : bits &>> 1
            registers[UInt8(truncatingIfNeeded: register)] = bits & 1 == 1 ? .missing : below
            register &+= 1
        }
        if record.toolSlot != .max {
            registers[UInt8(truncatingIfNeeded: record.toolSlot)] = tool.id
        }
        for root in 0..<2 {
            // V8: a program has at least the two roots.
            let node = view.paths[verified: Int(record.paths.start) &+ root]
            if node.hasSlot == 1 { registers[node.slot] = .view(.map, .call, offset: 0, length: 0) }
        }
    }

    /// Decides on the call that was begun, with what was set since.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func decide(at time: CallTime) -> Decision {
        guard fault.kind == .none else { return .malformed(fault) }
        if let trap { return .trap(trap) }
        guard program >= 0 else { return ungoverned }
        let record = view.programs[verified: program]
        if record.nowSlot != .max {
            registers[UInt8(truncatingIfNeeded: record.nowSlot)] = .timestamp(
                seconds: time.seconds, nanoseconds: time.nanoseconds)
        }
        return run(record)
    }

    /// - Precondition: the slot is one of the tool that the call was begun for: another one's would be
    ///   a field that nobody reads.
    @inline(__always)
    private mutating func put(_ slot: FieldSlot, _ value: Slot) {
        precondition(slot.program == program, "this is no slot of the tool")
        registers[slot.register] = value
        if slot.isObject { putInsteadOfObject(slot, value) }
    }

    /// What is no object stands where rules read fields of one.
    @inline(never)
    private mutating func putInsteadOfObject(_ slot: FieldSlot, _ value: Slot) {
        let root = root(of: slot)
        guard root >= 2 else {
            return spoil(
                Malformation(root == 0 ? .argumentsNotObject : .contextNotObject, at: 0))
        }
        // V8: the node is one of the program's.
        let node = view.paths[verified: Int(slot.node)]
        if value.isKind(.null) {
            markChildren(node, .error(.nullField, pc: Int(noIndex)))
        } else {
            markBelow(node, at: Int(noIndex))
        }
    }

    /// 0 for `args`, 1 for `context`, more for what is in them.
    @inline(__always)
    private func root(of slot: FieldSlot) -> Int {
        Int(slot.node) &- Int(view.programs[verified: program].paths.start)
    }

    #if !DEBUG
        @_noLocks
    #endif
    public mutating func set(_ slot: FieldSlot, _ value: Int64) {
        put(slot, .int(value, flags: Slot.json))
    }

    /// A number that is not finite makes every rule that reads it fail, as one that is written too
    /// large does.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func set(_ slot: FieldSlot, _ value: Double) {
        put(
            slot,
            value.isFinite
                ? .double(value, flags: Slot.json)
                : .error(.numberRange, right: .double, pc: Int(noIndex)))
    }

    #if !DEBUG
        @_noLocks
    #endif
    public mutating func set(_ slot: FieldSlot, _ value: Bool) { put(slot, .bool(value)) }

    #if !DEBUG
        @_noLocks
    #endif
    public mutating func setNull(_ slot: FieldSlot) { put(slot, .null) }

    /// - Parameter text: UTF-8, or the call counts as malformed.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func set(_ slot: FieldSlot, text: UnsafeRawBufferPointer) {
        guard let offset = unsafe take(text) else { return }
        guard UTF8Check.isValid(arena.bytes(offset, text.count)) else {
            return spoil(Malformation(.badUTF8, at: 0))
        }
        put(slot, .view(.string, .arena, offset: offset, length: text.count))
    }

    /// - Parameter json: a value as JSON, or the call counts as malformed, with the offset in it.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func set(_ slot: FieldSlot, json: UnsafeRawBufferPointer) {
        precondition(slot.program == program, "this is no slot of the tool")
        guard let start = unsafe take(json) else { return }
        // What is given as JSON lies in the arena, and is read as a part of a call is. The call ends with
        // it: behind it stands what earlier calls have left.
        call = arena.bytes(0, arena.used)
        var scanner = JSONScanner(call, at: start)
        scanner.skipSpace()
        // V8: the node is one of the program's.
        let node = view.paths[verified: Int(slot.node)]
        let root = root(of: slot)
        if root < 2, scanner.bytes.peek(scanner.position) != UInt8(ascii: "{") {
            _ = scanner.refuse(root == 0 ? .argumentsNotObject : .contextNotObject)
        } else if fillValue(node, &scanner, depth: 1) {
            scanner.skipSpace()
            if scanner.position != call.count { _ = scanner.fail(.expectedEnd, at: scanner.position) }
        }
        guard scanner.failure.kind != .none else { return }
        spoil(Malformation(scanner.failure.kind, at: scanner.failure.offset &- start))
    }

    /// Copies bytes to the arena's end.
    /// - Returns: where they stand there; nil with a fault or a trap where they are too many.
    @inline(__always)
    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count <= limits.callBytes else {
            spoil(Malformation(.tooLarge, at: limits.callBytes))
            return nil
        }
        guard let offset = reserve(bytes.count) else { return nil }
        if let base = bytes.baseAddress {
            // The caller's buffer is valid until this returns.
            arena.copy(unsafe ByteSpan(base: base, count: bytes.count), to: offset)
        }
        return offset
    }

    /// The call can't be decided on any more but for its first fault.
    @inline(__always)
    private mutating func spoil(_ fault: Malformation) {
        if self.fault.kind == .none { self.fault = fault }
    }
}
