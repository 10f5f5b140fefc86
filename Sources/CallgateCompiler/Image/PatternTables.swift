import CallgateRegex

/// Automata as bytes of the tables section; the machine's runners show the layouts.
enum PatternTables {
    static func encode(_ dfa: DFA) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes += self.bytes(UInt16(dfa.classCount))
        bytes += self.bytes(UInt16(dfa.stateCount))
        bytes += self.bytes(dfa.start)
        bytes += self.bytes(UInt16(dfa.acceptSets.count))
        bytes += dfa.classOf
        for set in dfa.acceptAtEnd { bytes += self.bytes(set) }
        for state in dfa.transitions { bytes += self.bytes(state) }
        return bytes
    }

    static func encode(_ nfa: NFA) -> [UInt8] {
        bytes(UInt32(nfa.instructions.count)) + bytes(UInt32(nfa.start)) + encode(nfa.instructions)
    }

    static func encode(_ pattern: CapturingPattern) -> [UInt8] {
        bytes(UInt32(pattern.instructions.count)) + bytes(UInt32(pattern.start))
            + bytes(UInt32(pattern.groupCount)) + encode(pattern.instructions)
    }

    private static func encode(_ instructions: [NFAInstruction]) -> [UInt8] {
        var bytes: [UInt8] = []
        for instruction in instructions {
            bytes += [
                instruction.kind, instruction.low, instruction.high, instruction.assertion,
            ]
            bytes += self.bytes(instruction.next) + self.bytes(instruction.alternative)
        }
        return bytes
    }

    /// Little-endian.
    static func bytes<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Number($0 * 8)) }
    }
}
