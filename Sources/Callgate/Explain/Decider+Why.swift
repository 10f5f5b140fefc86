internal import CallgateBytecode

extension Decider {
    /// Why a decision came out so, in one sentence.
    func why(_ report: DecisionReport, _ rules: [Explanation.Rule]) -> String {
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
        }
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
