public import CallgateBytecode

// Expressions that stand alone: their caller makes the values that they are evaluated over. This is
// not the way of a decision, so it may allocate.
extension Machine {
    /// Empties the machine.
    ///
    /// - Parameter text: a JSON object whose members will be asked for with ``member(_:)``; must
    ///   stay valid until all of the result has been read.
    /// - Returns: what is wrong with the text.
    public mutating func beginEvaluation(over text: UnsafeRawBufferPointer) -> Malformation? {
        arena.reset(to: floor)
        fuel = limits.fuel
        trap = nil
        pc = Int(noIndex)
        guard text.count <= limits.callBytes else {
            return Malformation(.tooLarge, at: limits.callBytes)
        }
        guard let base = text.baseAddress else { return Malformation(.expectedObject, at: 0) }
        // The caller keeps the text.
        unsafe call = ByteSpan(base: base, count: text.count)
        var scanner = JSONScanner(call)
        scanner.skipSpace()
        guard call.peek(scanner.position) == UInt8(ascii: "{") else {
            return Malformation(.expectedObject, at: scanner.position)
        }
        guard scanner.value(depth: 0) else { return scanner.failure }
        scanner.skipSpace()
        return scanner.position == call.count
            ? nil : Malformation(.expectedEnd, at: scanner.position)
    }

    /// A member of the text's object, as a field of a call; null and marked absent where it has none.
    public mutating func member(_ name: [UInt8]) -> Slot {
        var start = JSONScanner(call)
        start.skipSpace()
        let root = Slot.view(
            .map, .call, offset: start.position, length: call.count &- start.position)
        return select(root, text(name, as: .string))
    }

    /// A string or bytes.
    public mutating func text(_ bytes: [UInt8], as kind: ValueKind) -> Slot {
        guard let offset = reserve(bytes.count) else { return .null }
        for (index, byte) in bytes.enumerated() { arena.store(byte, at: offset &+ index) }
        return .view(kind, .arena, offset: offset, length: bytes.count)
    }

    public mutating func list(_ elements: [Slot]) -> Slot {
        var result = newList(capacity: elements.count)
        for element in elements where trap == nil { result = grown(result, by: element) }
        return result
    }

    /// A map; an error where a key can't be one or is there twice.
    public mutating func map(_ entries: [(key: Slot, value: Slot)]) -> Slot {
        var result = newMap(capacity: entries.count)
        for entry in entries where trap == nil {
            result = insert(entry.key, entry.value, into: result)
        }
        return result
    }

    public mutating func optional(_ value: Slot?) -> Slot {
        guard let value else { return .emptyOptional }
        return optional(of: value)
    }

    /// Runs a program that evaluates.
    ///
    /// - Parameter inputs: a value for each register that it wants filled.
    /// - Returns: its value, which may be an error; nil at a trap, which ``lastTrap`` then says.
    public mutating func evaluate(program index: Int, inputs: [Slot]) -> Slot? {
        let program = view.programs[index]
        precondition(
            program.purpose == ProgramPurpose.evaluate.rawValue && inputs.count == program.filled)
        guard trap == nil else { return nil }
        for number in 0..<notes.count { notes[number] = .none }
        for (register, value) in inputs.enumerated() { registers[UInt8(register)] = value }
        matchCount = 0
        return run(self.program(index)).reason == .trap ? nil : outputs[0]
    }

    /// Why the last evaluation did not finish.
    public var lastTrap: Trap? { trap }

    /// What a list, a map or an optional holds, wherever it lies: elements; keys and values in
    /// turn; the value, if there is one.
    ///
    /// - Returns: nil where the machine's memory does not suffice.
    public mutating func unfolded(_ container: Slot) -> [Slot]? {
        fuel = limits.fuel
        if container.isKind(.optional) {
            return container.length == 0 ? [] : [content(of: container)]
        }
        var slots: [Slot] = []
        var walk = ElementWalk(container, call)
        while let slot = next(&walk) {
            slots.append(slot)
            if container.isKind(.map) { slots.append(entryValue(&walk)) }
        }
        return trap == nil ? slots : nil
    }
}
