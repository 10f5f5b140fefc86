import Callgate

/// A decision for people.
struct ReportText {
    private let palette: Palette

    init(isColored: Bool) { palette = Palette(isColored: isColored) }

    func text(_ report: DecisionReport) -> String {
        var lines = [
            palette.colored(palette.bold("\(report.effect.name)"), as: report.effect)
                + "  " + Palette.harmless(report.tool ?? "(no tool)")
        ]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("  " + palette.dim(Palette.fitted(name, 10)) + Palette.harmless(value))
        }
        add("reason", "\(report.reason.name)")
        add("rule", report.rule)
        add("message", report.message)
        add("approvers", report.approvers.joined(separator: ", "))
        add("timeout", report.timeoutSeconds.map { "\($0) s" })
        if report.matched.count > 1 { add("matched", report.matched.joined(separator: ", ")) }
        add("monitored", report.monitored.joined(separator: ", "))
        if let error = report.error {
            add("error", "\(error.kind): \(error.detail)" + (error.offset.map { ", at byte \($0)" } ?? ""))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
