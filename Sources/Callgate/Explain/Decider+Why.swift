internal import CallgateBytecode

extension Decider {
    /// Why a decision came out so, in one sentence.
    ///
    /// - Parameter cause: the call whose result is the reason.
    func why(_ report: DecisionReport, _ rules: [Explanation.Rule], cause: String?) -> String {
        let read = cause.map { "; the result of call `\($0)` is where that began" } ?? ""
        let effect = "\(report.effect.name)"
        let rule = report.rule.map { "`\($0)`" } ?? "a rule"
        switch report.reason {
        case .rule:
            let others = report.matched.count - 1
            return others > 0
                ? "\(effect), because \(rule) matched; \(count(others, "other rule")) counted too, and deny beats review beats allow"
                : "\(effect), because \(rule) matched"
        case .error:
            return """
                \(effect), because the condition of \(rule) could not be evaluated; a rule that \
                restricts counts then
                """
        case .default:
            let rules = rules.count == 1 ? "its one rule did not match" : "none of its \(rules.count) rules matched"
            return "\(effect), because \(rules) and this is the default"
        case .ungoverned:
            return "\(effect), because no rule names this tool"
        case .malformed:
            return "\(effect), because this is no well-formed call"
        case .trap:
            return "\(effect), because the evaluation did not finish"
        case .limit:
            return "\(effect), because the limit of \(rule) is reached"
        case .role:
            return "\(effect), because \(rule) says so: the caller's role does not reach this far"
        case .session:
            return "\(effect), because the rules of this tool look at a session, and the call has none that counts"
        case .trust:
            return "\(effect), because \(rule) matched, which looks at what the session has read\(read)"
        case .flow:
            return "\(effect), because the session has read what must not leave it, and this tool sends outside\(read)"
        case .approval:
            return "\(effect), because of an approval"
        case .records:
            return "\(effect), because the call can't be recorded"
        }
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
