/// Thompson's construction, from the end to the start: each part of a tree is emitted for a known
/// continuation, so that only loops need a patch.
struct NFABuilder {
    private(set) var instructions: [NFAInstruction] = []
    /// For each pattern of the set, the instructions that belong to it alone.
    private(set) var ownRanges: [Range<Int>] = []
    private(set) var start = 0
    private var automata: [ScalarSet: UTF8Automaton] = [:]

    /// The automaton has more instructions than ``RegexLimits/maximumNFAInstructions``.
    struct TooLarge: Error {}

    init(_ trees: [RegexTree]) throws(TooLarge) {
        var anchored: [UInt32] = []
        var floating: [UInt32] = []
        for (index, tree) in trees.enumerated() {
            let first = instructions.count
            var match = NFAInstruction(.match)
            match.next = UInt32(index)
            let entry = try emit(tree, then: try append(match))
            ownRanges.append(first..<instructions.count)
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
            anchored.append(try emitPrefix(before: try union(floating), isWholeScalars: isWholeScalars))
        }
        start = Int(try union(anchored))
    }

    var nfa: NFA { NFA(instructions: instructions, start: start) }

    private mutating func append(_ instruction: NFAInstruction) throws(TooLarge) -> UInt32 {
        guard instructions.count < RegexLimits.maximumNFAInstructions else {
            throw TooLarge()
        }
        instructions.append(instruction)
        return UInt32(instructions.count - 1)
    }

    private mutating func split(_ next: UInt32, _ alternative: UInt32) throws(TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.split)
        instruction.next = next
        instruction.alternative = alternative
        return try append(instruction)
    }

    private mutating func byteRange(
        _ low: UInt8, _ high: UInt8, then next: UInt32, otherwise alternative: UInt32?
    ) throws(TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.byteRange)
        instruction.low = low
        instruction.high = high
        instruction.next = next
        instruction.alternative = alternative ?? UInt32(instructions.count)
        return try append(instruction)
    }

    /// A loop's head, whose ways are set once its body is known.
    private mutating func loop(
        exit: UInt32, body: (inout NFABuilder, _ head: UInt32) throws(TooLarge) -> UInt32
    ) throws(TooLarge) -> (head: UInt32, body: UInt32) {
        let head = try split(exit, exit)
        let entry = try body(&self, head)
        instructions[Int(head)].next = entry
        return (head, entry)
    }

    private mutating func union(_ entries: [UInt32]) throws(TooLarge) -> UInt32 {
        guard var entry = entries.last else {
            return try append(NFAInstruction(.fail))
        }
        for other in entries.dropLast().reversed() {
            entry = try split(other, entry)
        }
        return entry
    }

    /// Any bytes, or any scalars, before the entry.
    private mutating func emitPrefix(before entry: UInt32, isWholeScalars: Bool) throws(TooLarge) -> UInt32 {
        try loop(exit: entry) { (builder, head) throws(TooLarge) in
            if isWholeScalars {
                return try builder.emit(.all, then: head)
            }
            return try builder.byteRange(0x00, 0xFF, then: head, otherwise: nil)
        }.head
    }

    private mutating func emit(_ tree: RegexTree, then next: UInt32) throws(TooLarge) -> UInt32 {
        switch tree {
        case .empty:
            return next
        case .scalars(let set):
            return try emit(set, then: next)
        case .assertion(let assertion):
            var instruction = NFAInstruction(.assertion)
            instruction.assertion = assertion.rawValue
            instruction.next = next
            return try append(instruction)
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
            return try union(entries)
        case .repetition(let part, let minimum, let maximum):
            return try emit(part, minimum: minimum, maximum: maximum, then: next)
        }
    }

    private mutating func emit(
        _ part: RegexTree, minimum: Int, maximum: Int?, then next: UInt32
    ) throws(TooLarge) -> UInt32 {
        var entry = next
        var copies = minimum
        if let maximum {
            for _ in minimum..<maximum {
                entry = try split(try emit(part, then: entry), next)
            }
        } else {
            let loop = try loop(exit: next) { (builder, head) throws(TooLarge) in
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

    private mutating func emit(_ set: ScalarSet, then next: UInt32) throws(TooLarge) -> UInt32 {
        let automaton = automata[set] ?? UTF8Automaton(set)
        automata[set] = automaton
        var entries: [UInt32] = []
        for arcs in automaton.nodes {
            var way: UInt32?
            for arc in arcs.reversed() {
                let target = arc.target.map { entries[$0] } ?? next
                way = try byteRange(arc.low, arc.high, then: target, otherwise: way)
            }
            entries.append(try union(way.map { [$0] } ?? []))
        }
        return entries[entries.count - 1]
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
