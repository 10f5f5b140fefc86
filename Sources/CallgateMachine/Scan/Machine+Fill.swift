internal import CallgateBytecode

extension Machine {
    /// Puts into the registers what they hold where the call has no fields at all.
    @inline(__always)
    mutating func prepare(_ governing: GoverningProgram, _ tool: Slot, _ time: CallTime) {
        // V8: a program has at least the two roots, and their children are nodes of it.
        let args = view.paths[verified: Int(governing.paths)]
        let context = view.paths[verified: Int(governing.paths) &+ 1]
        let program = governing.head
        let shallow = Int(args.hasSlot &+ context.hasSlot) &+ Int(args.childCount) &+ Int(context.childCount)
        // Most programs read no fields of fields.
        if shallow < Int(program.filled) {
            // A field below one that is not there: reading it is an error, asking for it is false.
            let below = Slot.error(.nullField, pc: Int(noIndex))
            for register in 0..<Int(program.filled) {
                registers[UInt8(truncatingIfNeeded: register)] = below
            }
        }
        open(args)
        open(context)
        for place in 0..<Int(program.inputCount) {
            // V16: the input exists.
            let input = view.inputs[verified: Int(program.inputs) &+ place]
            registers[input.register] = .error(.noSession, pc: Int(noIndex))
        }
        if program.toolSlot != .max { registers[UInt8(truncatingIfNeeded: program.toolSlot)] = tool }
        if program.nowSlot != .max {
            registers[UInt8(truncatingIfNeeded: program.nowSlot)] = .timestamp(
                seconds: time.seconds, nanoseconds: time.nanoseconds)
        }
    }

    /// `args` or `context`, whose fields are not there yet.
    @inline(__always)
    private func open(_ root: PathRecord) {
        if root.hasSlot == 1 { registers[root.slot] = .view(.map, .call, offset: 0, length: 0) }
        clearChildren(root)
    }

    /// The children of a node whose object is there but has no fields yet.
    @inline(__always)
    func clearChildren(_ node: PathRecord) {
        for child in 0..<Int(node.childCount) {
            registers[path(node, child).slot] = .missing
        }
    }

    @inline(__always)
    private func path(_ node: PathRecord, _ child: Int) -> PathRecord {
        // V8: a node's children are nodes of the same program.
        view.paths[verified: Int(node.firstChild) &+ child]
    }

    /// Reads `args` (root 0) or `context` (root 1) and fills its program's registers from it.
    @inline(__always)
    mutating func fillRoot(_ root: Int, _ program: GoverningProgram, _ scanner: inout JSONScanner) -> Bool {
        let node = view.paths[verified: Int(program.paths) &+ root]
        let start = scanner.position
        guard node.childCount > 0 ? fillObject(node, &scanner, depth: 1) : scanner.value(depth: 1)
        else { return false }
        if node.hasSlot == 1 {
            registers[node.slot] = .view(
                .map, .call, offset: start, length: scanner.position &- start)
        }
        return true
    }

    /// Reads an object some of whose fields are wanted.
    ///
    /// Recursion is as deep as the program's tree of fields: `BytecodeLimits.pathDepth` at most.
    private mutating func fillObject(
        _ node: PathRecord, _ scanner: inout JSONScanner, depth: Int
    ) -> Bool {
        var depth = depth
        guard scanner.enter(&depth) else { return false }
        if call.peek(scanner.position) == UInt8(ascii: "}") {
            scanner.position &+= 1
            return true
        }
        while true {
            scanner.skipSpace()
            let keyStart = scanner.position
            var key = StringRange()
            guard scanner.key(&key) else { return false }
            let child = childIndex(node, key)
            if child < 0 {
                guard scanner.value(depth: depth) else { return false }
            } else {
                let wanted = path(node, child)
                let slot = registers[wanted.slot]
                if slot.isKind(.null), slot.flags & Slot.absent != 0 {
                    guard fillValue(wanted, &scanner, depth: depth) else { return false }
                } else {
                    guard scanner.value(depth: depth) else { return false }
                    // The second occurrence is the error's place, however many follow.
                    if !slot.isError(.duplicateKey) {
                        markTree(
                            wanted, .error(.duplicateKey, pc: Int(noIndex), place: keyStart))
                    }
                }
            }
            scanner.skipSpace()
            let byte = call.peek(scanner.position)
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
                return scanner.fail(.expectedCommaOrBrace, at: scanner.position)
            }
            scanner.position &+= 1
            if byte == UInt8(ascii: "}") { return true }
        }
    }

    /// Which child of a node a key names, or -1. Children are sorted by length, then bytes.
    @inline(__always)
    private mutating func childIndex(_ node: PathRecord, _ key: StringRange) -> Int {
        let mark = arena.used
        defer { arena.reset(to: mark) }
        guard let name = decoded(key) else {
            trap = .memory
            return -1
        }
        var low = 0
        var high = Int(node.childCount)
        while low < high {
            let middle = (low &+ high) &>> 1
            let candidate = imageBytes(path(node, middle).key)
            let order =
                candidate.count != name.count
                ? candidate.count &- name.count : candidate.compare(name)
            if order == 0 { return middle }
            if order < 0 { low = middle &+ 1 } else { high = middle }
        }
        return -1
    }

    /// Reads a wanted value into its register, and what is wanted of it into theirs.
    @inline(__always)
    mutating func fillValue(
        _ node: PathRecord, _ scanner: inout JSONScanner, depth: Int
    ) -> Bool {
        let start = scanner.position
        switch call.peek(start) {
        case UInt8(ascii: "\""):
            var text = StringRange()
            guard scanner.string(&text) else { return false }
            let value = stringSlot(text)
            registers[node.slot] = value
        case UInt8(ascii: "{"):
            clearChildren(node)
            guard
                node.childCount > 0
                    ? fillObject(node, &scanner, depth: depth) : scanner.value(depth: depth)
            else { return false }
            registers[node.slot] = .view(
                .map, .call, offset: start, length: scanner.position &- start)
            return true
        case UInt8(ascii: "["):
            guard scanner.value(depth: depth) else { return false }
            registers[node.slot] = .view(
                .list, .call, offset: start, length: scanner.position &- start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            var number = NumberRange()
            guard scanner.number(&number) else { return false }
            let value = numberSlot(number)
            registers[node.slot] = value
        case UInt8(ascii: "n"):
            guard scanner.literal() else { return false }
            registers[node.slot] = .null
            return true
        default:
            guard scanner.literal() else { return false }
            registers[node.slot] = .bool(call.peek(start) == UInt8(ascii: "t"))
        }
        if node.childCount > 0 { markBelow(node, at: start) }
        return true
    }

    /// Gives an error to what is wanted of a value, at `start` in the call, that has no fields.
    mutating func markBelow(_ node: PathRecord, at start: Int) {
        let value = registers[node.slot]
        // A number out of range is an error of this field; fields of it only pass it on.
        markChildren(
            node,
            value.isKind(.error)
                ? .error(.numberRange, pc: Int(noIndex), place: start)
                : .error(.noSuchOverload, left: value.kind, pc: Int(noIndex)))
    }

    /// Gives a node and all below it one error.
    private func markTree(_ node: PathRecord, _ error: Slot) {
        registers[node.slot] = error
        markChildren(node, error)
    }

    func markChildren(_ node: PathRecord, _ error: Slot) {
        for child in 0..<Int(node.childCount) { markTree(path(node, child), error) }
    }
}
