/// The subset construction.
///
/// A state is the set of instructions that wait for a byte, with every way that consumes nothing
/// followed already, but for assertions about what comes next. Those wait with the byte before
/// them as part of the state, and are resolved for each kind of byte that may come, and for the
/// text's end. Instructions of patterns that have matched are dropped.
struct Determiniser {
    struct State: Hashable {
        /// Instructions, in rising order.
        var waiting: [Int]
        /// What precedes; `other` where no assertion waits.
        var previous: ByteKind
        /// Index in `sets`.
        var matched: Int
    }

    /// What a byte leads to, before anything is followed.
    private struct Entry: Hashable {
        var targets: [Int]
        var previous: ByteKind
        var matched: Int
    }

    /// A table before it is minimised; states 0 and 1 are as in ``DFA``.
    struct Table {
        var classes: ByteClasses
        var start = 0
        var stateCount = 0
        var transitions: [UInt16] = []
        var acceptAtEnd: [Int] = []
        /// Patterns in rising order; the first is empty, the second is full.
        var sets: [[Int]]
    }

    private let instructions: [NFAInstruction]
    private let patternCount: Int
    /// The pattern that an instruction belongs to, -1 for none in particular.
    private let owners: [Int]
    private var table: Table
    private var states: [State] = []
    private var indices: [State: Int] = [:]
    /// The states that are known for what leads to them, which spares closing most sets again:
    /// a table has a hundred times more entries than states.
    private var entered: [Entry: Int] = [:]
    private var setIndices: [[Int]: Int] = [:]
    private var work = 0
    private var closing: InstructionSet

    /// The construction passed one of its limits.
    private struct OverLimit: Error {}

    private let limits: DFALimits

    private init(_ builder: NFABuilder, _ limits: DFALimits) {
        self.limits = limits
        instructions = builder.instructions
        patternCount = builder.ownRanges.count
        var owners = Array(repeating: -1, count: builder.instructions.count)
        for (pattern, range) in builder.ownRanges.enumerated() {
            for index in range {
                owners[index] = pattern
            }
        }
        self.owners = owners
        let sets: [[Int]] = [[], Array(0..<patternCount)]
        table = Table(classes: ByteClasses(builder.instructions), sets: sets)
        // Without patterns the full set is the empty one.
        setIndices[sets[1]] = 1
        setIndices[sets[0]] = 0
        closing = InstructionSet(capacity: builder.instructions.count)
    }

    /// The table for the patterns, nil where it passes a limit.
    static func table(for builder: NFABuilder, _ limits: DFALimits) -> Table? {
        var determiniser = Determiniser(builder, limits)
        do {
            try determiniser.run(from: builder.start)
        } catch {
            return nil
        }
        return determiniser.table
    }

    private mutating func run(from start: Int) throws(OverLimit) {
        for matched in 0...1 {
            let edge = State(waiting: [], previous: .other, matched: matched)
            indices[edge] = matched
            states.append(edge)
        }
        table.start = try index(entering: [start], after: .textEdge, matched: 0)
        var expanded = 0
        while expanded < states.count {
            try expand(states[expanded])
            expanded += 1
        }
        table.stateCount = states.count
    }

    // MARK: Expanding

    /// Appends the state's row.
    private mutating func expand(_ state: State) throws(OverLimit) {
        let isUndecided = state.waiting.contains { instructions[$0].kind == NFAInstruction.Kind.assertion.rawValue }
        var row = Array(repeating: UInt16(0), count: table.classes.count)
        if isUndecided {
            for kind in ByteKind.allCases where kind != .textEdge {
                let (waiting, matched) = try resolved(state, next: kind)
                try fill(&row, waiting, matched, only: kind)
            }
            table.acceptAtEnd.append(try resolved(state, next: .textEdge).matched)
        } else {
            try fill(&row, state.waiting, state.matched, only: nil)
            table.acceptAtEnd.append(state.matched)
        }
        table.transitions += row
    }

    /// Sets the entries of all classes, or of those of one kind.
    private mutating func fill(
        _ row: inout [UInt16], _ waiting: [Int], _ matched: Int, only kind: ByteKind?
    ) throws(OverLimit) {
        let classes = table.classes
        var targets: [[Int]] = Array(repeating: [], count: classes.count)
        for first in waiting where instructions[first].kind == NFAInstruction.Kind.byteRange.rawValue {
            var index = first
            while true {
                let instruction = instructions[index]
                var each = Int(classes.classOf[Int(instruction.low)])
                let last = Int(classes.classOf[Int(instruction.high)])
                try spend(last - each + 1)
                while each <= last {
                    targets[each].append(Int(instruction.next))
                    each += 1
                }
                if Int(instruction.alternative) == index { break }
                index = Int(instruction.alternative)
            }
        }
        var last: (targets: [Int], kind: ByteKind, state: Int)?
        for each in 0..<classes.count where kind == nil || classes.kinds[each] == kind {
            // Neighbouring classes mostly lead to the same state.
            if let last, last.kind == classes.kinds[each], last.targets == targets[each] {
                row[each] = UInt16(last.state)
                continue
            }
            let state = try index(entering: targets[each], after: classes.kinds[each], matched: matched)
            row[each] = UInt16(state)
            last = (targets[each], classes.kinds[each], state)
        }
    }

