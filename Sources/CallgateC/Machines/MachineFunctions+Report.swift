internal import Callgate
internal import CallgateBytecode
public import CallgateHeader
internal import CallgateMachine

extension callgate_report {
    /// All texts of a decision, in a block that is to live as long as they are read.
    init(_ report: DecisionReport, line: [UInt8], _ block: inout TextBlock) {
        unsafe self.init()
        unsafe effect = report.effect.number
        unsafe reason = report.reason.number
        unsafe timeout_seconds = report.timeoutSeconds.map { Int64($0) } ?? -1
        unsafe error_offset = report.error?.offset.map { UInt64($0) } ?? .max
        unsafe rule = block.text(report.rule)
        unsafe message = block.text(report.message)
        unsafe tool = block.text(report.tool)
        unsafe error_kind = block.text(report.error?.kind)
        unsafe error_detail = block.text(report.error?.detail)
        unsafe approvers = block.texts(report.approvers)
        unsafe matched = block.texts(report.matched)
        unsafe monitored = block.texts(report.monitored)
        unsafe self.line = block.text(line)
        unsafe approval_deadline = -1
    }
}

@c @implementation
public func callgate_machine_report(
    _ machine: callgate_machine, _ call: callgate_text, _ now: UnsafePointer<callgate_time>?,
    _ report: UnsafeMutablePointer<callgate_report>?
) -> callgate_status {
    let status = unsafe callgate_report.empty(report)
    guard status == .ok else { return status }
    guard let time = unsafe CallTime(now) else { return .badArgument }
    return withMachine(machine) { held in
        reporting { () throws(StatusError) in
            let bytes = unsafe try call.array()
            held.forgetLast()
            let made = held.lines.decider.report(bytes, at: time)
            unsafe callgate_report(made, line: made.line, &held.texts).fill(report)
        }
    }
}

@c @implementation
public func callgate_machine_explain(
    _ machine: callgate_machine, _ call: callgate_text, _ now: UnsafePointer<callgate_time>?,
    _ decision: UnsafeMutablePointer<callgate_decision>?, _ json: UnsafeMutablePointer<callgate_text>?
) -> callgate_status {
    unsafe json?.pointee = callgate_text()
    let status = unsafe callgate_decision.emptyOptional(decision)
    guard status == .ok else { return status }
    guard let json = unsafe json, let time = unsafe CallTime(now) else { return .badArgument }
    return withMachine(machine) { held in
        reporting { () throws(StatusError) in
            let bytes = unsafe try call.array()
            let gate = held.lines.decider.gate
            let limits = held.lines.decider.limits
            held.forgetLast()
            // Conditions are compiled again, so this is done where there is room for the deepest.
            let made = try LargeStack.run {
                var decider = Decider(gate, limits: limits)
                return decider.explain(bytes, at: time)
            }
            let again = unsafe bytes.withUnsafeBytes { unsafe held.lines.decider.decide($0, at: time) }
            unsafe callgate_decision.give(again, held.view, matchCount: 0, to: decision)
            unsafe json.pointee = held.texts.text(Array(made.json.utf8))
        }
    }
}
