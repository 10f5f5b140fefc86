/// `callgate eval` over a file, and plain copying of lines beside it.
struct FileThroughput: Codable {
    var calls: Int
    var eval: Cost
    /// `callgate eval --jobs 2`.
    var twoJobs: Cost
    /// Reads the same input and writes as many lines, of the average length of a decision line.
    var copy: Cost
    /// The peak memory of `callgate eval` over a tenth of the file.
    var kibibytesForTenth: Int

    /// What one run cost: the fastest of several by the clock.
    struct Cost: Codable {
        var bytesRead: Int
        var bytesWritten: Int
        var seconds: Double
        var userSeconds: Double
        var systemSeconds: Double
        /// The most memory at once.
        var kibibytes: Int
    }

    /// How many times as long as copying, by the clock.
    var ratio: Double { eval.seconds / copy.seconds }

    /// How many times as long as copying, in processor time.
    var processorRatio: Double { processorSeconds(eval) / processorSeconds(copy) }

    var table: String {
        let head = ["", "calls/s", "MB/s in", "MB/s out", "s", "s user", "s system", "peak MiB"]
        return Format.table([head, row("callgate eval", eval), row("callgate eval --jobs 2", twoJobs), row("line-copy", copy)])
            + "\nratio \(Format.number(ratio)) by the clock, \(Format.number(processorRatio)) in processor "
            + "time; peak over a tenth of the calls: \(mebibytes(kibibytesForTenth)) MiB"
    }

    private func row(_ name: String, _ cost: Cost) -> [String] {
        [
            name, Format.number((Double(calls) / cost.seconds).rounded()),
            Format.number((Double(cost.bytesRead) / cost.seconds / 1e6).rounded()),
            Format.number((Double(cost.bytesWritten) / cost.seconds / 1e6).rounded()),
            Format.number(cost.seconds), Format.number(cost.userSeconds),
            Format.number(cost.systemSeconds), mebibytes(cost.kibibytes),
        ]
    }

    private func mebibytes(_ kibibytes: Int) -> String { Format.number(Double(kibibytes) / 1024) }

    private func processorSeconds(_ cost: Cost) -> Double { cost.userSeconds + cost.systemSeconds }
}
