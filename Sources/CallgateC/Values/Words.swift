internal import CallgateBytecode
internal import CallgateHeader
internal import CallgateMachine

extension Effect {
    /// The header's number: what nobody has filled denies.
    @inline(__always)
    var number: Int32 {
        switch self {
        case .allow: Int32(CALLGATE_ALLOW)
        case .review: Int32(CALLGATE_REVIEW)
        case .deny: Int32(CALLGATE_DENY)
        }
    }
}

extension Decision.Reason {
    /// The header's number.
    @inline(__always)
    var number: Int32 {
        switch self {
        case .rule: Int32(CALLGATE_REASON_RULE)
        case .default: Int32(CALLGATE_REASON_DEFAULT)
        case .ungoverned: Int32(CALLGATE_REASON_UNGOVERNED)
        case .error: Int32(CALLGATE_REASON_ERROR)
        case .malformed: Int32(CALLGATE_REASON_MALFORMED)
        case .trap: Int32(CALLGATE_REASON_TRAP)
        case .limit: Int32(CALLGATE_REASON_LIMIT)
        case .role: Int32(CALLGATE_REASON_ROLE)
        case .session: Int32(CALLGATE_REASON_SESSION)
        case .trust: Int32(CALLGATE_REASON_TRUST)
        case .flow: Int32(CALLGATE_REASON_FLOW)
        case .approval: Int32(CALLGATE_REASON_APPROVAL)
        case .records: Int32(CALLGATE_REASON_RECORDS)
        }
    }
}

@c @implementation
public func callgate_effect_name(_ effect: Int32) -> UnsafePointer<CChar>? {
    let effects: [Effect] = [.allow, .review, .deny]
    return unsafe effects.first { $0.number == effect }?.name.cString
}

@c @implementation
public func callgate_reason_name(_ reason: Int32) -> UnsafePointer<CChar>? {
    // Reasons have the raw values from 0 on.
    let reasons = (0...UInt8.max).lazy.compactMap { Decision.Reason(rawValue: $0) }
    return unsafe reasons.first { $0.number == reason }?.name.cString
}
