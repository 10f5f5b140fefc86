internal import CallgateBytecode

extension Explanation {
    /// One line of JSON, without a line feed.
    public var json: String { ExplanationJSON.text(self) }
}

private enum ExplanationJSON {
    static func text(_ explanation: Explanation) -> String {
        let report = explanation.report
        var parts = [
            field("decision", "\(report.effect.name)"), field("reason", "\(report.reason.name)"),
            field("why", explanation.why),
        ]
        if let cause = explanation.cause { parts.append(field("cause", cause)) }
        if let rule = report.rule { parts.append(field("rule", rule)) }
        if let message = report.message { parts.append(field("message", message)) }
        for (key, names) in [
            ("approvers", report.approvers), ("matched", report.matched), ("monitored", report.monitored),
        ] where !names.isEmpty {
            parts.append("\"\(key)\":[\(names.map(JSONText.quoted).joined(separator: ","))]")
        }
        if let seconds = report.timeoutSeconds { parts.append("\"timeout_seconds\":\(seconds)") }
        if let error = report.error {
            parts.append(
                "\"error\":{\(field("kind", error.kind)),\(field("detail", error.detail))"
                    + (error.offset.map { ",\"offset\":\($0)" } ?? "") + "}")
        }
        if let tool = report.tool { parts.append(field("tool", tool)) }
        parts.append("\"rules\":[\(explanation.rules.map(rule).joined(separator: ","))]")
        return "{\(parts.joined(separator: ","))}"
    }

    private static func rule(_ rule: Explanation.Rule) -> String {
        var parts = [
            field("name", rule.name), field("effect", "\(rule.effect.name)"),
            field("mode", rule.isMonitored ? "monitor" : "enforce"),
            field("outcome", rule.outcome.rawValue), field("place", rule.place),
        ]
        if let condition = rule.condition { parts += excerpt("condition", condition) }
        parts.append("\"values\":[\(rule.values.map(value).joined(separator: ","))]")
        return "{\(parts.joined(separator: ","))}"
    }

    private static func value(_ value: Explanation.Value) -> String {
        var parts = excerpt("source", value.source) + ["\"depth\":\(value.depth)"]
        if let text = value.value { parts.append(field(value.isError ? "error" : "value", text)) }
        return "{\(parts.joined(separator: ","))}"
    }

    /// Source; where some of it is left out, how many bytes of it.
    private static func excerpt(_ name: String, _ source: SourceExcerpt) -> [String] {
        let omitted = source.omittedBytes
        return [field(name, source.text)] + (omitted > 0 ? ["\"\(name)_omitted_bytes\":\(omitted)"] : [])
    }

    private static func field(_ name: String, _ value: String) -> String {
        "\"\(name)\":\(JSONText.quoted(value))"
    }
}
