/// What makes a run cost more than it should, on purpose: the check must notice it.
struct Disturbance {
    /// One operation more for each so many; 0 for none.
    var extraEvery = 0
    /// A single block of memory in a whole run.
    var allocates = false
    /// A single reference that is counted, in a whole run.
    var retains = false
    private var blocks: [[UInt8]] = []
    private var object = Counted()
    private var holder: Counted?

    private final class Counted {}

    mutating func run<Work: Workload & ~Copyable>(_ work: inout Work, _ count: Int) throws {
        try work.run(extraEvery > 0 ? count + count / extraEvery : count)
        if allocates { blocks.append([UInt8](repeating: 0, count: 1 + blocks.count)) }
        if retains { holder = holder == nil ? object : nil }
    }
}
