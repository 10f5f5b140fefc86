internal import CallgateBytecode

/// Where the constants and the rules of a tool begin, about, by its place alone.
///
/// A tool's record says where they are, but where there are many tools, it is in no cache, and what it leads to is not
/// either: two waits, one after the other. The compiler puts what belongs to many tools into the order of their places, and
/// most tools of large policies have as much as their neighbours. So the starts of every 16th tool, which stay in the
/// caches, tell those between. Nothing hangs on it but time.
@safe
struct ToolStarts {
    struct Start {
        var constants: UInt32
        var rules: UInt32
    }

    /// 2 to this power are tools for which one start is kept.
    @inline(__always)
    private static var shift: Int { 4 }

    /// The start of each 16th tool, and of the last one; none where nothing is asked ahead.
    private let starts: FixedBuffer<Start>

    init(_ tools: RecordView<ToolRecord>) {
        let count = tools.count < ToolPlace.manyTools ? 0 : tools.count &>> Self.shift + 2
        starts = FixedBuffer(count: count, filledWith: Start(constants: 0, rules: 0))
        for group in 0..<starts.count {
            let head = tools[min(group &<< Self.shift, tools.count - 1)].head
            starts[group] = Start(constants: head.constantsStart, rules: head.rulesStart)
        }
    }

    func deallocate() { starts.deallocate() }

    /// - Parameter place: of a tool, where there are enough of them.
    /// - Returns: indices of the sections of constants and of program rules, or their counts.
    @inline(__always)
    func start(of place: Int) -> (constants: Int, rules: Int) {
        let (first, next) = (starts[place &>> Self.shift], starts[place &>> Self.shift &+ 1])
        let rest = place & (1 &<< Self.shift &- 1)
        return (between(first.constants, next.constants, rest), between(first.rules, next.rules, rest))
    }

    @inline(__always)
    private func between(_ first: UInt32, _ next: UInt32, _ rest: Int) -> Int {
        Int(first) &+ ((Int(next) &- Int(first)) &* rest) &>> Self.shift
    }
}
