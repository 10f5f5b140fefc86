import CallgrindMarks
import CountingAllocator

/// Runs workloads and says what they cost.
struct Meter {
    enum Quantity: String {
        case instructions, allocations, times
    }

    let quantity: Quantity
    var disturbance = Disturbance()

    /// Batches of which the median is taken: odd, so that there is a middle one, and no more than fit into
    /// the patience.
    private static let batches = 101
    private static let patience = Duration.milliseconds(500)

    init(_ quantity: Quantity) throws {
        self.quantity = quantity
        guard quantity == .instructions else { return }
        guard callgate_under_valgrind() != 0 else {
            throw WorkloadFailure(description: "instructions are counted under valgrind only")
        }
        callgate_marks_start()
    }

    /// Only workloads whose names begin with one of these are measured; all, where there is none.
    var groups: [String] = []

    func wants(_ name: String) -> Bool { groups.isEmpty || groups.contains { name.hasPrefix($0) } }

    mutating func measure<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        guard wants(work.name) else { return }
        // For whatever is set up on first use, and until the allocator has settled.
        try work.run(work.countedOperations)
        switch quantity {
        case .instructions: try countInstructions(&work)
        case .allocations: try countAllocations(&work)
        case .times: try takeTimes(&work)
        }
    }

    /// Two counts, of a run and of one twice as long: what does not grow with the run cancels out.
    private mutating func countInstructions<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        for operations in [work.countedOperations, 2 * work.countedOperations] {
            try "\(work.name) \(operations)".withCString { mark in
                callgate_marks_reset()
                try disturbance.run(&work, operations)
                callgate_marks_dump(mark)
            }
        }
    }

    private mutating func countAllocations<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        let operations = work.countedOperations
        let before = callgate_allocations()
        try disturbance.run(&work, operations)
        let count = callgate_allocations() - before
        print("\(work.name) \(operations) \(count) \(work.isAllocationFree)")
    }

    private func takeTimes<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        let clock = ContinuousClock()
        var times: [Duration] = []
        let begin = clock.now
        while times.count < Self.batches, times.count % 2 == 0 || clock.now - begin < Self.patience {
            let start = clock.now
            try work.run(work.timedOperations)
            times.append(clock.now - start)
        }
        times.sort()
        let median = times[times.count / 2] / .nanoseconds(1)
        print("\(work.name) \(work.timedOperations) \(Int(median))")
    }
}
