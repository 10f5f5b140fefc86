public import CallgateBytecode
public import CallgateMachine

/// What was decided on a call, beside the call itself: small, and copied without touching memory elsewhere.
public struct DecisionFacts: Sendable {
    public var time: CallTime
    public var effect: Effect
    /// One of the reasons of decision lines, or what a guard adds to them.
    public var reason: StaticString
    /// The stable name of what went wrong.
    public var error: StaticString?
    /// The number of the rule that decided, or `noIndex`.
    public var rule: UInt32
    /// Nil where no image had a part in it.
    public var image: RecordedImage?
    /// From the call's arrival to its decision.
    public var durationNanoseconds: UInt64
    /// The approval that the call asks for, or that let it pass.
    public var approval: RecordID?
    /// Whether the call is no well-formed one, so that nothing of it can be kept.
    public var isMalformed: Bool

    public init(
        time: CallTime, effect: Effect, reason: StaticString, error: StaticString? = nil, rule: UInt32 = noIndex,
        image: RecordedImage? = nil, durationNanoseconds: UInt64, approval: RecordID? = nil, isMalformed: Bool = false
    ) {
        self.time = time
        self.effect = effect
        self.reason = reason
        self.error = error
        self.rule = rule
        self.image = image
        self.durationNanoseconds = durationNanoseconds
        self.approval = approval
        self.isMalformed = isMalformed
    }

    /// What a gate decided.
    public init(
        _ decision: Decision, at time: CallTime, image: RecordedImage, durationNanoseconds: UInt64,
        approval: RecordID? = nil
    ) {
        let error: StaticString? =
            switch decision.reason {
            case .malformed: decision.malformed.kind.name
            case .trap: decision.trap?.name
            case .error: decision.error.errorKind?.name
            case .rule, .default, .ungoverned, .limit, .role, .session, .trust, .flow, .approval, .records: nil
            }
        self.init(
            time: time, effect: decision.effect, reason: decision.reason.name, error: error, rule: decision.rule,
            image: image, durationNanoseconds: durationNanoseconds, approval: approval,
            isMalformed: decision.reason == .malformed)
    }
}

extension DecisionFacts {
    /// The image, as long as somebody holds the facts: a parameter is held until the function returns.
    var imageReference: Unmanaged<RecordedImage>? { unsafe image.map { unsafe Unmanaged.passUnretained($0) } }
}

/// How the result of a call was judged.
public struct ResultFacts: Sendable {
    /// The decision on the call.
    public var of: RecordID
    public var judgement: DecisionFacts
    /// The size of the result as JSON.
    public var bytes: Int
    public var isTrusted: Bool
    /// What the result is labelled with.
    public var labels: [String]

    public init(of: RecordID, judgement: DecisionFacts, bytes: Int, isTrusted: Bool, labels: [String] = []) {
        self.of = of
        self.judgement = judgement
        self.bytes = bytes
        self.isTrusted = isTrusted
        self.labels = labels
    }
}

/// What somebody, or time, said to a call that waited for approval.
public struct ApprovalAnswer: Hashable, Sendable {
    public enum Answer: UInt8, Hashable, Sendable, CaseIterable {
        case granted, refused, expired, withdrawn

        /// Its name in entries.
        public var name: StaticString {
            switch self {
            case .granted: "granted"
            case .refused: "refused"
            case .expired: "expired"
            case .withdrawn: "withdrawn"
            }
        }
    }

    /// The decision on the call.
    public var of: RecordID
    public var time: CallTime
    public var answer: Answer
    /// Who answered; at most ``RecordLimits/nameBytes``; nil where nobody did.
    public var approver: String?
    /// The name of the rule that asked; at most ``RecordLimits/nameBytes``.
    public var rule: String?

    public init(of: RecordID, time: CallTime, answer: Answer, approver: String? = nil, rule: String? = nil) {
        self.of = of
        self.time = time
        self.answer = answer
        self.approver = approver
        self.rule = rule
    }
}
