import Callgate

/// An explanation for people: each rule, its condition, and the value of each part under it.
struct ExplanationText {
    private let palette: Palette
    private let isColored: Bool

    init(isColored: Bool) {
        self.isColored = isColored
        palette = Palette(isColored: isColored)
    }

    func text(_ explanation: Explanation) -> String {
        var text = ReportText(isColored: isColored).text(explanation.report)
        text += "  " + palette.dim(Palette.fitted("why", 10)) + Palette.harmless(explanation.why) + "\n"
        for rule in explanation.rules { text += "\n" + self.text(rule) }
        return text
    }

    private func text(_ rule: Explanation.Rule) -> String {
        let mode = rule.isMonitored ? ", monitored" : ""
        var lines = [
            palette.bold("rule \(Palette.harmless(rule.name))") + "  "
                + palette.colored("\(rule.effect.name)", as: rule.effect)
                + "\(mode)  \(rule.outcome.rawValue)  " + palette.dim(rule.place)
        ]
        guard rule.condition != nil else {
            lines.append("  no condition: it always matches")
            return lines.joined(separator: "\n") + "\n"
        }
        let sources = rule.values.map { value in
            String(repeating: "  ", count: value.depth + 1) + Self.oneLine(value.source.description)
        }
        let width = min(sources.map(\.count).max() ?? 0, 72)
        for (source, value) in zip(sources, rule.values) {
            let shown = value.value.map(Palette.harmless) ?? palette.dim("not evaluated")
            let suffix = value.isInLoop && value.value != nil ? palette.dim("  (last time around)") : ""
            let padding = String(repeating: " ", count: max(width - source.count, 0))
            lines.append("\(source)\(padding)  \(value.isError ? palette.red(shown) : shown)\(suffix)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Source on one line: runs of space become one.
    private static func oneLine(_ source: String) -> String {
        Palette.harmless(
            source.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" })
                .joined(separator: " "))
    }
}
