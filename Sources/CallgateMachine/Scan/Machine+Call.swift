internal import CallgateBytecode

/// What reading a call has found so far.
struct CallState {
    /// Where the objects start, or -1.
    var arguments = -1
    var context = -1
    /// Whether the objects' wanted fields are in their registers.
    var hasArguments = false
    var hasContext = false
    /// The program to run; none before the tool has been seen, and for one that is not governed.
    var program: GoverningProgram?
    /// What was asked for before the text was scanned.
    var ahead = ToolAhead.none
    /// The program to run where it is not the tool's own.
    var override: GoverningProgram?
    /// Whether the call is the last one, byte by byte, so that its tokens are known.
    var isReadAgain = false
}

extension Machine {
    /// Checks the whole call and fills the registers of the program that governs its tool.
    ///
    /// - Returns: what is wrong with the call, or nil. There may be a trap all the same.
    @inline(__always)
    mutating func read(_ state: inout CallState, at time: CallTime) -> Malformation? {
        if scan != .portable, call.count <= room.textBytes {
            if readTokens(&state, at: time) { return nil }
            state = CallState(override: state.override)
            empty()
        }
        return readBytes(&state, at: time)
    }

    /// Reads the call byte by byte: in one pass, where the tool stands before the objects; what
    /// stands before it is read again.
    private mutating func readBytes(_ state: inout CallState, at time: CallTime) -> Malformation? {
        var scanner = JSONScanner(call)
        scanner.skipSpace()
        guard call.peek(scanner.position) == UInt8(ascii: "{") else {
            return Malformation(.expectedObject, at: scanner.position)
        }
        var depth = 0
        guard scanner.enter(&depth) else { return scanner.failure }
        if call.peek(scanner.position) == UInt8(ascii: "}") {
            scanner.position &+= 1
        } else {
            while true {
                guard member(&scanner, &state, at: time) else { return scanner.failure }
                scanner.skipSpace()
                let byte = call.peek(scanner.position)
                scanner.position &+= 1
                if byte == UInt8(ascii: "}") { break }
                guard byte == UInt8(ascii: ",") else {
                    return Malformation(.expectedCommaOrBrace, at: scanner.position &- 1)
                }
            }
        }
        scanner.skipSpace()
        guard scanner.position == call.count else {
            return Malformation(.expectedEnd, at: scanner.position)
        }
        guard tool.isKind(.string) || trap != nil else {
            return Malformation(.missingTool, at: 0)
        }
        fillRest(state)
        return nil
    }

    /// One key of the call with its value.
    @inline(__always)
    private mutating func member(
        _ scanner: inout JSONScanner, _ state: inout CallState, at time: CallTime
    ) -> Bool {
        scanner.skipSpace()
        let keyStart = scanner.position
        var key = StringRange()
        guard scanner.keyText(&key) else { return false }
        switch part(key) {
        case .tool:
            guard tool.isKind(.null) else { return scanner.fail(.duplicateTool, at: keyStart) }
            guard scanner.colon() else { return false }
            guard call.peek(scanner.position) == UInt8(ascii: "\"") else {
                return scanner.refuse(.toolNotString)
            }
            var text = StringRange()
            guard scanner.string(&text) else { return false }
            resolve(text, &state, at: time)
            return true
        case .arguments:
            guard state.arguments < 0 else {
                return scanner.fail(.duplicateArguments, at: keyStart)
            }
            guard scanner.colon() else { return false }
            guard call.peek(scanner.position) == UInt8(ascii: "{") else {
                return scanner.refuse(.argumentsNotObject)
            }
            state.arguments = scanner.position
            guard let program = state.program else { return scanner.value(depth: 1) }
            state.hasArguments = true
            return fillRoot(0, program, &scanner)
        case .context:
            guard state.context < 0 else { return scanner.fail(.duplicateContext, at: keyStart) }
            guard scanner.colon() else { return false }
            guard call.peek(scanner.position) == UInt8(ascii: "{") else {
                return scanner.refuse(.contextNotObject)
            }
            state.context = scanner.position
            guard let program = state.program else { return scanner.value(depth: 1) }
            state.hasContext = true
            return fillRoot(1, program, &scanner)
        case .other:
            return scanner.colon() && scanner.value(depth: 1)
        }
    }

    /// Fills from the objects that stood before the tool. They were checked, so this can't fail.
    @inline(__always)
    private mutating func fillRest(_ state: CallState) {
        guard let program = state.program else { return }
        if state.arguments >= 0, !state.hasArguments {
            var scanner = JSONScanner(call, at: state.arguments)
            _ = fillRoot(0, program, &scanner)
        }
        if state.context >= 0, !state.hasContext {
            var scanner = JSONScanner(call, at: state.context)
            _ = fillRoot(1, program, &scanner)
        }
    }

    /// Finds the tool's program and prepares its registers.
    @inline(__always)
    mutating func resolve(_ text: StringRange, _ state: inout CallState, at time: CallTime)
    {
        tool = stringSlot(text)
        guard trap == nil else { return }
        if let override = state.override {
            state.program = override
        } else {
            state.program = program(governing: bytes(of: tool), at: place(of: text, state.ahead))
            if let program = state.program { lastPaths = program.paths }
        }
        guard let program = state.program else { return }
        prepare(program, tool, time)
    }

    private enum Part { case tool, arguments, context, other }

    /// Which part of a call a key names, its escapes decoded.
    @inline(__always)
    private mutating func part(_ key: StringRange) -> Part {
        let mark = arena.used
        defer { arena.reset(to: mark) }
        // What can't be decoded might be any key: the call is denied.
        guard let name = decoded(key) else {
            trap = .memory
            return .other
        }
        if name.count == 4 {
            if Self.equals(name, "tool") { return .tool }
            if Self.equals(name, "args") { return .arguments }
        }
        return name.count == 7 && Self.equals(name, "context") ? .context : .other
    }
}
