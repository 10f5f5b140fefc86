public import CallgateBytecode
public import CallgateMachine

/// A call that a guard is asked about.
public struct GuardedCall: Sendable, Hashable {
    /// Names the call in records, approvals and causes; nil for one that the guard makes.
    public var id: String?
    /// `{"tool": …, "args": …, "context": …}`; members of other names are not looked at.
    public var json: [UInt8]
    public var session: String?
    /// The session that this call's session is a child of, where that begins with the call.
    public var parent: String?
    /// What an approval gave for exactly this call.
    public var token: String?

    public init(
        _ json: [UInt8], id: String? = nil, session: String? = nil, parent: String? = nil, token: String? = nil
    ) {
        self.json = json
        self.id = id
        self.session = session
        self.parent = parent
        self.token = token
    }
}

/// What a guard decides.
public struct GuardDecision: Sendable {
    /// The ID of the call.
    public let id: String
    public let call: GuardedCall
    public let report: DecisionReport
    /// The call whose result is the reason.
    public let cause: String?
    /// Why the call's token was refused, or an approval that the call needs could not be opened.
    public let approvalError: ApprovalError?
    /// Until when the approval that the call waits for can be given, in nanoseconds since 1970; its ID is
    /// that of the call.
    public let deadline: Int64?
    /// The policy that decided: SHA-256 of its sources, in hexadecimal.
    public let policy: String
    /// The ID of the call's record.
    public let record: RecordID
    /// ``Guard/number`` of the guard.
    let madeBy: RecordID

    public var effect: Effect { report.effect }
    public var reason: Decision.Reason { report.reason }
    public var isAllowed: Bool { effect == .allow }
}

/// What a guard says of a result.
public struct ResultJudgement: Sendable, Hashable {
    /// Whether the result is to be kept from the agent.
    public let isBlocked: Bool
    public let isTrusted: Bool
    /// In the order in which the policy first gives them.
    public let labels: [String]
    /// The rules that matched.
    public let rules: [String]
    /// What the session has read by now; nil where the call has no session.
    public let session: SessionState?
}

/// What a session has read by now.
public struct SessionState: Sendable, Hashable {
    public let isTrusted: Bool
    public let labels: [String]
}
