import CallgateBytecode

/// The runs of code that programs have, one behind the other; several programs may have the same one.
struct CodeRuns {
    /// Where they start, in their order.
    private var starts: [UInt32] = []
    /// Where the last one ends.
    private(set) var end: UInt32 = 0
    /// Of code that several programs have: for each of its constants a bit for each kind that it may have.
    var kinds: [ProgramShape: [UInt32]] = [:]

    /// Whether a run may start there: behind the others, or with one of them.
    func hasStart(_ start: UInt32) -> Bool { start == end || has(start) }

    /// Whether one of the runs starts there.
    func has(_ start: UInt32) -> Bool {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < starts.count && starts[low] == start
    }

    /// Notes a run, if it is a new one.
    mutating func append(_ run: RunRef) {
        guard run.start == end else { return }
        starts.append(run.start)
        end = run.start + run.count
    }
}

/// What the walk over a program's code depends on, its constants' kinds aside.
struct ProgramShape: Hashable {
    private let code: RunRef
    private let registers: SIMD4<UInt16>
    private let constants: UInt32
    private let rules: UInt32
    private let purpose: UInt8

    /// - Returns: nil for programs that have lookups or inputs of their own, which the walk looks at.
    init?(_ program: ProgramRecord) {
        guard program.entries == noIndex, program.inputCount == 0 else { return nil }
        code = program.code
        registers = SIMD4(program.filled, program.registers, program.toolSlot, program.nowSlot)
        constants = program.constantsCount
        rules = program.rulesCount
        purpose = program.purpose
    }
}