    // MARK: Closing

    /// The state that is reached with the instructions, made where it is new.
    private mutating func index(
        entering entries: [Int], after previous: ByteKind, matched: Int
    ) throws(OverLimit) -> Int {
        if matched == 1 {
            return 1
        }
        let entry = Entry(targets: entries, previous: previous, matched: matched)
        if let known = entered[entry] {
            return known
        }
        let index = try newIndex(entering: entries, after: previous, matched: matched)
        entered[entry] = index
        return index
    }

    private mutating func newIndex(
        entering entries: [Int], after previous: ByteKind, matched: Int
    ) throws(OverLimit) -> Int {
        let (waiting, matched) = try close(entries, previous: previous, next: nil, matched: matched)
        if matched == 1 {
            return 1
        }
        let isUndecided = waiting.contains { instructions[$0].kind == NFAInstruction.Kind.assertion.rawValue }
        let state = State(waiting: waiting, previous: isUndecided ? previous : .other, matched: matched)
        if let known = indices[state] {
            return known
        }
        guard states.count < limits.states else {
            throw OverLimit()
        }
        indices[state] = states.count
        states.append(state)
        return states.count - 1
    }

    /// What waits for a byte, and what has matched, once it is known what comes next.
    private mutating func resolved(
        _ state: State, next: ByteKind
    ) throws(OverLimit) -> (waiting: [Int], matched: Int) {
        try close(state.waiting, previous: state.previous, next: next, matched: state.matched)
    }

    /// Follows every way that consumes nothing. Where `next` is nil, assertions that depend on it
    /// are kept.
    private mutating func close(
        _ entries: [Int], previous: ByteKind, next: ByteKind?, matched: Int
    ) throws(OverLimit) -> (waiting: [Int], matched: Int) {
        closing.removeAll()
        for entry in entries {
            closing.insert(entry)
        }
        var waiting: [Int] = []
        var matches: [Int] = []
        var visited = 0
        while visited < closing.members.count {
            let index = closing.members[visited]
            let instruction = instructions[index]
            visited += 1
            switch NFAInstruction.Kind(rawValue: instruction.kind) {
            case .byteRange: waiting.append(index)
            case .split:
                closing.insert(Int(instruction.next))
                closing.insert(Int(instruction.alternative))
            case .assertion:
                guard let assertion = Assertion(rawValue: instruction.assertion) else { continue }
                if next == nil, assertion.looksAhead {
                    waiting.append(index)
                } else if assertion.holds(previous: previous.example, next: next?.example) {
                    closing.insert(Int(instruction.next))
                }
            case .match: matches.append(Int(instruction.next))
            case .fail, .save, nil: break
            }
        }
        try spend(visited)
        let union = matches.isEmpty ? matched : setIndex(adding: matches, to: matched)
        if union != 0 {
            let done = table.sets[union]
            waiting.removeAll { owners[$0] >= 0 && Self.contains(done, owners[$0]) }
        }
        waiting.sort()
        return (waiting, union)
    }

    private mutating func setIndex(adding matches: [Int], to matched: Int) -> Int {
        let old = table.sets[matched]
        let fresh = matches.filter { !Self.contains(old, $0) }
        if fresh.isEmpty {
            return matched
        }
        let union = (old + fresh).sorted()
        if let known = setIndices[union] {
            return known
        }
        table.sets.append(union)
        setIndices[union] = table.sets.count - 1
        return table.sets.count - 1
    }

    private static func contains(_ sorted: [Int], _ pattern: Int) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < pattern {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < sorted.count && sorted[low] == pattern
    }

    private mutating func spend(_ steps: Int) throws(OverLimit) {
        work += steps
        if work > limits.work {
            throw OverLimit()
        }
    }
}

extension Assertion {
    /// Whether it depends on what comes next.
    var looksAhead: Bool {
        switch self {
        case .textStart, .lineStart: false
        case .textEnd, .lineEnd, .wordBoundary, .notWordBoundary: true
        }
    }
}
