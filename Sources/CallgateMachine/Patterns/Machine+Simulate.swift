internal import CallgateBytecode

extension Machine {
    /// Simulates an NFA over the subject, in time linear in both, in the arena.
    ///
    ///     table:  instructions u32 | start u32 | then 12 bytes each:
    ///             kind u8 | low u8 | high u8 | assertion u8 | next u32 | alternative u32
    mutating func simulate(_ pattern: PatternRecord, _ subject: ByteSpan) -> Slot {
        let table = Int(pattern.table.start)
        let total = tableWord(table)
        let mark = arena.used
        defer { arena.reset(to: mark) }
        let size = SparseSet.size(capacity: total)
        guard let offset = reserve(2 &* size) else { return .null }
        var current = SparseSet(arena, at: offset, capacity: total)
        var upcoming = SparseSet(arena, at: offset &+ size, capacity: total)
        current.insert(tableWord(table &+ 4))
        var position = 0
        while current.count > 0 {
            let byte = subject.peek(position)
            var visited = 0
            var visits = 0
            // The set grows while it is visited: that is its closure.
            while visited < current.count {
                let instruction = table &+ 8 &+ 12 &* current[visited]
                visited &+= 1
                // V11: kinds exist, and targets are below the number of instructions.
                switch view.tables[verified: instruction] {
                case 0:
                    if position < subject.count,
                        let next = successor(table &+ 8, instruction, byte, &visits)
                    {
                        upcoming.insert(next)
                    }
                case 1:
                    current.insert(tableWord(instruction &+ 4))
                    current.insert(tableWord(instruction &+ 8))
                case 2:
                    if holds(view.tables[verified: instruction &+ 3], subject, position) {
                        current.insert(tableWord(instruction &+ 4))
                    }
                case 3: return .bool(true)
                default: break
                }
            }
            guard spend(visited &+ visits), position < subject.count else { break }
            position &+= 1
            swap(&current, &upcoming)
            upcoming.count = 0
        }
        return .bool(false)
    }

    /// Where a byte leads from a `byteRange`: its alternatives are tried in turn, each of which
    /// stands before the last one; its own index ends them.
    ///
    /// - Parameters:
    ///   - code: where the pattern's instructions start.
    ///   - first: where the `byteRange` is.
    @inline(__always)
    func successor(_ code: Int, _ first: Int, _ byte: UInt8, _ visits: inout Int) -> Int? {
        var instruction = first
        while true {
            if byte >= view.tables[verified: instruction &+ 1],
                byte <= view.tables[verified: instruction &+ 2]
            {
                return tableWord(instruction &+ 4)
            }
            let alternative = code &+ 12 &* tableWord(instruction &+ 8)
            // V11: an alternative is a `byteRange` and not after this one.
            if alternative >= instruction { return nil }
            instruction = alternative
            visits &+= 1
        }
    }

    /// Whether an assertion holds between the byte before a position and the one at it.
    @inline(__always)
    func holds(_ assertion: UInt8, _ subject: ByteSpan, _ position: Int) -> Bool {
        let before = subject.peek(position &- 1)
        let after = subject.peek(position)
        switch assertion {
        case 0: return position == 0
        case 1: return position == subject.count
        case 2: return position == 0 || before == UInt8(ascii: "\n")
        case 3: return position == subject.count || after == UInt8(ascii: "\n")
        case 4: return Self.isWord(before) != Self.isWord(after)
        default: return Self.isWord(before) == Self.isWord(after)
        }
    }

    /// `\w`: past either end `peek` yields 0, which is none.
    @inline(__always)
    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
}
