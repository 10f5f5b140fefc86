internal import CallgateBytecode
public import CallgateMachine

/// Decides calls and writes decision lines: JSON, one line for each call.
///
/// A line's keys stand in one order; those that don't apply are left out:
///
///     decision, reason, rule, message, approvers, timeout_seconds, matched, monitored,
///     error {kind, detail, offset}, tool
public struct DecisionLines: ~Copyable {
    /// Decides; the lines may be left alone.
    package var decider: Decider
    private var fragments: RuleFragments
    private var line = LineBuffer()
    /// What follows the message. Filling one runs the machine again, so all else is read before.
    private var tail = LineBuffer()

    public init(_ decider: consuming Decider) {
        fragments = RuleFragments(decider.gate.image.view)
        self.decider = decider
    }

    /// Decides a call and appends its line, with a line feed.
    ///
    /// - Parameter call: JSON; anything else gets a line all the same, which denies.
    public mutating func write(
        _ call: UnsafeRawBufferPointer, at time: CallTime, to output: inout [UInt8]
    ) -> Decision {
        let decision = unsafe fill(call, at: time)
        line.append("\n")
        unsafe line.withBytes { unsafe output.append(contentsOf: $0) }
        return decision
    }

    /// Decides a call.
    ///
    /// - Returns: the decision, and its line without a line feed, which is valid until the next call.
    @unsafe
    package mutating func line(
        deciding call: UnsafeRawBufferPointer, at time: CallTime
    ) -> (decision: Decision, text: UnsafeRawBufferPointer) {
        let decision = unsafe fill(call, at: time)
        return unsafe (decision, line.withBytes { unsafe $0 })
    }

    /// Decides a call and fills the line.
    private mutating func fill(_ call: UnsafeRawBufferPointer, at time: CallTime) -> Decision {
        let decision = unsafe decider.decide(call, at: time)
        line.removeAll()
        line.append("{\"decision\":\"")
        line.append(decision.effect.name)
        line.append("\",\"reason\":\"")
        line.append(decision.reason.name)
        line.append("\"")
        if decision.rule != noIndex { fragments.appendDeciding(Int(decision.rule), to: &line) }
        if hasShownMessage(decision) {
            tail.removeAll()
            unsafe Self.appendRest(of: decision, call, decider, &fragments, to: &tail)
            line.append(",\"message\":")
            line.appendQuoted(
                unsafe decider.message(of: Int(decision.rule), call, at: time) ?? "")
            line.append(tail)
        } else {
            unsafe Self.appendRest(of: decision, call, decider, &fragments, to: &line)
        }
        return decision
    }

    /// The line of one call, without a line feed.
    public mutating func line(_ call: [UInt8], at time: CallTime) -> (Decision, [UInt8]) {
        var output: [UInt8] = []
        let decision = unsafe call.withUnsafeBytes { unsafe write($0, at: time, to: &output) }
        output.removeLast()
        return (decision, output)
    }

    /// Whether the deciding rule's message has placeholders.
    private func hasShownMessage(_ decision: Decision) -> Bool {
        guard decision.rule != noIndex else { return false }
        let view = decider.gate.image.view
        let details = view.details(of: view.rules[Int(decision.rule)])
        return details.message.count > 1 || details.messageProgram != noIndex
    }

    /// What stands behind the message, and the line's end.
    private static func appendRest(
        of decision: Decision, _ call: UnsafeRawBufferPointer, _ decider: borrowing Decider,
        _ fragments: inout RuleFragments, to line: inout LineBuffer
    ) {
        if decision.effect == .review, decision.rule != noIndex {
            if decider.machine.matchedCount == 1 {
                fragments.appendReview(Int(decision.rule), to: &line) { decider.reviewTerms() }
            } else {
                line.append(decider.reviewTerms())
            }
        }
        appendMatches("matched", isMonitored: false, decider, &fragments, to: &line)
        appendMatches("monitored", isMonitored: true, decider, &fragments, to: &line)
        if let failure = decider.failure(of: decision) { append(failure, to: &line) }
        if decision.reason != .malformed, decider.machine.toolID.isKind(.string) {
            line.append(",\"tool\":")
            unsafe decider.machine.withToolID(in: call) { unsafe line.appendQuoted($0) }
        }
        line.append("}")
    }

    private static func append(_ failure: DecisionReport.Failure, to line: inout LineBuffer) {
        line.append(",\"error\":{\"kind\":")
        line.appendQuoted(failure.kind)
        line.append(",\"detail\":")
        line.appendQuoted(failure.detail)
        if let offset = failure.offset {
            line.append(",\"offset\":")
            line.append(offset)
        }
        line.append("}")
    }

    private static func appendMatches(
        _ key: StaticString, isMonitored: Bool, _ decider: borrowing Decider,
        _ fragments: inout RuleFragments, to line: inout LineBuffer
    ) {
        var count = 0
        for index in 0..<decider.machine.matchedCount {
            let match = decider.machine.matched(index)
            guard match.isMonitored == isMonitored else { continue }
            if count == 0 {
                line.append(",\"")
                line.append(key)
                line.append("\":[")
            } else {
                line.append(",")
            }
            count += 1
            fragments.appendName(match.rule, to: &line)
        }
        if count > 0 { line.append("]") }
    }
}
