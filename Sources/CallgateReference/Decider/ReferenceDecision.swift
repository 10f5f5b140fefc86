public import CallgatePolicy

/// What a policy decides on a call, and why.
public struct ReferenceDecision: Sendable, Hashable {
    public var effect: PolicyEffect
    public var reason: Reason
    /// The name of the rule that decided, for the reasons `rule` and `error`.
    public var rule: String?
    /// The names of the enforced rules that matched, in the order of the documents; those that deny or
    /// ask for a review match, too, where their condition fails.
    public var matched: [String]
    /// The same of the monitored rules, which do not decide.
    public var monitored: [String]
    /// For the reasons `error` and `malformed`.
    public var error: Failure?
    /// Nil where the call is malformed.
    public var tool: String?

    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The condition of a rule was true.
        case rule
        /// No rule that governs the tool matched.
        case `default`
        /// No enforced rule governs the tool.
        case ungoverned
        /// The condition of a rule failed.
        case error
        case malformed
        /// What a guard adds: a limit is reached, a role does not allow it, there is no session that does,
        /// a rule matched that reads what the session has read, or that follows from it.
        case limit, role, session, trust, flow
    }

    /// An ``EvaluationError`` or a ``Malformation``.
    public struct Failure: Sendable, Hashable {
        /// The raw name of its kind.
        public var kind: String
        /// The byte of the call that is the cause, where one is.
        public var offset: Int?

        public init(_ kind: String, offset: Int? = nil) {
            self.kind = kind
            self.offset = offset
        }
    }

    public init(
        effect: PolicyEffect, reason: Reason, rule: String? = nil, matched: [String] = [],
        monitored: [String] = [], error: Failure? = nil, tool: String? = nil
    ) {
        self.effect = effect
        self.reason = reason
        self.rule = rule
        self.matched = matched
        self.monitored = monitored
        self.error = error
        self.tool = tool
    }
}
