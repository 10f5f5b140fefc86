import CallgateBytecode

extension ImageChecks {
    /// V8: a program's nodes are two roots and then, level by level, the children of each node in
    /// turn; keys of siblings are distinct and sorted; each register is filled from one node.
    func checkPaths(_ program: ProgramRecord, _ who: Int) throws(ImageError) {
        try checkRun(program.paths, of: view.paths.count, "program \(who)'s paths")
        let nodes = program.paths.range
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
                try require(
                    UInt16(node.slot) < program.filled && slots.insert(node.slot), 8,
                    "node \(index) fills register \(node.slot)")
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
                : view.bytes(left).lexicographicallyPrecedes(view.bytes(right))
            try require(isSorted, 8, "node \(index) is not after its sibling")
        }
    }
}
