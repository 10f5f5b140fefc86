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
        unsafe report(on: decision, matches, text, at: time) { _, _ in .none }
    }

    /// Likewise, of a call with a session.
    ///
    /// - Parameters:
    ///   - matches: the rules that counted; the machine may have forgotten them.
    ///   - answer: what the session says to messages that ask.
    mutating func report(
        on decision: Decision, _ matches: [RuleMatch], _ text: UnsafeRawBufferPointer, at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> DecisionReport {
        var report = DecisionReport(effect: decision.effect, reason: decision.reason)
        if decision.reason != .malformed, machine.toolID.isKind(.string) {
            report.tool = unsafe machine.toolName(in: text)
        }
        let view = gate.image.view
        for match in matches {
            let name = view.text(view.rules[match.rule].name)
            if match.isMonitored { report.monitored.append(name) } else { report.matched.append(name) }
        }
        if decision.effect == .review {
            let terms = reviewTerms(of: matches)
            report.approvers = terms.approvers
            report.timeoutSeconds = terms.timeoutSeconds
        }
        report.error = failure(of: decision)
        if decision.rule != noIndex {
            report.rule = view.text(view.rules[Int(decision.rule)].name)
            report.message = unsafe message(of: Int(decision.rule), text, at: time, answer: answer)
        }
        return report
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
