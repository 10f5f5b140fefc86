internal import CallgateBytecode
public import CallgateMachine

/// Decides calls and writes decision lines: JSON, one line for each call.
///
/// A line's keys stand in one order; those that don't apply are left out:
///
///     decision, reason, rule, message, approvers, timeout_seconds, matched, monitored,
///     error {kind, detail, offset}, tool
public struct DecisionLines: ~Copyable {
    private var decider: Decider
    /// The line up to the rule, and from the message on: filling a message runs the machine again,
    /// so that all else is read from it before.
    private var head = LineBuffer()
    private var tail = LineBuffer()

    public init(_ decider: consuming Decider) { self.decider = decider }

    /// Decides a call and appends its line, with a line feed.
    ///
    /// - Parameter call: JSON; anything else gets a line all the same, which denies.
    public mutating func write(
        _ call: UnsafeRawBufferPointer, at time: CallTime, to output: inout [UInt8]
    ) -> Decision {
        let decision = unsafe decider.decide(call, at: time)
        head.removeAll()
        tail.removeAll()
        writeTail(decision)
        unsafe writeTool(decision, call)
        tail.append("}\n")
        unsafe writeHead(decision, call, at: time)
        output += head.bytes
        output += tail.bytes
        return decision
    }

    /// The line of one call, without a line feed.
    public mutating func line(_ call: [UInt8], at time: CallTime) -> (Decision, [UInt8]) {
        var output: [UInt8] = []
        let decision = unsafe call.withUnsafeBytes { unsafe write($0, at: time, to: &output) }
        output.removeLast()
        return (decision, output)
    }

    private mutating func writeHead(
        _ decision: Decision, _ call: UnsafeRawBufferPointer, at time: CallTime
    ) {
        let view = decider.gate.image.view
        head.append("{\"decision\":\"")
        head.append(decision.effect.name)
        head.append("\",\"reason\":\"")
        head.append(decision.reason.name)
        head.append("\"")
        guard decision.rule != noIndex else { return }
        let rule = view.rules[Int(decision.rule)]
        head.append(",\"rule\":")
        head.appendQuoted(rule.name, of: view)
        guard rule.message.count > 0 else { return }
        head.append(",\"message\":")
        if rule.message.count == 1, rule.messageProgram == noIndex {
            head.appendQuoted(view.messageParts[Int(rule.message.start)].text, of: view)
        } else {
            let message = unsafe decider.message(of: Int(decision.rule), call, at: time)
            head.appendQuoted(message ?? "")
        }
    }

    private mutating func writeTail(_ decision: Decision) {
        let view = decider.gate.image.view
        if decision.effect == .review { writeReview(view) }
        writeMatches("matched", isMonitored: false, view)
        writeMatches("monitored", isMonitored: true, view)
        guard let failure = decider.failure(of: decision) else { return }
        tail.append(",\"error\":{\"kind\":")
        tail.appendQuoted(failure.kind)
        tail.append(",\"detail\":")
        tail.appendQuoted(failure.detail)
        if let offset = failure.offset {
            tail.append(",\"offset\":")
            tail.append(offset)
        }
        tail.append("}")
    }

    /// Who may approve, of all review rules that matched, and the shortest of their timeouts.
    private mutating func writeReview(_ view: ImageView) {
        let terms = decider.reviewTerms()
        if !terms.approvers.isEmpty {
            tail.append(",\"approvers\":[")
            for (index, approver) in terms.approvers.enumerated() {
                if index > 0 { tail.append(",") }
                tail.appendQuoted(approver)
            }
            tail.append("]")
        }
        if let seconds = terms.timeoutSeconds {
            tail.append(",\"timeout_seconds\":")
            tail.append(seconds)
        }
    }

    private mutating func writeMatches(_ key: StaticString, isMonitored: Bool, _ view: ImageView) {
        var count = 0
        for index in 0..<decider.machine.matchedCount {
            let match = decider.machine.matched(index)
            guard match.isMonitored == isMonitored else { continue }
            if count == 0 {
                tail.append(",\"")
                tail.append(key)
                tail.append("\":[")
            } else {
                tail.append(",")
            }
            count += 1
            tail.appendQuoted(view.rules[match.rule].name, of: view)
        }
        if count > 0 { tail.append("]") }
    }

    private mutating func writeTool(_ decision: Decision, _ call: UnsafeRawBufferPointer) {
        guard decision.reason != .malformed, decider.machine.toolID.isKind(.string) else { return }
        tail.append(",\"tool\":")
        let content = unsafe decider.machine.content(of: decider.machine.toolID, in: call)
        unsafe content.withUnsafeBytes { buffer in unsafe tail.appendQuoted(buffer) }
    }
}
