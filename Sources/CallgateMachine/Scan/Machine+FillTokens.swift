internal import CallgateBytecode

extension Machine {
    /// Reads `args` (root 0) or `context` (root 1) and fills its program's registers from it.
    ///
    /// - Parameter token: a brace.
    /// - Returns: the token after it, or -1 where the call has to be read byte by byte.
    @inline(__always)
    mutating func fillRoot(_ root: Int, _ program: GoverningProgram, _ token: Int, _ tokens: TokenList) -> Int {
        // V8: a program has at least the two roots.
        let node = view.paths[verified: Int(program.paths) &+ root]
        let next = node.childCount > 0 ? fillObject(node, token, tokens) : tokens.skip(token)
        guard next > 0 else { return -1 }
        if node.hasSlot == 1 {
            let start = tokens.position(token)
            registers[node.slot] = .view(
                .map, .call, offset: start, length: tokens.end(before: next) &- start)
        }
        return next
    }

    /// Reads an object some of whose fields are wanted.
    ///
    /// Recursion is as deep as the program's tree of fields: `BytecodeLimits.pathDepth` at most.
    /// - Returns: the token after it, or -1 where the call has to be read byte by byte.
    private mutating func fillObject(_ node: PathRecord, _ start: Int, _ tokens: TokenList) -> Int {
        if tokens.byte(start &+ 1) == UInt8(ascii: "}") { return start &+ 2 }
        var token = start
        while true {
            guard tokens.two(token &+ 1) == TokenList.key else { return -1 }
            let key = tokens.string(token &+ 1)
            guard !key.hasEscapes else { return -1 }
            token &+= 3
            let child = childIndex(node, key, tokens)
            if child < 0 {
                // Most of what no rule reads is text.
                token = tokens.byte(token) == UInt8(ascii: "\"") ? token &+ 1 : tokens.skip(token)
            } else {
                // V8: a node's children are nodes of the same program.
                let wanted = view.paths[verified: Int(node.firstChild) &+ child]
                let slot = registers[wanted.slot]
                // A field that occurs twice is an error, which is not made here.
                guard slot.isKind(.null), slot.flags & Slot.absent != 0 else { return -1 }
                token = fillValue(wanted, token, tokens)
            }
            guard token > 0 else { return -1 }
            let byte = tokens.byte(token)
            if byte == UInt8(ascii: "}") { return token &+ 1 }
            guard byte == UInt8(ascii: ",") else { return -1 }
        }
    }

    /// Which child of a node a key without escapes names, or -1.
    @inline(__always)
    private func childIndex(_ node: PathRecord, _ key: StringRange, _ tokens: TokenList) -> Int {
        let head = tokens.text.head(key.start, key.end)
        let length = key.end &- key.start
        let first = Int(node.firstChild)
        // Children are sorted by length: where there are many, begin in the middle.
        var low = 0
        var high = Int(node.childCount)
        while high &- low > 8 {
            let middle = (low &+ high) &>> 1
            if Int(view.paths[verified: first &+ middle].keyLength) < length {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        for child in low..<Int(node.childCount) {
            // V8: a node's children are nodes of the same program.
            let candidate = view.paths[verified: first &+ child]
            if Int(candidate.keyLength) > length { return -1 }
            guard candidate.head == head, Int(candidate.keyLength) == length else { continue }
            if length <= 8 || imageBytes(candidate.key).equals(tokens.text.slice(key.start, length)) {
                return child
            }
        }
        return -1
    }

    /// Reads a wanted value into its register, and what is wanted of it into theirs.
    @inline(__always)
    private mutating func fillValue(_ node: PathRecord, _ token: Int, _ tokens: TokenList) -> Int {
        let start = tokens.position(token)
        var next = token &+ 1
        switch tokens.byte(token) {
        case UInt8(ascii: "\""):
            let value = stringSlot(tokens.string(token))
            registers[node.slot] = value
        case UInt8(ascii: "{"):
            clearChildren(node)
            next = node.childCount > 0 ? fillObject(node, token, tokens) : tokens.skip(token)
            guard next > 0 else { return -1 }
            registers[node.slot] = .view(
                .map, .call, offset: start, length: tokens.end(before: next) &- start)
            return next
        case UInt8(ascii: "["):
            next = tokens.skip(token)
            guard next > 0 else { return -1 }
            registers[node.slot] = .view(
                .list, .call, offset: start, length: tokens.end(before: next) &- start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            var number = NumberRange()
            guard tokens.number(token, &number) else { return -1 }
            let value = numberSlot(number)
            registers[node.slot] = value
        case let byte:
            guard tokens.word(token) else { return -1 }
            registers[node.slot] = byte == UInt8(ascii: "n") ? .null : .bool(byte == UInt8(ascii: "t"))
            if byte == UInt8(ascii: "n") { return next }
        }
        if node.childCount > 0 { markBelow(node, at: start) }
        return next
    }
}
