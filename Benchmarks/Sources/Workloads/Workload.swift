/// Something that can be done over and over, at the same cost each time.
protocol Workload: ~Copyable {
    /// Unique, of the form "group/case": baselines go by it.
    var name: String { get }
    /// Whether a single block of memory asked for, or a single reference counted, is a defect.
    var isAllocationFree: Bool { get }
    /// Operations of a run whose instructions are counted.
    var countedOperations: Int { get }
    /// Operations of a batch that is timed: enough of them that the clock's own cost vanishes.
    var timedOperations: Int { get }

    /// Does the operation `count` times.
    /// - Throws: ``WorkloadFailure`` where it did not come to what it must.
    mutating func run(_ count: Int) throws
}

struct WorkloadFailure: Error, CustomStringConvertible {
    let description: String
}
