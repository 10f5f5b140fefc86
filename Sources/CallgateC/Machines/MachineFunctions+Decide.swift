internal import Callgate
internal import CallgateBytecode
public import CallgateHeader
internal import CallgateMachine

extension callgate_decision {
    /// Writes a decision where a caller wants it. Allocates nothing.
    @inline(__always)
    static func give(
        _ decision: Decision, _ view: ImageView, matchCount: Int, to pointer: UnsafeMutablePointer<Self>?
    ) {
        guard let pointer = unsafe pointer else { return }
        unsafe pointer.pointee.effect = decision.effect.number
        unsafe pointer.pointee.reason = decision.reason.number
        unsafe pointer.pointee.rule = decision.rule
        unsafe pointer.pointee.error_offset = .max
        unsafe pointer.pointee.match_count = UInt32(matchCount)
        if decision.rule != noIndex { unsafe pointer.pointee.rule_name = view.ruleName(Int(decision.rule)) }
        switch decision.reason {
        case .malformed:
            unsafe pointer.pointee.error_kind = decision.malformed.kind.name.text
            unsafe pointer.pointee.error_offset = UInt64(decision.malformed.offset)
        case .trap: unsafe pointer.pointee.error_kind = decision.trap?.name.text ?? callgate_text()
        case .error:
            unsafe pointer.pointee.error_kind = decision.error.errorKind?.name.text ?? callgate_text()
            let place = UInt32(truncatingIfNeeded: decision.error.payload)
            if place != noIndex { unsafe pointer.pointee.error_offset = UInt64(place) }
        default: break
        }
    }
}

extension ImageView {
    /// The name of a rule in the image.
    @inline(__always)
    fileprivate func ruleName(_ rule: Int) -> callgate_text {
        let name = rules[rule].name
        // The image is verified: the reference lies within its data.
        return unsafe callgate_text(
            UnsafeRawBufferPointer(start: data.address(of: Int(name.offset)), count: Int(name.length)))
    }
}

@c @implementation
public func callgate_machine_decide(
    _ machine: callgate_machine, _ call: callgate_text, _ now: UnsafePointer<callgate_time>?,
    _ decision: UnsafeMutablePointer<callgate_decision>?
) -> callgate_status {
    let status = unsafe callgate_decision.empty(decision)
    guard status == .ok else { return status }
    guard let call = unsafe call.buffer, let time = unsafe CallTime(now) else { return .badArgument }
    return withMachine(machine) { held in
        _ = held.tools.end()
        let made = unsafe held.lines.decider.decide(call, at: time)
        held.matchCount = held.lines.decider.matchCount
        unsafe callgate_decision.give(made, held.view, matchCount: held.matchCount, to: decision)
        return .ok
    }
}

@c @implementation
public func callgate_machine_decide_begun(
    _ machine: callgate_machine, _ now: UnsafePointer<callgate_time>?,
    _ decision: UnsafeMutablePointer<callgate_decision>?
) -> callgate_status {
    let status = unsafe callgate_decision.empty(decision)
    guard status == .ok else { return status }
    guard let time = unsafe CallTime(now) else { return .badArgument }
    return withMachine(machine) { held in
        let isBegun = held.tools.end()
        // A call that was given up might still be there in part.
        let made = isBegun ? held.lines.decider.decide(at: time) : held.lines.decider.decideOnNothing(at: time)
        held.matchCount = held.lines.decider.matchCount
        unsafe callgate_decision.give(made, held.view, matchCount: held.matchCount, to: decision)
        return .ok
    }
}

extension Decider {
    /// The decision on a call that names no tool.
    fileprivate mutating func decideOnNothing(at time: CallTime) -> Decision {
        let empty: StaticString = "{}"
        // A static string is as long as it says.
        return unsafe decide(
            UnsafeRawBufferPointer(start: empty.utf8Start, count: empty.utf8CodeUnitCount), at: time)
    }
}

@c @implementation
public func callgate_machine_match(
    _ machine: callgate_machine, _ index: UInt32, _ match: UnsafeMutablePointer<callgate_match>?
) -> callgate_status {
    let status = unsafe callgate_match.empty(match)
    guard status == .ok else { return status }
    return withMachine(machine) { held in
        guard Int(index) < held.matchCount else { return .notFound }
        let found = held.lines.decider.match(Int(index))
        unsafe match?.pointee.rule = UInt32(found.rule)
        unsafe match?.pointee.rule_name = held.view.ruleName(found.rule)
        unsafe match?.pointee.is_monitored = found.isMonitored
        unsafe match?.pointee.is_failure = found.isFailure
        return .ok
    }
}

@c @implementation
public func callgate_machine_line(
    _ machine: callgate_machine, _ call: callgate_text, _ now: UnsafePointer<callgate_time>?,
    _ decision: UnsafeMutablePointer<callgate_decision>?, _ line: UnsafeMutablePointer<callgate_text>?
) -> callgate_status {
    unsafe line?.pointee = callgate_text()
    let status = unsafe callgate_decision.emptyOptional(decision)
    guard status == .ok else { return status }
    guard let line = unsafe line, let call = unsafe call.buffer, let time = unsafe CallTime(now) else {
        return .badArgument
    }
    return withMachine(machine) { held in
        _ = held.tools.end()
        // Filling a message forgets what matched.
        held.matchCount = 0
        let made = unsafe held.lines.line(deciding: call, at: time)
        unsafe callgate_decision.give(made.decision, held.view, matchCount: 0, to: decision)
        unsafe line.pointee = callgate_text(made.text)
        return .ok
    }
}
