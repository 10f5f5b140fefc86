internal import Callgate
public import CallgateHeader
internal import CallgateMachine

// Setting fields of the call that was begun.

@inline(__always)
private func withSlot(
    _ machine: callgate_machine, _ number: callgate_slot, _ body: (inout Decider, FieldSlot) -> Void
) -> callgate_status {
    withMachine(machine) { held in
        guard let slot = held.tools.slotOfBegun(number) else { return .badArgument }
        body(&held.lines.decider, slot)
        return .ok
    }
}

@c @implementation
public func callgate_machine_begin(_ machine: callgate_machine, _ tool: callgate_tool) -> callgate_status {
    withMachine(machine) { held in
        held.matchCount = 0
        return held.tools.begin(tool, &held.lines.decider) ? .ok : .badArgument
    }
}

@c @implementation
public func callgate_machine_set_null(_ machine: callgate_machine, _ slot: callgate_slot) -> callgate_status {
    withSlot(machine, slot) { $0.setNull($1) }
}

@c @implementation
public func callgate_machine_set_bool(_ machine: callgate_machine, _ slot: callgate_slot, _ value: Bool) -> callgate_status {
    withSlot(machine, slot) { $0.set($1, value) }
}

@c @implementation
public func callgate_machine_set_int(_ machine: callgate_machine, _ slot: callgate_slot, _ value: Int64) -> callgate_status {
    withSlot(machine, slot) { $0.set($1, value) }
}

@c @implementation
public func callgate_machine_set_double(
    _ machine: callgate_machine, _ slot: callgate_slot, _ value: Double
) -> callgate_status {
    withSlot(machine, slot) { $0.set($1, value) }
}

@c @implementation
public func callgate_machine_set_text(
    _ machine: callgate_machine, _ slot: callgate_slot, _ value: callgate_text
) -> callgate_status {
    // A value that can't be read gives the call up, by a slot that there is none of.
    guard let value = unsafe value.buffer else { return withSlot(machine, .max) { _, _ in } }
    return withSlot(machine, slot) { unsafe $0.set($1, text: value) }
}

@c @implementation
public func callgate_machine_set_json(
    _ machine: callgate_machine, _ slot: callgate_slot, _ value: callgate_text
) -> callgate_status {
    guard let value = unsafe value.buffer else { return withSlot(machine, .max) { _, _ in } }
    return withSlot(machine, slot) { unsafe $0.set($1, json: value) }
}
