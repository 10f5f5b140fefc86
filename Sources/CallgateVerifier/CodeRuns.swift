import CallgateBytecode

/// The runs of code that programs have, one behind the other; programs of one shape may have the same one.
struct CodeRuns {
    /// Where they start, in their order.
    private var starts: [UInt32] = []
    /// The first program of each.
    private var programs: [UInt32] = []
    /// How many outputs each one writes.
    private var outputs: [UInt32] = []
    /// Where the last one ends.
    private(set) var end: UInt32 = 0
    /// Of runs that several programs have: for each constant a bit for each kind that it may have.
    var kinds: [Int: [UInt32]] = [:]

    /// The run that starts there.
    func run(at start: UInt32) -> Int? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < starts.count && starts[low] == start ? low : nil
    }

    /// The first program that has a run.
    func program(of run: Int) -> Int { Int(programs[run]) }

    /// How many outputs a program writes that has been walked through.
    func outputs(of program: ProgramRecord) -> Int { run(at: program.code.start).map { Int(outputs[$0]) } ?? 0 }

    mutating func append(_ run: RunRef, of program: Int, outputs written: UInt32) {
        starts.append(run.start)
        programs.append(UInt32(program))
        outputs.append(written)
        end = run.start + run.count
    }
}
