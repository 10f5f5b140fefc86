/// What one operation of a workload costs.
struct Measurement: Codable, Equatable {
    /// Machine instructions, counted by callgrind.
    var instructions: Double
    /// Blocks of memory asked for.
    var allocations: Double
    /// Whether one allocation is a defect, whatever the baseline says.
    var isAllocationFree: Bool
    /// The median; informs and never decides. Left out of baselines.
    var nanoseconds: Double?
}

/// What a whole run of the benchmarks found.
struct Report: Codable {
    var environment: MeasuringEnvironment
    var benchmarks: [String: Measurement]
    /// Left out of baselines.
    var file: FileThroughput?
    /// Left out of baselines.
    var compilation: Compilation?
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}
