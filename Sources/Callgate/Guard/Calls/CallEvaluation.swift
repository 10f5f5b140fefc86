internal import CallgateBytecode
internal import CallgateMachine

/// A call evaluated by a policy, before limits, approvals and records have had their say.
///
/// A class, so that one word is moved around and not hundreds of bytes.
final class CallEvaluation: Sendable {
    let view: CallView
    /// Decides where no limit is reached.
    let decision: Decision
    /// The rules that matched, those of limits whatever these say.
    let matches: [RuleMatch]
    /// What the matches with limits would take, in their order.
    let claims: [LimitLedger.Claim]
    /// Indices of the matches whose key or amount can't be told: their limits count as reached.
    let untoldClaims: [Int]
    /// Whether something was asked of the session.
    let asksSession: Bool
    /// The ID of the tool; nil where the call could not be read up to it.
    let tool: String?

    init(_ call: GuardedCall, _ view: consuming CallView, _ machines: GuardPolicy.Machines) {
        let time = CallTime(nanoseconds: view.now)
        var asks = false
        let evaluated = unsafe call.json.withUnsafeBytes { text in
            machines.withCalls { decider in
                let decision = unsafe decider.machine.decide(text, at: time) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, view, machine, text)
                }
                let matches = decider.matches
                let tool = unsafe decider.machine.toolName(in: text)
                let claims = unsafe decider.claims(of: matches, text, at: time, view.secret) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, view, machine, text)
                }
                return (decision, matches, tool, claims.told, claims.untold)
            }
        }
        self.view = view
        (decision, matches, tool, claims, untoldClaims) = evaluated
        asksSession = asks
    }

    /// What a session says to a question of a program.
    static func answer(
        _ input: InputRecord, _ view: borrowing CallView, _ machine: borrowing Machine, _ text: UnsafeRawBufferPointer
    ) -> SessionAnswer {
        guard case .session(let sight) = view.session, let kind = InputKind(rawValue: input.kind) else { return .none }
        switch kind {
        case .id: return .text(Array(sight.id.utf8))
        case .labels: return .labels(view.policy.policyLabels(sight.labels))
        case .trust: return .isTrusted(sight.isTrusted)
        case .calls, .since:
            let tool = unsafe sight.tool(of: input, view, machine, text)
            let calls = tool.flatMap { tool in sight.calls.first { $0.tool == tool } }
            guard kind == .since else { return .count(calls?.count ?? 0) }
            return .duration(calls.map { max(view.now - $0.last, 0) } ?? .max)
        }
    }
}

extension SessionSight {
    /// The number of the tool that an input is about; nil where it has none, as no session has called it.
    fileprivate func tool(
        of input: InputRecord, _ view: borrowing CallView, _ machine: borrowing Machine, _ text: UnsafeRawBufferPointer
    ) -> Int32? {
        if input.tool == InputRecord.ownTool { return unsafe machine.toolName(in: text).flatMap { tools.known($0) } }
        // What explains a decision has an image of its own.
        guard machine.image === view.policy.gate.image else { return tools.known(machine.image.view.text(input.tool)) }
        return tools.asked(input.tool)
    }
}

extension Machine {
    /// The ID of the tool in the last call; nil where that could not be read up to it.
    func toolName(in text: UnsafeRawBufferPointer) -> String? {
        var name: String?
        unsafe withToolID(in: text) { unsafe name = String(decoding: $0, as: UTF8.self) }
        return name
    }
}

extension Decider {
    /// What matches with limits would take, and the indices of those of which that can't be told.
    mutating func claims(
        of matches: [RuleMatch], _ text: UnsafeRawBufferPointer, at time: CallTime, _ secret: LimitSecret,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> (told: [LimitLedger.Claim], untold: [Int]) {
        // Not its view, which is large to copy.
        let image = gate.image
        var told: [LimitLedger.Claim] = []
        var untold: [Int] = []
        for (index, match) in matches.enumerated() where match.isLimited {
            let rule = image.view.rules[match.rule]
            let limit = image.view.limits[Int(image.view.details(of: rule).limit)]
            if var claim = unsafe claim(of: limit, rule, text, at: time, secret, answer: answer) {
                claim.match = index
                told.append(claim)
            } else {
                untold.append(index)
            }
        }
        return (told, untold)
    }

    private mutating func claim(
        of limit: LimitRecord, _ rule: RuleRecord, _ text: UnsafeRawBufferPointer, at time: CallTime, _ secret: LimitSecret,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> LimitLedger.Claim? {
        // A rule's name is its own, whichever policy it stands in.
        limitKey.removeAll(keepingCapacity: true)
        gate.image.view.append(rule.name, to: &limitKey)
        limitKey.append(0)
        limitKey.append(limit.isSum)
        var amount: Int64 = 1
        if limit.program != noIndex {
            let isShown = unsafe machine.show(program: Int(limit.program), text, at: time, isUntouched: true, answer: answer)
            guard isShown else { return nil }
            for output in 0..<Int(limit.keyCount) {
                guard unsafe machine.appendKey(output: output, of: text, to: &limitKey) else { return nil }
            }
            if limit.isSum == 1 {
                guard let millionths = Self.millionths(machine.output(Int(limit.keyCount))) else { return nil }
                amount = millionths
            }
        }
        return LimitLedger.Claim(
            key: secret.hash(limitKey), amount: amount, maximum: limit.maximum, stretch: limit.window)
    }

    /// An amount in millionths; nil where it is none, is negative, or too large to be told exactly.
    private static func millionths(_ slot: Slot) -> Int64? {
        let unit: Int64 = 1_000_000
        switch slot.kind {
        case .int:
            let (product, overflows) = slot.int.multipliedReportingOverflow(by: unit)
            return overflows || product < 0 ? nil : product
        case .uint:
            let (product, overflows) = slot.payload.multipliedReportingOverflow(by: UInt64(unit))
            return overflows ? nil : Int64(exactly: product)
        case .double:
            let scaled = (slot.double * Double(unit)).rounded()
            guard slot.double >= 0, scaled < 0x1p63 else { return nil }
            // However little it is, it adds up.
            return slot.double > 0 ? max(Int64(scaled), 1) : 0
        default: return nil
        }
    }
}
