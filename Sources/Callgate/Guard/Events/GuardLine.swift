internal import CallgateBytecode

/// Lines that answer events. Keys stand in one order; those that don't apply are left out.
enum GuardLine {
    /// `id`, what a decision line has, and `cause` before `tool`.
    static func text(of decision: GuardDecision, hasID: Bool) -> [UInt8] {
        text(of: decision.report, id: hasID ? decision.id : nil, cause: decision.cause)
    }

    /// Likewise, of a report alone.
    static func text(of report: DecisionReport, id: String?, cause: String?) -> [UInt8] {
        var line = LineBuffer()
        line.append("{")
        if let id {
            append("id", id, to: &line)
            line.append(",")
        }
        line.append("\"decision\":\"")
        line.append(report.effect.name)
        line.append("\",\"reason\":\"")
        line.append(report.reason.name)
        line.append("\"")
        if let rule = report.rule { appendNext("rule", rule, to: &line) }
        if let message = report.message { appendNext("message", message, to: &line) }
        if !report.approvers.isEmpty { append("approvers", report.approvers, to: &line) }
        if let seconds = report.timeoutSeconds {
            line.append(",\"timeout_seconds\":")
            line.append(seconds)
        }
        if !report.matched.isEmpty { append("matched", report.matched, to: &line) }
        if !report.monitored.isEmpty { append("monitored", report.monitored, to: &line) }
        if let error = report.error { append(error, to: &line) }
        if let cause { appendNext("cause", cause, to: &line) }
        if let tool = report.tool { appendNext("tool", tool, to: &line) }
        line.append("}")
        return unsafe line.withBytes { unsafe Array($0) }
    }

    static func text(of judgement: ResultJudgement, _ id: String, _ error: DecisionReport.Failure? = nil) -> [UInt8] {
        var line = LineBuffer()
        line.append("{")
        append("result_of", id, to: &line)
        line.append(",\"verdict\":\"")
        line.append(judgement.isBlocked ? "block" : "pass")
        line.append("\",")
        append(isTrusted: judgement.isTrusted, to: &line)
        append("labels", judgement.labels, to: &line)
        if !judgement.rules.isEmpty { append("rules", judgement.rules, to: &line) }
        if let session = judgement.session {
            line.append(",\"session\":{")
            append(isTrusted: session.isTrusted, to: &line)
            append("labels", session.labels, to: &line)
            line.append("}")
        }
        if let error { append(error, to: &line) }
        line.append("}")
        return unsafe line.withBytes { unsafe Array($0) }
    }

    static func refusedResult(_ id: String, _ detail: String) -> [UInt8] {
        var line = LineBuffer()
        line.append("{")
        append("result_of", id, to: &line)
        line.append(",\"verdict\":\"block\",")
        append(isTrusted: false, to: &line)
        line.append(",\"labels\":[]")
        append(DecisionReport.Failure(kind: "unknown_call", detail: detail), to: &line)
        line.append("}")
        return unsafe line.withBytes { unsafe Array($0) }
    }

    static func answer(_ verb: String, _ id: String, status: String, error: String?) -> [UInt8] {
        var line = LineBuffer()
        line.append("{")
        append(verb, id, to: &line)
        appendNext("status", status, to: &line)
        if let error { appendNext("error", error, to: &line) }
        line.append("}")
        return unsafe line.withBytes { unsafe Array($0) }
    }

    static func malformed(id: String?, _ detail: String) -> [UInt8] {
        var line = LineBuffer()
        line.append("{")
        if let id {
            append("id", id, to: &line)
            line.append(",")
        }
        line.append("\"decision\":\"deny\",\"reason\":\"malformed\"")
        append(DecisionReport.Failure(kind: "invalid_event", detail: detail), to: &line)
        line.append("}")
        return unsafe line.withBytes { unsafe Array($0) }
    }

    // MARK: Members

    private static func append(_ key: String, _ value: String, to line: inout LineBuffer) {
        line.appendQuoted(key)
        line.append(":")
        line.appendQuoted(value)
    }

    private static func appendNext(_ key: String, _ value: String, to line: inout LineBuffer) {
        line.append(",")
        append(key, value, to: &line)
    }

    private static func append(_ key: String, _ values: [String], to line: inout LineBuffer) {
        line.append(",")
        line.appendQuoted(key)
        line.append(":[")
        for (index, value) in values.enumerated() {
            if index > 0 { line.append(",") }
            line.appendQuoted(value)
        }
        line.append("]")
    }

    private static func append(isTrusted: Bool, to line: inout LineBuffer) {
        line.append("\"trust\":\"")
        line.append(isTrusted ? "trusted" : "untrusted")
        line.append("\"")
    }

    private static func append(_ error: DecisionReport.Failure, to line: inout LineBuffer) {
        line.append(",\"error\":{\"kind\":")
        line.appendQuoted(error.kind)
        line.append(",\"detail\":")
        line.appendQuoted(error.detail)
        if let offset = error.offset {
            line.append(",\"offset\":")
            line.append(offset)
        }
        line.append("}")
    }
}
