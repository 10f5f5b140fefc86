import Callgate

/// What `callgate bench` prints.
struct BenchResult {
    let calls: CallFile
    var times = DecisionTimes()
    /// Of a decision, where it was asked for.
    var instructions: UInt64?
    /// The dearest rule, where it was asked for.
    var worstCase: (units: UInt64, rule: String)?
    /// A line for each limit that is passed.
    private(set) var failures: [String] = []

    private static let percentiles: [(name: String, percent: Double)] = [("p50", 50), ("p90", 90), ("p99", 99)]

    init(calls: CallFile) { self.calls = calls }

    mutating func limit(_ what: String, _ value: UInt64, _ most: UInt64, _ unit: String) {
        guard value > most else { return }
        failures.append("error: \(what) takes \(value) \(unit), more than the limit of \(most)")
    }

    private var callsPerSecond: Double { 1e9 / max(times.mean, 1e-3) }
    private var bytesPerSecond: Double {
        callsPerSecond * Double(calls.callBytes) / Double(calls.ranges.count)
    }

    /// One object on a line.
    var json: String {
        let percentiles = Self.percentiles.map { "\"\($0.name)\":\(times.percentile($0.percent))" }
        var members = [
            "\"calls\":\(calls.ranges.count)",
            "\"ns\":{\"mean\":\(Self.tenths(times.mean)),\(percentiles.joined(separator: ",")),\"max\":\(times.histogram.max)}",
            "\"calls_per_second\":\(Int(callsPerSecond))", "\"bytes_per_second\":\(Int(bytesPerSecond))",
        ]
        if let instructions { members.append("\"instructions\":\(instructions)") }
        if let worstCase {
            members.append("\"worst_case\":{\"units\":\(worstCase.units),\"rule\":\(JSONText.quoted(worstCase.rule))}")
        }
        return "{\(members.joined(separator: ","))}\n"
    }

    /// A table for people.
    var text: String {
        var rows = [("mean", "\(Self.tenths(times.mean)) ns", "\(times.decisions) decisions in batches, the loop around them included")]
        rows += Self.percentiles.map { ($0.name, "\(times.percentile($0.percent)) ns", "") }
        rows[1].2 = "\(times.histogram.totalCount) decisions one by one, less \(times.clock) ns for the clock"
        rows.append(("max", "\(times.histogram.max) ns", ""))
        rows.append(("calls", "\(Int(callsPerSecond))", "a second, on one thread"))
        rows.append(("bytes", "\(Int(bytesPerSecond))", "a second"))
        if let instructions { rows.append(("instructions", "\(instructions)", "a decision")) }
        if let worstCase {
            rows.append(("worst case", "\(worstCase.units)", "units of fuel: \(Palette.harmless(worstCase.rule))"))
        }
        let width = rows.map { $0.1.count }.max() ?? 0
        let lines = rows.map { name, value, remark in
            let padding = String(repeating: " ", count: width - value.count)
            return "  \(Palette.fitted(name, 12))  \(padding)\(value)" + (remark.isEmpty ? "" : "  \(remark)")
        }
        return "\(calls.ranges.count) calls, \(calls.callBytes) bytes\n" + lines.joined(separator: "\n") + "\n"
    }

    /// With one decimal.
    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
