import Callgate
import CallgateBytecode
import CallgateMachine

/// A file of calls as a table for people: what was decided, by which rule, how fast.
struct DecisionTable: ~Copyable {
    private var decider: Decider
    private let palette = Palette(isColored: Terminal.output.isColored)
    /// Each call is decided over and over for so long, at most so often; its time is the mean.
    private static let budget = Duration.milliseconds(2)
    private static let mostRepeats = 2_000

    init(_ gate: Gate) { decider = Decider(gate) }

    mutating func print(_ path: String, at time: CallTime) throws {
        let file = try CallFile(path)
        let calls = file.ranges.map { file.bytes[$0] }
        let reports = calls.map { decider.report(Array($0), at: time) }
        let toolWidth = min(max(reports.map { ($0.tool ?? "").count }.max() ?? 0, 4), 32)
        let ruleWidth = min(max(reports.map { Self.cause($0).count }.max() ?? 0, 4), 32)
        Terminal.output.write(
            palette.bold(
                " " + Palette.fitted("effect", 8) + Palette.fitted("tool", toolWidth + 2)
                    + Palette.fitted("rule or reason", ruleWidth + 2) + "     time  message") + "\n")
        var total = Duration.zero
        var counts: [Effect: Int] = [:]
        for (call, report) in zip(calls, reports) {
            let duration = timed(Array(call), at: time)
            total += duration
            counts[report.effect, default: 0] += 1
            Terminal.output.write(
                " " + palette.colored(Palette.fitted("\(report.effect.name)", 8), as: report.effect)
                    + Palette.fitted(Palette.harmless(report.tool ?? "(none)"), toolWidth + 2)
                    + Palette.fitted(Palette.harmless(Self.cause(report)), ruleWidth + 2)
                    + Self.padded(Self.nanoseconds(duration)) + palette.dim(" ns") + "  "
                    + Palette.harmless(Self.remark(report)) + "\n")
        }
        let mean = calls.isEmpty ? 0 : Self.nanoseconds(total) / calls.count
        Terminal.output.write(
            "\n \(calls.count) calls: \(counts[.allow] ?? 0) allowed, \(counts[.review] ?? 0) for review, "
                + "\(counts[.deny] ?? 0) denied; \(mean) ns a decision on average, from JSON text\n")
    }

    /// The mean time of deciding a call.
    private mutating func timed(_ call: [UInt8], at time: CallTime) -> Duration {
        unsafe call.withUnsafeBytes { text in
            let start = ContinuousClock.now
            var repeats = 0
            var duration = Duration.zero
            while repeats < Self.mostRepeats, duration < Self.budget {
                for _ in 0..<(repeats == 0 ? 1 : 10) {
                    _ = unsafe decider.decide(text, at: time)
                    repeats += 1
                }
                duration = ContinuousClock.now - start
            }
            return duration / repeats
        }
    }

    private static func cause(_ report: DecisionReport) -> String {
        report.rule ?? "(\(report.reason.name))"
    }

    private static func remark(_ report: DecisionReport) -> String {
        var remark = report.message ?? ""
        if let error = report.error {
            let place = error.offset.map { " at byte \($0)" } ?? ""
            remark += (remark.isEmpty ? "" : "; ") + "\(error.kind)\(place): \(error.detail)"
        }
        if !report.approvers.isEmpty {
            remark += (remark.isEmpty ? "" : "; ") + "ask \(report.approvers.joined(separator: ", "))"
        }
        return remark
    }

    private static func nanoseconds(_ duration: Duration) -> Int { Int(duration / .nanoseconds(1)) }

    private static func padded(_ number: Int) -> String {
        let text = "\(number)"
        return String(repeating: " ", count: max(6 - text.count, 0)) + text
    }
}
