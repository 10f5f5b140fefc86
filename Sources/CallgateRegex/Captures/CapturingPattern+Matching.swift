extension CapturingPattern {
    /// The first match that starts at an offset or after it: the range of the match as a whole,
    /// then that of each group, nil for one that took no part; nil where nothing matches.
    ///
    /// The simulation that ``CapturingPattern`` describes, on arrays.
    ///
    /// - Parameters:
    ///   - utf8: valid UTF-8.
    ///   - offset: between two scalars of it. Assertions see what stands before.
    public func firstMatch(in utf8: [UInt8], from offset: Int = 0) -> [Range<Int>?]? {
        var search = CaptureSearch(self, utf8)
        guard let places = search.run(from: offset) else { return nil }
        return (0...groupCount).map { group in
            let (start, end) = (places[2 * group], places[2 * group + 1])
            return start >= 0 && end >= 0 ? start..<end : nil
        }
    }

    /// All matches from the left that do not overlap. An empty one directly behind another is none.
    ///
    /// - Parameter utf8: valid UTF-8.
    public func matches(in utf8: [UInt8]) -> [[Range<Int>?]] {
        var found: [[Range<Int>?]] = []
        var offset = 0
        var previousEnd = -1
        while offset <= utf8.count, let match = firstMatch(in: utf8, from: offset), let whole = match[0] {
            if !(whole.isEmpty && whole.lowerBound == previousEnd) {
                found.append(match)
            }
            previousEnd = whole.upperBound
            offset = whole.upperBound
            if whole.isEmpty {
                repeat { offset += 1 } while offset < utf8.count && utf8[offset] & 0xC0 == 0x80
            }
        }
        return found
    }
}

private struct CaptureSearch {
    private let pattern: CapturingPattern
    private let utf8: [UInt8]
    private var current: ThreadList
    private var following: ThreadList

    /// Instructions in the order of preference, and the places of each thread.
    private struct ThreadList {
        var set: InstructionSet
        var places: [[Int]] = []
    }

    init(_ pattern: CapturingPattern, _ utf8: [UInt8]) {
        self.pattern = pattern
        self.utf8 = utf8
        current = ThreadList(set: InstructionSet(capacity: pattern.instructions.count))
        following = current
    }

    /// The places of the first match, -1 for one that was not noted.
    mutating func run(from offset: Int) -> [Int]? {
        let none = Array(repeating: -1, count: 2 * (pattern.groupCount + 1))
        var best: [Int]?
        for position in offset...utf8.count {
            let isBetweenScalars = position == utf8.count || utf8[position] & 0xC0 != 0x80
            if best == nil, isBetweenScalars {
                add(pattern.start, none, at: position, to: &current)
            }
            threads: for (index, places) in zip(current.set.members, current.places) {
                switch NFAInstruction.Kind(rawValue: pattern.instructions[index].kind) {
                case .match:
                    best = places
                    break threads
                case .byteRange:
                    guard position < utf8.count, let next = target(of: index, by: utf8[position]) else { break }
                    add(next, places, at: position + 1, to: &following)
                default: break
                }
            }
            if best != nil, following.set.members.isEmpty {
                return best
            }
            swap(&current, &following)
            following.set.removeAll()
            following.places = []
        }
        return best
    }

    private func target(of index: Int, by byte: UInt8) -> Int? {
        var index = index
        while true {
            let instruction = pattern.instructions[index]
            if instruction.low <= byte, byte <= instruction.high {
                return Int(instruction.next)
            }
            if Int(instruction.alternative) == index {
                return nil
            }
            index = Int(instruction.alternative)
        }
    }

    private func add(_ start: Int, _ places: [Int], at position: Int, to list: inout ThreadList) {
        var waiting = [(index: start, places: places)]
        while let (index, places) = waiting.popLast() {
            let count = list.set.members.count
            list.set.insert(index)
            guard list.set.members.count > count else { continue }
            list.places.append(places)
            let instruction = pattern.instructions[index]
            switch NFAInstruction.Kind(rawValue: instruction.kind) {
            case .split:
                waiting.append((Int(instruction.alternative), places))
                waiting.append((Int(instruction.next), places))
            case .save:
                var places = places
                places[Int(instruction.low)] = position
                waiting.append((Int(instruction.next), places))
            case .assertion:
                let previous = position > 0 ? utf8[position - 1] : nil
                let next = position < utf8.count ? utf8[position] : nil
                if Assertion(rawValue: instruction.assertion)?.holds(previous: previous, next: next) == true {
                    waiting.append((Int(instruction.next), places))
                }
            case .byteRange, .match, .fail, nil: break
            }
        }
    }
}
