/// What moved between a baseline and a measurement.
struct Comparison {
    /// The share of a count that may come and go without a word, in both directions: an improvement
    /// that is not committed would hide the next step back.
    static let tolerance = 0.01
    /// The same where the compiler, the C library or the processor is another one than the baseline's: they
    /// move counts by some percent.
    static let foreignTolerance = 0.1

    private let tolerance: Double
    /// A line for each benchmark and quantity that moved, in the order of their names.
    private(set) var findings: [Finding] = []

    struct Finding {
        let name: String
        let description: String
    }

    init(baseline: Report, measured: Report) {
        self.init(
            baseline: baseline.benchmarks, measured: measured.benchmarks,
            tolerance: measured.environment == baseline.environment ? Self.tolerance : Self.foreignTolerance)
        for name in Set(baseline.images.keys).union(measured.images.keys).sorted() {
            compareCounts("image \(name)", "bytes", baseline.images[name] ?? 0, measured.images[name] ?? 0)
        }
    }

    init(
        baseline: [String: Measurement], measured: [String: Measurement], tolerance: Double = Self.tolerance
    ) {
        self.tolerance = tolerance
        for name in Set(baseline.keys).union(measured.keys).sorted() {
            switch (baseline[name], measured[name]) {
            case (let before?, let after?):
                compareCounts(name, "instructions", before.instructions, after.instructions)
                compareFree(name, before, after)
            case (nil, let after?):
                report(name, "is not in the baseline")
                compareFree(name, after, after)
            default: report(name, "is in the baseline and was not measured")
            }
        }
    }

    private mutating func compareFree(_ name: String, _ before: Measurement, _ after: Measurement) {
        for (quantity, path) in [("allocations", \Measurement.allocations), ("retains", \Measurement.retains)] {
            let count = after[keyPath: path]
            guard after.isAllocationFree else {
                compareCounts(name, quantity, before[keyPath: path], count)
                continue
            }
            if count != 0 { report(name, "\(quantity): \(Format.number(count)) an operation, must be 0") }
        }
    }

    private mutating func compareCounts(
        _ name: String, _ quantity: String, _ before: Double, _ after: Double
    ) {
        guard abs(after - before) > tolerance * before else { return }
        let change = before == 0 ? "" : ", \(Format.change(after / before - 1))"
        report(name, "\(quantity): \(Format.number(before)) → \(Format.number(after))\(change)")
    }

    private mutating func report(_ name: String, _ description: String) {
        findings.append(Finding(name: name, description: description))
    }
}
