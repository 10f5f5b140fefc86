internal import Callgate
public import CallgateHeader
internal import struct Synchronization.Atomic

/// A guard that is driven by events, and its last answer. One call at a time has it.
final class HeldEvents: @unchecked Sendable {
    static let table = SharedTable<HeldEvents>(.events)

    private let isInUse = Atomic<Bool>(false)
    // Only used by who has set the flag.
    private var events: GuardEvents
    private var texts = TextBlock()

    init(_ gate: Gate) throws(Problem) {
        do {
            events = try GuardEvents(gate) { try Guard($0, clock: $1) }
        } catch let failure as GuardFailure {
            throw Problem(failure)
        } catch {
            throw Problem(.approvals("\(error)"))
        }
    }

    /// Answers an event.
    ///
    /// - Returns: the line, which lives until the next answer, and the effect of a call; nil where another thread is
    ///   at it.
    func answer(_ event: [UInt8]) -> (line: callgate_text, effect: Int32)? {
        guard !isInUse.exchange(true, ordering: .acquiring) else { return nil }
        defer { isInUse.store(false, ordering: .releasing) }
        texts.removeAll()
        let (line, effect) = events.answer(event)
        return unsafe (texts.text(line), effect?.number ?? Int32(CALLGATE_DENY))
    }
}

@c @implementation
public func callgate_events_create(
    _ gate: callgate_gate, _ events: UnsafeMutablePointer<callgate_events>?,
    _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    unsafe events?.pointee = 0
    return reporting { () throws(StatusError) in
        unsafe try callgate_diagnostics.emptyOptional(diagnostics).orThrow()
        guard let events = unsafe events else { throw StatusError(.badArgument) }
        let gate = try gates.find(gate)
        unsafe try explaining(to: diagnostics) { () throws(Problem) in
            unsafe events.pointee = HeldEvents.table.add(try HeldEvents(gate))
        }
    }
}

@c @implementation
public func callgate_events_free(_ events: callgate_events) -> callgate_status { HeldEvents.table.free(events) }

@c @implementation
public func callgate_events_answer(
    _ events: callgate_events, _ event: callgate_text, _ effect: UnsafeMutablePointer<Int32>?,
    _ line: UnsafeMutablePointer<callgate_text>?
) -> callgate_status {
    unsafe effect?.pointee = Int32(CALLGATE_DENY)
    unsafe line?.pointee = callgate_text()
    return reporting { () throws(StatusError) in
        guard let line = unsafe line else { throw StatusError(.badArgument) }
        let held = try HeldEvents.table.find(events)
        let bytes = unsafe try event.array()
        guard let answer = unsafe held.answer(bytes) else { throw StatusError(.busy) }
        unsafe line.pointee = answer.line
        unsafe effect?.pointee = answer.effect
    }
}
