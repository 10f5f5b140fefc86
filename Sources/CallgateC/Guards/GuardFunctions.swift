internal import Callgate
public import CallgateHeader
internal import CallgateMachine

@c @implementation
public func callgate_guard_create(
    _ gate: callgate_gate, _ options: UnsafePointer<callgate_guard_options>?,
    _ guarding: UnsafeMutablePointer<callgate_guard>?, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    unsafe guarding?.pointee = 0
    return reporting { () throws(StatusError) in
        unsafe try callgate_diagnostics.emptyOptional(diagnostics).orThrow()
        guard let guarding = unsafe guarding else { throw StatusError(.badArgument) }
        let options = unsafe try callgate_guard_options.read(options)
        let gate = try gates.find(gate)
        unsafe try explaining(to: diagnostics) { () throws(Problem) in
            unsafe guarding.pointee = HeldGuard.table.add(try HeldGuard(gate, options))
        }
    }
}

@c @implementation
public func callgate_guard_free(_ guarding: callgate_guard) -> callgate_status { HeldGuard.table.free(guarding) }

@c @implementation
public func callgate_guard_reload(
    _ guarding: callgate_guard, _ gate: callgate_gate, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    reporting { () throws(StatusError) in
        unsafe try callgate_diagnostics.emptyOptional(diagnostics).orThrow()
        let held = try HeldGuard.table.find(guarding)
        let gate = try gates.find(gate)
        unsafe try explaining(to: diagnostics) { () throws(Problem) in try held.reload(gate) }
    }
}

@c @implementation
public func callgate_guard_set_time(_ guarding: callgate_guard, _ now: UnsafePointer<callgate_time>?) -> callgate_status {
    reporting { () throws(StatusError) in
        let held = try HeldGuard.table.find(guarding)
        guard let clock = held.clock, unsafe now != nil, let time = unsafe CallTime(now),
            time.isForGuards
        else { throw StatusError(.badArgument) }
        clock.now = time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
    }
}

@c @implementation
public func callgate_guard_check(
    _ guarding: callgate_guard, _ call: UnsafePointer<callgate_guarded_call>?,
    _ decision: UnsafeMutablePointer<callgate_guard_decision>?, _ report: UnsafeMutablePointer<callgate_report>?
) -> callgate_status {
    unsafe decision?.pointee = 0
    let status = unsafe callgate_report.empty(report)
    guard status == .ok else { return status }
    return reporting { () throws(StatusError) in
        guard let decision = unsafe decision, let call = unsafe try callgate_guarded_call.read(call) else {
            throw StatusError(.badArgument)
        }
        let held = try HeldGuard.table.find(guarding)
        let asked = unsafe GuardedCall(
            try call.call.array(), id: try call.id.optionalString(), session: try call.session.optionalString(),
            parent: try call.parent.optionalString(), token: try call.token.optionalString())
        // An empty name is that of nobody in particular.
        guard asked.id?.isEmpty != true, asked.session?.isEmpty != true, asked.parent?.isEmpty != true else {
            throw StatusError(.badArgument)
        }
        let made = HeldDecision(held.guard.check(asked))
        unsafe made.report.fill(report)
        unsafe decision.pointee = HeldDecision.table.add(made)
    }
}

@c @implementation
public func callgate_guard_decision_free(_ decision: callgate_guard_decision) -> callgate_status {
    HeldDecision.table.free(decision)
}

@c @implementation
public func callgate_guard_record(
    _ guarding: callgate_guard, _ decision: callgate_guard_decision, _ result: callgate_text,
    _ judgement: UnsafeMutablePointer<callgate_judgement>?, _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe memory?.pointee = 0
    let status = unsafe callgate_judgement.empty(judgement)
    guard status == .ok else { return status }
    return reporting { () throws(StatusError) in
        guard let memory = unsafe memory else { throw StatusError(.badArgument) }
        let held = try HeldGuard.table.find(guarding)
        let of = try HeldDecision.table.find(decision).decision
        let bytes = unsafe try result.array()
        guard of.isAllowed else { throw StatusError(.refused) }
        let made = held.guard.record(result: bytes, of: of)
        var block = TextBlock()
        var answer = unsafe callgate_judgement()
        unsafe answer.passes = !made.isBlocked
        unsafe answer.is_trusted = made.isTrusted
        unsafe answer.has_session = made.session != nil
        unsafe answer.session_is_trusted = made.session?.isTrusted ?? false
        unsafe answer.labels = block.texts(made.labels)
        unsafe answer.rules = block.texts(made.rules)
        unsafe answer.session_labels = block.texts(made.session?.labels ?? [])
        unsafe answer.fill(judgement)
        unsafe keep(block, memory)
    }
}

@c @implementation
public func callgate_guard_session(
    _ guarding: callgate_guard, _ id: callgate_text, _ session: UnsafeMutablePointer<callgate_session>?,
    _ memory: UnsafeMutablePointer<callgate_memory>?
) -> callgate_status {
    unsafe memory?.pointee = 0
    let status = unsafe callgate_session.empty(session)
    guard status == .ok else { return status }
    return reporting { () throws(StatusError) in
        guard let memory = unsafe memory else { throw StatusError(.badArgument) }
        let held = try HeldGuard.table.find(guarding)
        guard let state = held.guard.session(unsafe try id.string()) else { throw StatusError(.notFound) }
        var block = TextBlock()
        var answer = unsafe callgate_session()
        unsafe answer.is_trusted = state.isTrusted
        unsafe answer.labels = block.texts(state.labels)
        unsafe answer.fill(session)
        unsafe keep(block, memory)
    }
}
