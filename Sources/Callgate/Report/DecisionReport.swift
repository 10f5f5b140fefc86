public import CallgateBytecode
public import CallgateMachine

/// A decision with its texts: what a decision line holds.
public struct DecisionReport: Hashable, Sendable {
    public var effect: Effect
    public var reason: Decision.Reason
    /// The rule that decided.
    public var rule: String?
    /// Its message, its placeholders filled.
    public var message: String?
    /// Who may approve, of all review rules that matched; empty where nobody is asked.
    public var approvers: [String] = []
    /// The shortest of the timeouts of the review rules that matched.
    public var timeoutSeconds: Int?
    /// The rules that matched, or counted because their condition failed.
    public var matched: [String] = []
    /// The rules that would have counted but only monitor.
    public var monitored: [String] = []
    public var error: Failure?
    /// The tool's ID; nil where the call is malformed.
    public var tool: String?

    /// What went wrong.
    public struct Failure: Hashable, Sendable {
        /// A stable name.
        public var kind: String
        public var detail: String
        /// The byte of the call that it is about.
        public var offset: Int?

        public init(kind: String, detail: String, offset: Int? = nil) {
            self.kind = kind
            self.detail = detail
            self.offset = offset
        }
    }
}

extension DecisionReport {
    /// The decision line, without a line feed.
    public var line: [UInt8] { GuardLine.text(of: self, id: nil, cause: nil) }
}

extension GuardDecision {
    /// The line that answers the call's event, without a line feed; with the call's ID where it has one of its own.
    public var line: [UInt8] { GuardLine.text(of: self, hasID: call.id != nil) }
}

/// The rules that counted in a decision, and their names. Most calls have the same ones as the call before.
struct MatchNames {
    var matches: [RuleMatch] = []
    var matched: [String] = []
    var monitored: [String] = []
}

/// Who may approve a call, and in what time.
struct ReviewTerms {
    var approvers: [String]
    var timeoutSeconds: Int?
}

extension Decider {
    /// Puts a decision's texts together.
    ///
    /// - Parameter text: the call of the decision, which is the machine's last one.
    mutating func report(
        on decision: Decision, _ text: UnsafeRawBufferPointer, at time: CallTime
    ) -> DecisionReport {
        let tool = decision.reason == .malformed ? nil : unsafe toolName(in: text)
        return unsafe report(on: decision, matches, of: tool, text, at: time) { _, _ in .none }
    }

    /// Likewise, of a call with a session.
    ///
    /// - Parameters:
    ///   - matches: the rules that counted; the machine may have forgotten them.
    ///   - tool: the tool's ID; nil where the call is malformed.
    ///   - failure: what went wrong beside the rules, in the place of what did with them.
    ///   - answer: what the session says to messages that ask.
    mutating func report(
        on decision: Decision, _ matches: [RuleMatch], of tool: String?, _ text: UnsafeRawBufferPointer,
        at time: CallTime, failure: DecisionReport.Failure? = nil,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> DecisionReport {
        // Not its view, which is large to copy.
        let image = gate.image
        let rule = decision.rule == noIndex ? nil : Int(decision.rule)
        let ruleName = rule.map { rule in texts.rule(rule) { image.view.text(image.view.rules[rule].name) } }
        if matches != lastNames.matches { lastNames = names(of: matches) }
        let terms = decision.effect == .review ? reviewTerms(of: matches) : nil
        // Made at once: changing one field after the other would copy all of it.
        return DecisionReport(
            effect: decision.effect, reason: decision.reason, rule: ruleName,
            message: rule.flatMap { unsafe message(of: $0, text, at: time, answer: answer) },
            approvers: terms?.approvers ?? [], timeoutSeconds: terms?.timeoutSeconds, matched: lastNames.matched,
            monitored: lastNames.monitored, error: failure ?? self.failure(of: decision), tool: tool)
    }

    /// The names of rules that counted.
    private func names(of matches: [RuleMatch]) -> MatchNames {
        let view = gate.image.view
        func names(_ isMonitored: Bool) -> [String] {
            matches.filter { $0.isMonitored == isMonitored }.map { view.text(view.rules[$0.rule].name) }
        }
        return MatchNames(matches: matches, matched: names(false), monitored: names(true))
    }

    /// Who may approve the machine's last call.
    func reviewTerms() -> ReviewTerms { reviewTerms(of: matches) }

    /// Who may approve, of all review rules that matched, each once, and the shortest timeout.
    func reviewTerms(of matches: [RuleMatch]) -> ReviewTerms {
        let view = gate.image.view
        var approvers: [String] = []
        var shortest: Int?
        for match in matches {
            let rule = view.rules[match.rule]
            guard !match.isMonitored, rule.effect == Effect.review.rawValue else { continue }
            let details = view.details(of: rule)
            for text in details.approvers.range {
                let approver = view.text(view.texts[text])
                if !approvers.contains(approver) { approvers.append(approver) }
            }
            if details.timeout > 0 { shortest = min(shortest ?? .max, Int(details.timeout)) }
        }
        return ReviewTerms(approvers: approvers, timeoutSeconds: shortest)
    }
}
