import Foundation

/// Tests the check itself: it must be silent on the same code, and must notice each disturbance.
struct Canary {
    private let workloads: Workloads
    private let baseline: [String: Measurement]
    private(set) var failures: [String] = []

    /// Measures a baseline of its own, so that it does not matter what the committed one was made with.
    /// Workloads of each kind are enough.
    init(_ workloads: Workloads) throws {
        var some = workloads
        some.groups = ["decide/", "line/large", "load/example", "compile/", "field/10", "tools/100_", "opcode/add@"]
        self.workloads = some
        baseline = try some.counts()
    }

    mutating func run() throws {
        let free = baseline.filter(\.value.isAllocationFree).keys.sorted()
        try expect("undisturbed", [], finds: [])
        try expect("one operation more for each", ["extra-every=1"], finds: baseline.keys.sorted())
        // Compiling is counted over too few operations for one more in 40.
        try expect(
            "one more in 40, 2.5 %", ["extra-every=40"],
            finds: baseline.keys.filter { !$0.hasPrefix("compile/") }.sorted())
        try expect("one more in 250, 0.4 %", ["extra-every=250"], finds: [])
        try expect(
            "one allocation in the run", ["allocate"],
            finds: baseline.filter { $0.value.isAllocationFree || $0.value.allocations == 0 }.keys.sorted())
        try expect("one retain in the run", ["retain"], finds: free)
        let slower = baseline.mapValues { before in
            var before = before
            before.instructions *= 1.02
            return before
        }
        expect("2 % fewer than the baseline", Comparison(baseline: slower, measured: baseline),
            finds: baseline.keys.sorted())
        expect("a benchmark that is gone", Comparison(baseline: baseline, measured: [:]),
            finds: baseline.keys.sorted())
        expect("a benchmark that is new", Comparison(baseline: [:], measured: baseline),
            finds: baseline.keys.sorted())
        let report = Report(environment: try .current(), benchmarks: baseline, images: ["tools/1": 1000])
        var larger = report
        larger.images["tools/1"] = 1011
        expect("an image 1.1 % larger", Comparison(baseline: report, measured: larger), finds: ["image tools/1"])
    }

    /// - Parameter finds: the names of the benchmarks that the comparison must report, no others.
    private mutating func expect(_ what: String, _ disturbance: [String], finds: [String]) throws {
        var disturbed = workloads
        disturbed.disturbance = disturbance
        expect(
            what, Comparison(baseline: baseline, measured: try disturbed.counts()), finds: finds)
    }

    private mutating func expect(_ what: String, _ comparison: Comparison, finds names: [String]) {
        let found = Set(comparison.findings.map(\.name)).sorted()
        let isRight = found == names
        print("\(isRight ? "ok  " : "FAIL") \(what): \(found.count) of \(baseline.count) reported")
        fflush(nil)
        guard !isRight else { return }
        failures.append("\(what): reported \(found), should have been \(names)")
        for finding in comparison.findings { print("       \(finding.name)  \(finding.description)") }
    }
}
