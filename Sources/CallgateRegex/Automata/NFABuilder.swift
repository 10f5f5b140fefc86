/// Thompson's construction, from the end to the start: each part of a tree is emitted for a known
/// continuation, so that only loops need a patch.
struct NFABuilder {
    private var writer = NFAWriter()
    /// For each pattern of the set, the instructions that belong to it alone.
    private(set) var ownRanges: [Range<Int>] = []
    private(set) var start = 0

    var instructions: [NFAInstruction] { writer.instructions }

    init(_ trees: [RegexTree]) throws(NFAWriter.TooLarge) {
        var anchored: [UInt32] = []
        var floating: [UInt32] = []
        for (index, tree) in trees.enumerated() {
            let first = writer.instructions.count
            var match = NFAInstruction(.match)
            match.next = UInt32(index)
            let entry = try emit(tree, then: try writer.append(match))
            ownRanges.append(first..<writer.instructions.count)
            if tree.isAnchoredAtStart {
                anchored.append(entry)
            } else {
                floating.append(entry)
            }
        }
        if !floating.isEmpty {
            // `\B` holds within a scalar, too, when one looks at bytes. So where one occurs, a
            // match must be kept from starting there.
            let isWholeScalars = trees.contains { $0.contains(.notWordBoundary) }
            anchored.append(try emitPrefix(before: try writer.union(floating), isWholeScalars: isWholeScalars))
        }
        start = Int(try writer.union(anchored))
    }

    var nfa: NFA { NFA(instructions: instructions, start: start) }

    /// A loop's head, whose ways are set once its body is known.
    private mutating func loop(
        exit: UInt32, body: (inout NFABuilder, _ head: UInt32) throws(NFAWriter.TooLarge) -> UInt32
    ) throws(NFAWriter.TooLarge) -> (head: UInt32, body: UInt32) {
        let head = try writer.split(exit, exit)
        let entry = try body(&self, head)
        writer[head].next = entry
        return (head, entry)
    }

    /// Any bytes, or any scalars, before the entry.
    private mutating func emitPrefix(
        before entry: UInt32, isWholeScalars: Bool
    ) throws(NFAWriter.TooLarge) -> UInt32 {
        try loop(exit: entry) { (builder, head) throws(NFAWriter.TooLarge) in
            if isWholeScalars {
                return try builder.writer.emit(.all, then: head)
            }
            return try builder.writer.byteRange(0x00, 0xFF, then: head, otherwise: nil)
        }.head
    }

    private mutating func emit(_ tree: RegexTree, then next: UInt32) throws(NFAWriter.TooLarge) -> UInt32 {
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
        case .repetition(let part, let minimum, let maximum):
            return try emit(part, minimum: minimum, maximum: maximum, then: next)
        }
    }

    private mutating func emit(
        _ part: RegexTree, minimum: Int, maximum: Int?, then next: UInt32
    ) throws(NFAWriter.TooLarge) -> UInt32 {
        var entry = next
        var copies = minimum
        if let maximum {
            for _ in minimum..<maximum {
                entry = try writer.split(try emit(part, then: entry), next)
            }
        } else {
            let loop = try loop(exit: next) { (builder, head) throws(NFAWriter.TooLarge) in
                try builder.emit(part, then: head)
            }
            // Entered by its body, the loop is one of the copies that the minimum wants.
            entry = minimum > 0 ? loop.body : loop.head
            copies = max(0, minimum - 1)
        }
        for _ in 0..<copies {
            entry = try emit(part, then: entry)
        }
        return entry
    }
}

extension RegexTree {
    /// Whether every match starts at the text's start, as far as that is easily seen.
    var isAnchoredAtStart: Bool {
        switch self {
        case .empty, .scalars: false
        case .assertion(let assertion): assertion == .textStart
        case .concatenation(let parts): parts.first?.isAnchoredAtStart == true
        case .alternation(let parts): parts.allSatisfy(\.isAnchoredAtStart)
        case .repetition(let part, let minimum, _): minimum > 0 && part.isAnchoredAtStart
        }
    }
}
