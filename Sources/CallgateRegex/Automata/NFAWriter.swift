/// Appends instructions of an NFA, each for a known continuation.
struct NFAWriter {
    private(set) var instructions: [NFAInstruction] = []
    private var automata: [ScalarSet: UTF8Automaton] = [:]

    /// The automaton has more instructions than ``RegexLimits/maximumNFAInstructions``.
    struct TooLarge: Error {}

    subscript(index: UInt32) -> NFAInstruction {
        get { instructions[Int(index)] }
        set { instructions[Int(index)] = newValue }
    }

    mutating func append(_ instruction: NFAInstruction) throws(TooLarge) -> UInt32 {
        guard instructions.count < RegexLimits.maximumNFAInstructions else {
            throw TooLarge()
        }
        instructions.append(instruction)
        return UInt32(instructions.count - 1)
    }

    mutating func split(_ next: UInt32, _ alternative: UInt32) throws(TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.split)
        instruction.next = next
        instruction.alternative = alternative
        return try append(instruction)
    }

    mutating func byteRange(
        _ low: UInt8, _ high: UInt8, then next: UInt32, otherwise alternative: UInt32?
    ) throws(TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.byteRange)
        instruction.low = low
        instruction.high = high
        instruction.next = next
        instruction.alternative = alternative ?? UInt32(instructions.count)
        return try append(instruction)
    }

    mutating func assertion(_ assertion: Assertion, then next: UInt32) throws(TooLarge) -> UInt32 {
        var instruction = NFAInstruction(.assertion)
        instruction.assertion = assertion.rawValue
        instruction.next = next
        return try append(instruction)
    }

    /// The earlier entries are preferred.
    mutating func union(_ entries: [UInt32]) throws(TooLarge) -> UInt32 {
        guard var entry = entries.last else {
            return try append(NFAInstruction(.fail))
        }
        for other in entries.dropLast().reversed() {
            entry = try split(other, entry)
        }
        return entry
    }

    mutating func emit(_ set: ScalarSet, then next: UInt32) throws(TooLarge) -> UInt32 {
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
