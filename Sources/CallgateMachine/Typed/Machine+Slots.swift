internal import CallgateBytecode

// Deciding on values that the caller has already: a tool is resolved once, and then, for each call,
//
//     machine.begin(tool)
//     machine.set(amount, Int64(4200))
//     let decision = machine.decide(at: time)
//
// It decides as on the JSON text of a call that has these fields and no others: an object is there where
// one of its fields was set. What is set is copied. Tools and slots of another machine, or of another
// tool than the call's, are programming errors, and stop the program.
extension Machine {
    /// Begins a call: none of its fields is set.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func begin(_ tool: ResolvedTool) {
        precondition(tool.machine == number, "the tool was resolved by another machine")
        empty()
        isBegun = true
        fault = Malformation(.none, at: 0)
        self.tool = tool.id
        program = tool.program
        pc = Int(noIndex)
        call = arena.bytes(0, 0)
        guard tool.plainFields == 0 else {
            for register in 0..<tool.plainFields {
                registers[UInt8(truncatingIfNeeded: register)] = .missing
            }
            return
        }
        if program >= 0 { prepareFields() }
    }

    /// The time comes with the decision.
    @inline(never)
    private mutating func prepareFields() {
        prepare(self.program(program), tool, CallTime(seconds: 0))
    }

    /// Decides on the call that was begun, with what was set since; once. Without such a call, or where
    /// another one was decided on since, it denies as a call that names no tool.
    #if !DEBUG
        @_noLocks
    #endif
    public mutating func decide(at time: CallTime) -> Decision {
        matchCount = 0
        guard isBegun else { return .malformed(Malformation(.missingTool, at: 0)) }
        isBegun = false
        guard fault.kind == .none else { return .malformed(fault) }
        if let trap { return .trap(trap) }
        guard program >= 0 else { return ungoverned }
        let governing = self.program(program)
        let nowSlot = governing.head.nowSlot
        if nowSlot != .max {
            registers[UInt8(truncatingIfNeeded: nowSlot)] = .timestamp(
                seconds: time.seconds, nanoseconds: time.nanoseconds)
        }
        return run(governing)
    }

    @inline(__always)
    private func check(_ slot: FieldSlot) {
        precondition(slot.machine == number && slot.program == program, "this is no slot of the tool")
    }

    @inline(__always)
    private mutating func put(_ slot: FieldSlot, _ value: Slot) {
        check(slot)
        guard slot.isPlain else { return putNested(slot, value) }
        registers[slot.register] = value
    }

    @inline(never)
    private mutating func putNested(_ slot: FieldSlot, _ value: Slot) {
        if slot.depth > 1 { openObjects(around: slot) }
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
            markChildren(node, Self.below)
        } else {
            markBelow(node, at: Int(noIndex))
        }
    }

    /// The error of reading a field of an object that is not there.
    @inline(__always)
    private static var below: Slot { .error(.nullField, pc: Int(noIndex)) }

    /// A field is set: the objects around it are there.
    @inline(never)
    private func openObjects(around slot: FieldSlot) {
        let roots = Int(view.programs[verified: program].head.pathsStart)
        for root in roots..<roots &+ 2 where open(view.paths[verified: root], above: Int(slot.node)) { return }
    }

    /// Makes the fields absent of each object, below a node and above another one, that is not there yet.
    ///
    /// Recursion is as deep as the tree of fields.
    /// - Returns: whether the other node is below.
    private func open(_ node: PathRecord, above wanted: Int) -> Bool {
        for child in node.children {
            // V8: a node's children are nodes of the same program.
            let record = view.paths[verified: child]
            guard child == wanted || open(record, above: wanted) else { continue }
            // Its own field is opened by whoever is above it.
            for sibling in node.children {
                let register = view.paths[verified: sibling].slot
                if registers[register].isError(.nullField) { registers[register] = .missing }
            }
            return true
        }
        return false
    }

    /// 0 for `args`, 1 for `context`, more for what is in them.
    @inline(__always)
    private func root(of slot: FieldSlot) -> Int {
        Int(slot.node) &- Int(view.programs[verified: program].head.pathsStart)
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
        // Most values are short and ASCII.
        if let base = text.baseAddress, text.count <= limits.callBytes,
            // The caller's buffer is valid until this returns.
            let offset = arena.copyShort(unsafe ByteSpan(base: base, count: text.count))
        {
            put(slot, .view(.string, .arena, offset: offset, length: text.count))
        } else {
            unsafe setLong(slot, text)
        }
    }

    /// A text of any length, in UTF-8 or not. What a short one has taken of the arena before stays taken.
    @inline(never)
    private mutating func setLong(_ slot: FieldSlot, _ text: UnsafeRawBufferPointer) {
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
        check(slot)
        if slot.depth > 1 { openObjects(around: slot) }
        guard let start = unsafe take(json) else { return }
        // What is given as JSON lies in the arena, and is read as a part of a call is. The call ends with
        // it: behind it stands what earlier calls have left.
        call = arena.bytes(0, arena.used)
        var scanner = JSONScanner(call, at: start)
        scanner.skipSpace()
        // V8: the node is one of the program's.
        let node = view.paths[verified: Int(slot.node)]
        // What was set of it before is gone.
        markChildren(node, Self.below)
        let root = root(of: slot)
        if root < 2, scanner.bytes.peek(scanner.position) != UInt8(ascii: "{") {
            _ = scanner.refuse(root == 0 ? .argumentsNotObject : .contextNotObject)
        } else if fillValue(node, &scanner, depth: 1 &+ Int(slot.depth)) {
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
