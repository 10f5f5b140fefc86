internal import CallgateBytecode

// The text of values in `%s`. Recursion is as deep as values nest, `MachineLimits.valueDepth` at
// most: more is a trap. What needs a deep stack frame of its own is never inlined into it.
extension Machine {
    /// The first value, from left to right, that has no text; nil where all have one, and at a trap.
    mutating func valueWithoutText(in value: Slot, depth: Int) -> Slot? {
        guard trap == nil, spend(1) else { return nil }
        guard depth <= MachineLimits.valueDepth else {
            trap = .memory
            return nil
        }
        switch value.kind {
        case .error: return value
        case .optional, .ip, .cidr, .iterator: return error(.invalidArgument, value)
        case .list, .map: break
        default: return nil
        }
        let isMap = value.isKind(.map)
        if isMap, value.isInCall, let duplicate = duplicateKey(in: value) { return duplicate }
        var elements = ElementWalk(value, call)
        while trap == nil, let element = next(&elements) {
            let content = isMap ? entryValue(&elements) : element
            if let failure = valueWithoutText(in: content, depth: depth &+ 1) { return failure }
        }
        return nil
    }

    /// Writes a value that has a text.
    mutating func appendText(_ value: Slot, to text: inout TextBuilder) {
        guard trap == nil, spend(1) else { return }
        switch value.kind {
        case .list: appendElements(of: value, to: &text)
        case .map: appendEntries(of: value, to: &text)
        case .string: _ = append(bytes(of: value), to: &text)
        case .bytes: appendRepaired(bytes(of: value), to: &text)
        case .double: appendDouble(value.double, to: &text)
        case .type:
            let kind = ValueKind(rawValue: UInt8(truncatingIfNeeded: value.payload))
            if let name = kind?.typeName { _ = append(name, to: &text) }
        case .null: _ = append("null", to: &text)
        case .bool, .int, .uint, .timestamp, .duration:
            _ = append(atMost: TextBuffer.capacity, to: &text) { Self.write(value, to: &$0) }
        case .optional, .ip, .cidr, .error, .iterator: break
        }
    }

    /// Without an exponent, as `%d` has it, too.
    @inline(never)
    private mutating func appendDouble(_ number: Double, to text: inout TextBuilder) {
        guard number.isFinite else { return appendNotFinite(number, to: &text) }
        guard spend(DecimalWriter.placesCost) else { return }
        _ = append(atMost: DecimalWriter.longestText, to: &text) {
            DecimalWriter.writeWithoutExponent(number, to: &$0)
        }
    }

    mutating func appendNotFinite(_ number: Double, to text: inout TextBuilder) {
        let name: StaticString = number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
        _ = append(name, to: &text)
    }

    /// Bytes as UTF-8; each run of those that are none becomes one U+FFFD.
    @inline(never)
    private mutating func appendRepaired(_ bytes: ByteSpan, to text: inout TextBuilder) {
        var scanner = JSONScanner(bytes)
        var index = 0
        while index < bytes.count {
            let start = index
            while index < bytes.count, Self.skipScalar(&scanner, &index) {}
            guard append(bytes.slice(start, index &- start), to: &text) else { return }
            guard index < bytes.count else { return }
            var end = index
            repeat {
                index &+= 1
                end = index
            } while index < bytes.count && !Self.skipScalar(&scanner, &end)
            guard append("\u{FFFD}", to: &text) else { return }
        }
    }

    /// - Returns: whether a well-formed sequence starts at the index, which then is past it.
    private static func skipScalar(_ scanner: inout JSONScanner, _ index: inout Int) -> Bool {
        guard scanner.bytes[index] < 0x80 else { return scanner.multibyte(&index) }
        index &+= 1
        return true
    }

    /// `[a, b]`
    private mutating func appendElements(of list: Slot, to text: inout TextBuilder) {
        _ = append("[", to: &text)
        var elements = ElementWalk(list, call)
        var isFirst = true
        while trap == nil, let element = next(&elements) {
            if !isFirst { _ = append(", ", to: &text) }
            isFirst = false
            appendText(element, to: &text)
        }
        _ = append("]", to: &text)
    }

    /// `{a: b, c: d}`, sorted by the bytes of the keys' texts; equal ones stay in their order.
    private mutating func appendEntries(of map: Slot, to text: inout TextBuilder) {
        let size = count(map)
        guard trap == nil else { return }
        var keys = newList(capacity: size)
        var values = newList(capacity: size)
        var entries = ElementWalk(map, call)
        while trap == nil, let key = next(&entries) {
            let value = entryValue(&entries)
            keys = grown(keys, by: keyText(key))
            values = grown(values, by: value)
        }
        guard trap == nil, let order = sortedOrder(of: keys) else { return }
        _ = append("{", to: &text)
        for place in 0..<keys.length {
            guard trap == nil else { return }
            let entry = order(place, arena)
            if place > 0 { _ = append(", ", to: &text) }
            _ = append(bytes(of: storedSlot(keys, entry)), to: &text)
            _ = append(": ", to: &text)
            appendText(storedSlot(values, entry), to: &text)
        }
        _ = append("}", to: &text)
    }

    @inline(never)
    private mutating func keyText(_ key: Slot) -> Slot { toString(key) }
}
