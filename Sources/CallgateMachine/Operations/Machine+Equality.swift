internal import CallgateBytecode

extension Machine {
    /// `left == right`, or its negation where `wanted` is false.
    @inline(__always)
    mutating func equality(_ left: Slot, _ right: Slot, wanted: Bool) -> Slot {
        if left.isKind(.error) { return left }
        if right.isKind(.error) { return right }
        // Most conditions compare a field with a text, a bool, a whole number or null.
        if left.kindByte == right.kindByte {
            if left.isKind(.string) {
                guard left.extra == right.extra else { return .bool(!wanted) }
                guard spend(bytes: left.length) else { return .null }
                return .bool(bytes(of: left).equals(bytes(of: right)) == wanted)
            }
            if left.kindByte <= ValueKind.int.rawValue {
                return .bool((left.payload == right.payload) == wanted)
            }
        } else if !(Self.isNumber(left) && Self.isNumber(right)) {
            return .bool(!wanted)
        }
        let result = equal(left, right, depth: 0)
        return result.isKind(.bool) ? .bool((result.payload == 1) == wanted) : result
    }

    /// The same with a constant on the right, quick where both are of one kind and short.
    @inline(__always)
    mutating func equality(_ left: Slot, toConstant right: Slot, wanted: Bool) -> Slot {
        if left.kindByte == right.kindByte {
            if left.isKind(.string) {
                guard left.extra == right.extra else { return .bool(!wanted) }
                return equalTexts(left, toConstant: right, wanted: wanted)
            }
            if left.kindByte <= ValueKind.int.rawValue {
                return .bool((left.payload == right.payload) == wanted)
            }
        }
        return unlikeEquality(left, right, wanted: wanted)
    }

    @inline(never)
    private mutating func unlikeEquality(_ left: Slot, _ right: Slot, wanted: Bool) -> Slot {
        equality(left, right, wanted: wanted)
    }

    /// Both are texts of one length.
    @inline(__always)
    private mutating func equalTexts(_ left: Slot, toConstant right: Slot, wanted: Bool) -> Slot {
        guard spend(bytes: left.length) else { return .null }
        // V4: the text of a constant lies in the image.
        return .bool(bytes(of: left).equals(imageBytes(right.offset, right.length)) == wanted)
    }

    @inline(__always)
    private static func isNumber(_ slot: Slot) -> Bool {
        slot.kindByte &- ValueKind.int.rawValue <= ValueKind.double.rawValue &- ValueKind.int.rawValue
    }

    /// Equality of values, across kinds: values of different kinds are unequal, numbers compare by
    /// value. Containers compare their sizes, then the left one's elements in order: the first
    /// difference decides, or the first error.
    ///
    /// Recursion is as deep as values nest, `MachineLimits.valueDepth` at most: more is a trap.
    private mutating func equal(_ left: Slot, _ right: Slot, depth: Int) -> Slot {
        if left.isKind(.error) { return left }
        if right.isKind(.error) { return right }
        guard trap == nil, spend(1) else { return .bool(false) }
        guard depth <= MachineLimits.valueDepth else {
            trap = .memory
            return .bool(false)
        }
        switch (left.kind, right.kind) {
        case (.null, .null): return .bool(true)
        case (.bool, .bool), (.duration, .duration), (.type, .type):
            return .bool(left.payload == right.payload)
        case (.string, .string), (.bytes, .bytes):
            guard left.length == right.length, spend(bytes: left.length) else {
                return .bool(false)
            }
            return .bool(bytes(of: left).equals(bytes(of: right)))
        case (.timestamp, .timestamp):
            return .bool(left.payload == right.payload && left.extra == right.extra)
        case (.list, .list): return listsAreEqual(left, right, depth: depth)
        case (.map, .map): return mapsAreEqual(left, right, depth: depth)
        case (.optional, .optional):
            guard left.length == 1, right.length == 1 else {
                return .bool(left.length == right.length)
            }
            return equal(content(of: left), content(of: right), depth: depth &+ 1)
        case (.ip, .ip): return .bool(bytes(of: left).equals(bytes(of: right)))
        case (.cidr, .cidr):
            return .bool(left.c == right.c && bytes(of: left).equals(bytes(of: right)))
        default: return .bool(Self.compareNumbers(left, right) == .equal)
        }
    }

    private mutating func listsAreEqual(_ left: Slot, _ right: Slot, depth: Int) -> Slot {
        guard count(left) == count(right) else { return .bool(false) }
        var leftElements = ElementWalk(left, call)
        var rightElements = ElementWalk(right, call)
        while let leftElement = next(&leftElements), let rightElement = next(&rightElements) {
            let result = equal(leftElement, rightElement, depth: depth &+ 1)
            guard result.isTrue else { return result }
        }
        return .bool(true)
    }

    private mutating func mapsAreEqual(_ left: Slot, _ right: Slot, depth: Int) -> Slot {
        if left.isInCall, let duplicate = duplicateKey(in: left) { return duplicate }
        if right.isInCall, let duplicate = duplicateKey(in: right) { return duplicate }
        guard trap == nil, count(left) == count(right) else { return .bool(false) }
        var entries = ElementWalk(left, call)
        while let key = next(&entries) {
            let value = entryValue(&entries)
            guard trap == nil, let other = lookUp(key, in: right) else { return .bool(false) }
            let result = equal(value, other, depth: depth &+ 1)
            guard result.isTrue else { return result }
        }
        return .bool(true)
    }
}
