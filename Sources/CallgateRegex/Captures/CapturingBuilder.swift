/// Thompson's construction with places and preferences, from the end to the start.
///
/// Repetitions are written out as RE2 does it, so that the same groups take part: `x{2,4}` is
/// `xx(?:x(?:x)?)?`, and `x{2,}` is `xx+`.
struct CapturingBuilder {
    private var writer = NFAWriter()
    private(set) var start: UInt32 = 0

    var instructions: [NFAInstruction] { writer.instructions }

    init(_ tree: SyntaxTree) throws(NFAWriter.TooLarge) {
        let match = try writer.append(NFAInstruction(.match))
        let end = try save(1, then: match)
        start = try save(0, then: try emit(tree, then: end))
    }

    private mutating func save(_ place: Int, then next: UInt32) throws(NFAWriter.TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.save)
        instruction.low = UInt8(place)
        instruction.next = next
        return try writer.append(instruction)
    }

    private mutating func emit(_ tree: SyntaxTree, then next: UInt32) throws(NFAWriter.TooLarge) -> UInt32 {
        switch tree {
        case .empty:
            return next
        case .scalars(let set):
            return try writer.emit(set, then: next)
        case .assertion(let assertion):
            return try writer.assertion(assertion, then: next)
        case .concatenation(let parts):
            var entry = next
            for part in parts.reversed() {
                entry = try emit(part, then: entry)
            }
            return entry
        case .alternation(let parts):
            var entries: [UInt32] = []
            for part in parts {
                entries.append(try emit(part, then: next))
            }
            return try writer.union(entries)
        case .group(let content, let number):
            let end = try save(2 * number + 1, then: next)
            return try save(2 * number, then: try emit(content, then: end))
        case .repetition(let part, let minimum, let maximum, let isLazy):
            // Assertions alone hold a second time where they held the first.
            let most = part.isEmptyOnly ? min(maximum ?? 1, 1) : maximum
            return try emit(part, min(minimum, most ?? minimum), most, isLazy: isLazy, then: next)
        }
    }

    private mutating func emit(
        _ part: SyntaxTree, _ minimum: Int, _ maximum: Int?, isLazy: Bool, then next: UInt32
    ) throws(NFAWriter.TooLarge) -> UInt32 {
        var entry = next
        var copies = minimum
        if let maximum {
            for _ in minimum..<maximum {
                entry = try choice(try emit(part, then: entry), next, isLazy: isLazy)
            }
        } else if minimum > 0 {
            entry = try plus(part, isLazy: isLazy, then: next)
            copies -= 1
        } else if part.isNullable {
            // The loop's head alone would let an empty match of the part shadow its other ways:
            // `(|a)*` would not match all of `aa`.
            entry = try choice(try plus(part, isLazy: isLazy, then: next), next, isLazy: isLazy)
        } else {
            entry = try choice(next, next, isLazy: isLazy)
            setBody(of: entry, to: try emit(part, then: entry), isLazy: isLazy)
        }
        for _ in 0..<copies {
            entry = try emit(part, then: entry)
        }
        return entry
    }

    /// One or more: the loop's choice comes after the part.
    private mutating func plus(
        _ part: SyntaxTree, isLazy: Bool, then next: UInt32
    ) throws(NFAWriter.TooLarge) -> UInt32 {
        let choice = try choice(next, next, isLazy: isLazy)
        let body = try emit(part, then: choice)
        setBody(of: choice, to: body, isLazy: isLazy)
        return body
    }

    /// Goes on with the part or without it.
    private mutating func choice(
        _ part: UInt32, _ next: UInt32, isLazy: Bool
    ) throws(NFAWriter.TooLarge) -> UInt32 {
        isLazy ? try writer.split(next, part) : try writer.split(part, next)
    }

    private mutating func setBody(of choice: UInt32, to body: UInt32, isLazy: Bool) {
        if isLazy {
            writer[choice].alternative = body
        } else {
            writer[choice].next = body
        }
    }
}
