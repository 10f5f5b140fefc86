extension NFA {
    /// Whether some part of the text matches; the simulation that ``NFA`` describes, on arrays.
    ///
    /// - Parameter utf8: valid UTF-8.
    public func matches(_ utf8: some Collection<UInt8>) -> Bool {
        var current = InstructionSet(capacity: instructions.count)
        var following = InstructionSet(capacity: instructions.count)
        current.insert(start)
        var previous: UInt8?
        var rest = utf8.makeIterator()
        while true {
            let next = rest.next()
            if close(&current, previous: previous, next: next) {
                return true
            }
            guard let byte = next else {
                return false
            }
            following.removeAll()
            for index in current.members {
                if let target = target(of: index, by: byte) {
                    following.insert(target)
                }
            }
            if following.members.isEmpty {
                return false
            }
            swap(&current, &following)
            previous = byte
        }
    }

    /// Where a `byteRange` or one of its alternatives leads; nil where none takes the byte.
    private func target(of index: Int, by byte: UInt8) -> Int? {
        var index = index
        while instructions[index].kind == NFAInstruction.Kind.byteRange.rawValue {
            let instruction = instructions[index]
            if instruction.low <= byte, byte <= instruction.high {
                return Int(instruction.next)
            }
            if Int(instruction.alternative) == index {
                return nil
            }
            index = Int(instruction.alternative)
        }
        return nil
    }

    /// Adds what can be reached without consuming a byte. Says whether a match is among it.
    private func close(_ set: inout InstructionSet, previous: UInt8?, next: UInt8?) -> Bool {
        var visited = 0
        while visited < set.members.count {
            let instruction = instructions[set.members[visited]]
            visited += 1
            switch NFAInstruction.Kind(rawValue: instruction.kind) {
            case .split:
                set.insert(Int(instruction.next))
                set.insert(Int(instruction.alternative))
            case .assertion:
                if Assertion(rawValue: instruction.assertion)?.holds(previous: previous, next: next) == true {
                    set.insert(Int(instruction.next))
                }
            case .match: return true
            case .byteRange, .fail, .save, nil: break
            }
        }
        return false
    }
}

extension Assertion {
    /// Whether it holds between two bytes, of which nil is the text's edge.
    public func holds(previous: UInt8?, next: UInt8?) -> Bool {
        switch self {
        case .textStart: previous == nil
        case .textEnd: next == nil
        case .lineStart: previous == nil || previous == UInt8(ascii: "\n")
        case .lineEnd: next == nil || next == UInt8(ascii: "\n")
        case .wordBoundary: Self.isWordByte(previous) != Self.isWordByte(next)
        case .notWordBoundary: Self.isWordByte(previous) == Self.isWordByte(next)
        }
    }

    /// `0-9A-Za-z_`.
    static func isWordByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// A set of indices that keeps the order of insertion and is emptied in constant time.
struct InstructionSet {
    private(set) var members: [Int] = []
    /// The round in which each index was inserted last.
    private var rounds: [Int]
    private var round = 1

    init(capacity: Int) {
        rounds = Array(repeating: 0, count: capacity)
    }

    mutating func insert(_ index: Int) {
        if rounds[index] != round {
            rounds[index] = round
            members.append(index)
        }
    }

    mutating func removeAll() {
        members.removeAll(keepingCapacity: true)
        round += 1
    }
}
