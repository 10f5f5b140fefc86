import CallgateBytecode

/// The trees of fields that were checked.
struct PathTrees {
    /// By their first node: how many nodes there are, and how many registers they need.
    private var known: [UInt32: (count: UInt32, registers: Int)] = [:]
    /// The tree that was met last: programs that stand together often share one.
    private var last = RunRef.empty
    private var lastRegisters = 0
    /// Where the next new tree starts.
    private(set) var end = 0

    /// The registers that a tree needs, where it is known.
    mutating func registers(of run: RunRef) -> Int? {
        if run == last, run.count > 0 { return lastRegisters }
        guard let tree = known[run.start], tree.count == run.count else { return nil }
        (last, lastRegisters) = (run, tree.registers)
        return tree.registers
    }

    mutating func add(_ run: RunRef, registers: Int) {
        known[run.start] = (run.count, registers)
        (last, lastRegisters) = (run, registers)
        end = run.range.upperBound
    }
}

extension ImageChecks {
    /// V8: a program's tree is one that a program before it has, or the next one, and its registers
    /// are among those that are filled.
    func checkPaths(_ program: ProgramRecord, _ who: Int, _ trees: inout PathTrees) throws(ImageError) {
        var registers = trees.registers(of: program.paths)
        if registers == nil {
            try require(
                Int(program.paths.start) == trees.end, 8,
                "program \(who)'s paths start at \(program.paths.start), not at \(trees.end)")
            let needed = try checkTree(program, who)
            trees.add(program.paths, registers: needed)
            registers = needed
        }
        try require(
            registers ?? .max <= Int(program.filled), 8,
            "program \(who)'s paths fill \(registers ?? 0) registers, not \(program.filled)")
    }

    /// V8: nodes are two roots and then, level by level, the children of each node in turn; keys of
    /// siblings are distinct and sorted; each register is filled from one node.
    ///
    /// - Returns: one more than the highest register.
    private func checkTree(_ program: ProgramRecord, _ who: Int) throws(ImageError) -> Int {
        try checkRun(program.paths, of: view.paths.count, "program \(who)'s paths")
        let nodes = program.paths.range
        var registers = 0
        try require(nodes.count >= 2, 8, "program \(who) has \(nodes.count) roots")
        var next = nodes.lowerBound + 2
        var levelEnd = next
        var depth = 0
        var slots = RegisterSet()
        for index in nodes {
            if index == levelEnd {
                depth += 1
                levelEnd = next
                try require(
                    depth < BytecodeLimits.pathDepth, 8, "program \(who)'s paths are \(depth) deep")
            }
            try require(index < next, 8, "node \(index) is nobody's child")
            let node = view.paths[index]
            try require(node.reserved == 0, 2, "a reserved field is not zero")
            try checkReference(node.key, "node \(index)'s key")
            try require(
                node.key.length <= BytecodeLimits.textBytes, 8,
                "node \(index)'s key has \(node.key.length) bytes")
            try require(
                node.head == PathRecord.head(of: view.bytes(node.key)), 8,
                "node \(index)'s head is not its key's")
            let isRoot = index < nodes.lowerBound + 2
            try require(
                node.hasSlot == 1 || node.hasSlot == 0 && isRoot && node.slot == 0, 8,
                "node \(index) has no register")
            if node.hasSlot == 1 {
                try require(slots.insert(node.slot), 8, "node \(index) fills register \(node.slot)")
                registers = max(registers, Int(node.slot) + 1)
            }
            guard node.childCount > 0 else {
                try require(node.firstChild == 0, 8, "node \(index) has no children but a first one")
                continue
            }
            try require(
                Int(node.firstChild) == next && next + Int(node.childCount) <= nodes.upperBound, 8,
                "node \(index)'s children start at \(node.firstChild), not \(next)")
            next += Int(node.childCount)
            try checkSiblings(Int(node.firstChild)..<next)
        }
        try require(next == nodes.upperBound, 8, "program \(who) has \(nodes.upperBound - next) spare nodes")
        return registers
    }

    private func checkSiblings(_ range: Range<Int>) throws(ImageError) {
        for index in range.dropFirst() {
            let left = view.paths[index - 1].key
            let right = view.paths[index].key
            try checkReference(left, "node \(index - 1)'s key")
            try checkReference(right, "node \(index)'s key")
            let isSorted =
                left.length != right.length
                ? left.length < right.length
                : precedes(left, right)
            try require(isSorted, 8, "node \(index) is not after its sibling")
        }
    }
}
