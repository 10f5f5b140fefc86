/// What one operation of a workload costs.
struct Measurement: Codable, Equatable {
    /// Machine instructions, counted by callgrind.
    var instructions: Double
    /// Blocks of memory asked for.
    var allocations: Double
    /// References counted, up or down.
    var retains: Double
    /// Whether one allocation or retain is a defect, whatever the baseline says.
    var isAllocationFree: Bool
    /// The median; informs and never decides. Left out of baselines.
    var nanoseconds: Double?
}

/// What a whole run of the benchmarks found.
struct Report: Codable {
    var environment: MeasuringEnvironment
    var benchmarks: [String: Measurement]
    /// Bytes of images: exact, so that they are held to the baseline as well.
    var images: [String: Double]
    // What is left out of baselines: it informs.
    /// What only a clock can tell: nanoseconds of one operation.
    var large: [String: Double]?
    var file: FileThroughput?
    var compilation: Compilation?
    var threads: ThreadRates?
    var process: ProcessCosts?
    var guarded: GuardCosts?
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}
