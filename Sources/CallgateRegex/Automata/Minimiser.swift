/// Hopcroft's minimisation, and the numbering that makes equal automata have equal tables.
struct Minimiser {
    private let table: Determiniser.Table
    private let classCount: Int

    /// The smallest automaton that answers as the table does. Its table may pass
    /// ``RegexLimits/maximumDFATableBytes``.
    static func minimised(_ table: Determiniser.Table) -> DFA {
        let minimiser = Minimiser(table)
        return minimiser.numbered(minimiser.refined())
    }

    private init(_ table: Determiniser.Table) {
        self.table = table
        classCount = table.classes.count
    }

    private func target(_ state: Int, _ byteClass: Int) -> Int {
        Int(table.transitions[state * classCount + byteClass])
    }

    // MARK: Equivalence

    /// The blocks of states that answer alike whatever follows.
    ///
    /// - Complexity: O(*t* log *n*) in entries of the table and states.
    private func refined() -> Partition {
        var partition = Partition(labels: table.acceptAtEnd, labelCount: table.sets.count)
        let sources = Predecessors(table)
        // A block that is parted while it waits has both halves waiting; parted after it was
        // taken, the smaller half suffices. Either way the new, smaller one joins.
        var waiting = Array(0..<partition.blockCount)
        while let splitter = waiting.popLast() {
            let members = partition.members(of: splitter)
            for byteClass in 0..<classCount {
                for member in members {
                    for source in sources.states(leadingTo: member, by: byteClass) {
                        partition.mark(Int(source))
                    }
                }
                waiting += partition.split()
            }
        }
        return partition
    }

    /// For each class and state the states that lead to it.
    private struct Predecessors {
        private let stateCount: Int
        /// For each class and state, where its predecessors start in `sources`.
        private var starts: [Int]
        private var sources: [UInt16]

        init(_ table: Determiniser.Table) {
            let classCount = table.classes.count
            stateCount = table.stateCount
            starts = Array(repeating: 0, count: classCount * stateCount + 1)
            sources = Array(repeating: 0, count: table.transitions.count)
            for (entry, target) in table.transitions.enumerated() {
                starts[(entry % classCount) * stateCount + Int(target) + 1] += 1
            }
            for index in 1..<starts.count {
                starts[index] += starts[index - 1]
            }
            var next = starts
            for (entry, target) in table.transitions.enumerated() {
                let slot = (entry % classCount) * stateCount + Int(target)
                sources[next[slot]] = UInt16(entry / classCount)
                next[slot] += 1
            }
        }

        func states(leadingTo state: Int, by byteClass: Int) -> ArraySlice<UInt16> {
            let slot = byteClass * stateCount + state
            return sources[starts[slot]..<starts[slot + 1]]
        }
    }

    // MARK: Numbering

    private func numbered(_ partition: Partition) -> DFA {
        let representatives = (0..<partition.blockCount).map { partition.members(of: $0)[0] }
        let columns = mergedColumns(partition, representatives)

        // Without patterns, states 0 and 1 are one block; they stay apart in the numbering.
        var numbers = Array(repeating: -1, count: partition.blockCount)
        numbers[partition.blockOf[1]] = 1
        numbers[partition.blockOf[0]] = 0
        var order = [representatives[partition.blockOf[0]], representatives[partition.blockOf[1]]]
        func number(_ state: Int) -> UInt16 {
            let block = partition.blockOf[state]
            if numbers[block] < 0 {
                numbers[block] = order.count
                order.append(representatives[block])
            }
            return UInt16(numbers[block])
        }
        let start = number(table.start)
        var transitions: [UInt16] = []
        var next = 0
        while next < order.count {
            for byteClass in columns.representatives {
                // An edge is itself in its own row, whatever block it shares.
                transitions.append(next < 2 ? UInt16(next) : number(target(order[next], byteClass)))
            }
            next += 1
        }

        var acceptSets = [[]] + (table.sets[1].isEmpty ? [] : [table.sets[1]])
        var setNumbers = Array(repeating: -1, count: table.sets.count)
        setNumbers[1] = acceptSets.count - 1
        setNumbers[0] = 0
        let acceptAtEnd = order.map { state in
            let set = table.acceptAtEnd[state]
            if setNumbers[set] < 0 {
                setNumbers[set] = acceptSets.count
                acceptSets.append(table.sets[set])
            }
            return UInt16(setNumbers[set])
        }
        return DFA(
            classOf: table.classes.classOf.map { columns.numbers[Int($0)] }, classCount: columns.representatives.count,
            stateCount: order.count, start: start, transitions: transitions, acceptAtEnd: acceptAtEnd,
            acceptSets: acceptSets)
    }

    /// Classes that are alike in every block become one, numbered by their first byte.
    private func mergedColumns(
        _ partition: Partition, _ states: [Int]
    ) -> (numbers: [UInt8], representatives: [Int]) {
        var known: [[Int]: UInt8] = [:]
        var numbers: [UInt8] = []
        var representatives: [Int] = []
        for byteClass in 0..<classCount {
            let column = states.map { partition.blockOf[target($0, byteClass)] }
            if let number = known[column] {
                numbers.append(number)
            } else {
                known[column] = UInt8(representatives.count)
                numbers.append(UInt8(representatives.count))
                representatives.append(byteClass)
            }
        }
        return (numbers, representatives)
    }
}
