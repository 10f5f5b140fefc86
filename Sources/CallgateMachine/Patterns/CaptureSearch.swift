internal import CallgateBytecode

/// The memory of searches for where a pattern matches, in the arena: two lists of threads, each
/// thread with a row of places, and what is still to be followed while a thread is added.
///
/// A place is where a group starts or ends, as `CapturingPattern` numbers them, in 4 bytes.
struct CaptureSearch {
    /// Where the pattern's instructions start in the tables section.
    let code: Int
    let start: Int
    /// Places in a row; the pattern's others are not asked for.
    let places: Int
    let arena: Arena
    var current: ThreadList
    var upcoming: ThreadList
    /// The row of the thread that is being added.
    let row: Int
    /// The row of the best match.
    let best: Int
    /// Where the stack of ``WaitingStep``s starts.
    let waiting: Int

    static var none: UInt32 { .max }

    /// Threads in the order of preference: their instructions and where their rows start.
    struct ThreadList {
        var instructions: SparseSet
        let rows: Int
    }

    /// What is to be done once all that follows from an instruction is done: to follow another
    /// one, or to put back a place as it was.
    struct WaitingStep: BitwiseCopyable {
        /// The instruction, or the place with the highest bit set.
        var target: UInt32
        /// What to put back.
        var value: UInt32 = 0

        static var size: Int { 8 }
        static var restores: UInt32 { 1 << 31 }
    }

    /// What the search has found: the range of a group, nil where it took no part.
    func range(ofGroup group: Int) -> Range<Int>? {
        let start = arena.load(best &+ 8 &* group, as: UInt32.self)
        let end = arena.load(best &+ 8 &* group &+ 4, as: UInt32.self)
        return start == Self.none || end == Self.none ? nil : Int(start)..<Int(end)
    }

    @inline(__always)
    func copyRow(_ source: Int, to target: Int) {
        arena.copy(arena.bytes(source, 4 &* places), to: target)
    }

    @inline(__always)
    func row(_ thread: Int, of list: ThreadList) -> Int { list.rows &+ 4 &* places &* thread }
}

extension Machine {
    /// The number of groups of a pattern that tells places.
    ///
    ///     table:  instructions u32 | start u32 | groups u32 | then 12 bytes each:
    ///             kind u8 | low u8 | high u8 | assertion u8 | next u32 | alternative u32
    func groupCount(_ pattern: PatternRecord) -> Int { tableWord(Int(pattern.table.start) &+ 8) }

    /// Memory for searches; nil, with a trap, without room.
    ///
    /// - Parameter groups: the last one that will be asked for; 0 is the match as a whole.
    mutating func newSearch(_ pattern: PatternRecord, groups: Int) -> CaptureSearch? {
        let table = Int(pattern.table.start)
        let total = tableWord(table)
        let places = 2 &* (groups &+ 1)
        let setSize = SparseSet.size(capacity: total)
        let rowsSize = 4 &* places &* total
        // An instruction is followed once at a position, and leaves one step to do at most.
        let waitingSize = CaptureSearch.WaitingStep.size &* (total &+ 1)
        let size = 2 &* (setSize &+ rowsSize) &+ 8 &* places &+ waitingSize
        guard let offset = reserve(size) else { return nil }
        let rows = offset &+ 2 &* setSize
        let row = rows &+ 2 &* rowsSize
        return CaptureSearch(
            code: table &+ 12, start: tableWord(table &+ 4), places: places, arena: arena,
            current: CaptureSearch.ThreadList(
                instructions: SparseSet(arena, at: offset, capacity: total), rows: rows),
            upcoming: CaptureSearch.ThreadList(
                instructions: SparseSet(arena, at: offset &+ setSize, capacity: total),
                rows: rows &+ rowsSize),
            row: row, best: row &+ 4 &* places, waiting: row &+ 8 &* places)
    }
}
