import CallgrindMarks
import CountingAllocator

/// Runs workloads and says what they cost.
struct Meter {
    enum Quantity: String {
        case instructions, allocations, times
    }

    let quantity: Quantity
    var disturbance = Disturbance()

    /// Batches of which the median is taken; odd, so that there is a middle one.
    private static let batches = 101

    init(_ quantity: Quantity) throws {
        self.quantity = quantity
        guard quantity == .instructions else { return }
        guard callgate_under_valgrind() != 0 else {
            throw WorkloadFailure(description: "instructions are counted under valgrind only")
        }
        callgate_marks_start()
    }

    mutating func measure<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        // For whatever is set up on first use, and until the allocator has settled.
        try work.run(Work.countedOperations)
        switch quantity {
        case .instructions: try countInstructions(&work)
        case .allocations: try countAllocations(&work)
        case .times: try takeTimes(&work)
        }
    }

    /// Two counts, of a run and of one twice as long: what does not grow with the run cancels out.
    private mutating func countInstructions<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        for operations in [Work.countedOperations, 2 * Work.countedOperations] {
            try "\(work.name) \(operations)".withCString { mark in
                callgate_marks_reset()
                try disturbance.run(&work, operations)
                callgate_marks_dump(mark)
            }
        }
    }

    private mutating func countAllocations<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        let operations = Work.countedOperations
        let before = callgate_allocations()
        try disturbance.run(&work, operations)
        let count = callgate_allocations() - before
        print("\(work.name) \(operations) \(count) \(Work.isAllocationFree)")
    }

    private func takeTimes<Work: Workload & ~Copyable>(_ work: inout Work) throws {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<Self.batches {
            let start = clock.now
            try work.run(Work.timedOperations)
            times.append(clock.now - start)
        }
        times.sort()
        let median = times[Self.batches / 2] / .nanoseconds(1)
        print("\(work.name) \(Work.timedOperations) \(Int(median))")
    }
}
