/// What moved between a baseline and a measurement.
struct Comparison {
    /// The share of a count that may come and go without a word, in both directions: an improvement
    /// that is not committed would hide the next step back.
    static let tolerance = 0.01

    /// A line for each benchmark and quantity that moved, in the order of their names.
    private(set) var findings: [Finding] = []

    struct Finding {
        let name: String
        let description: String
        /// Whether it is wrong whatever the baseline says and was measured with.
        let isDefect: Bool
    }

    init(baseline: [String: Measurement], measured: [String: Measurement]) {
        for name in Set(baseline.keys).union(measured.keys).sorted() {
            switch (baseline[name], measured[name]) {
            case (let before?, let after?): compare(name, before, after)
            case (nil, let after?):
                report(name, "is not in the baseline")
                compareAllocations(name, after.allocations, after)
            default: report(name, "is in the baseline and was not measured")
            }
        }
    }

    private mutating func compare(_ name: String, _ before: Measurement, _ after: Measurement) {
        compareCounts(name, "instructions", before.instructions, after.instructions)
        compareAllocations(name, before.allocations, after)
    }

    private mutating func compareAllocations(_ name: String, _ before: Double, _ after: Measurement) {
        if after.isAllocationFree {
            if after.allocations != 0 {
                let count = Format.number(after.allocations)
                report(name, "allocations: \(count) an operation, must be 0", isDefect: true)
            }
        } else {
            compareCounts(name, "allocations", before, after.allocations)
        }
    }

    private mutating func compareCounts(
        _ name: String, _ quantity: String, _ before: Double, _ after: Double
    ) {
        guard abs(after - before) > Self.tolerance * before else { return }
        let change = before == 0 ? "" : ", \(Format.change(after / before - 1))"
        report(name, "\(quantity): \(Format.number(before)) → \(Format.number(after))\(change)")
    }

    private mutating func report(_ name: String, _ description: String, isDefect: Bool = false) {
        findings.append(Finding(name: name, description: description, isDefect: isDefect))
    }
}
