internal import Callgate
internal import CallgateHeader
internal import CallgateMachine

/// A guard, and its clock where that is set by hand.
final class HeldGuard: Sendable {
    static let table = SharedTable<HeldGuard>(.guard)

    let `guard`: Guard
    let clock: ManualClock?

    init(_ gate: Gate, _ options: callgate_guard_options?) throws(Problem) {
        var limits = GuardLimits()
        let isManual: Bool
        do throws(StatusError) {
            isManual = try Self.isManual(options?.clock ?? Int32(CALLGATE_CLOCK_SYSTEM))
            limits.sessions = try Self.room(options?.sessions, limits.sessions)
            limits.limitKeys = try Self.room(options?.limit_keys, limits.limitKeys)
            limits.approvals = try Self.room(options?.approvals, limits.approvals)
        } catch {
            throw Problem(error)
        }
        clock = isManual ? ManualClock() : nil
        do throws(GuardFailure) {
            `guard` = try Guard(gate, clock: clock ?? SystemClock() as any GuardClock, limits: limits)
        } catch {
            throw Problem(error)
        }
    }

    /// Decides by another gate from here on.
    func reload(_ gate: Gate) throws(Problem) {
        do throws(GuardFailure) {
            try `guard`.reload(gate)
        } catch {
            throw Problem(error)
        }
    }

    private static func isManual(_ clock: Int32) throws(StatusError) -> Bool {
        switch clock {
        case Int32(CALLGATE_CLOCK_SYSTEM): false
        case Int32(CALLGATE_CLOCK_MANUAL): true
        default: throw StatusError(.badArgument)
        }
    }

    /// - Returns: what is asked for, which is at most the default; the default for 0.
    private static func room(_ asked: UInt64?, _ most: Int) throws(StatusError) -> Int {
        guard let asked, asked > 0 else { return most }
        guard asked <= UInt64(most) else { throw StatusError(.badArgument) }
        return Int(asked)
    }
}

/// A guard's decision and its texts.
@safe
final class HeldDecision: Sendable {
    static let table = SharedTable<HeldDecision>(.guardDecision)

    let decision: GuardDecision
    // Filled before the handle is given, and not changed after.
    nonisolated(unsafe) let report: callgate_report
    nonisolated(unsafe) private let texts: TextBlock

    init(_ decision: GuardDecision) {
        var block = TextBlock()
        var report = unsafe callgate_report(decision.report, line: decision.line, &block)
        unsafe report.id = block.text(decision.id)
        unsafe report.cause = block.text(decision.cause)
        unsafe report.approval_error = block.text(decision.approvalError?.rawValue)
        unsafe report.approval_deadline = decision.deadline ?? -1
        self.decision = decision
        unsafe self.report = report
        unsafe texts = block
    }
}

/// Keeps the texts of an answer for whoever frees the memory.
func keep(_ block: consuming TextBlock, _ memory: UnsafeMutablePointer<callgate_memory>) {
    unsafe memory.pointee = AnswerMemory.table.add(AnswerMemory(block))
}
