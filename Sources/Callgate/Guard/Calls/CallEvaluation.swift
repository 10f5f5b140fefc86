internal import CallgateBytecode
internal import CallgateMachine
internal import Crypto

/// A call evaluated by a policy, before limits, approvals and records have had their say.
struct CallEvaluation {
    let call: GuardedCall
    let view: SessionView
    /// Decides where no limit is reached.
    let decision: Decision
    /// The rules that matched, those of limits whatever these say.
    let matches: [RuleMatch]
    /// What the matches with limits would take, in their order.
    let claims: [Claim]
    /// Whether something was asked of the session.
    let asksSession: Bool
    /// The ID of the tool; empty where the call is malformed.
    let tool: [UInt8]

    /// What a match would take of its limit.
    struct Claim {
        /// Index into the matches.
        var match: Int
        /// Nil where the key or the amount can't be told: the limit counts as reached.
        var claim: LimitLedger.Claim?
    }

    init(
        _ call: GuardedCall, _ view: SessionView, _ policy: GuardPolicy, _ machines: GuardPolicy.Machines,
        at now: Int64
    ) {
        let time = CallTime(nanoseconds: now)
        var asks = false
        var tool: [UInt8] = []
        let evaluated = unsafe call.json.withUnsafeBytes { text in
            machines.withCalls { decider in
                let decision = unsafe decider.machine.decide(text, at: time) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, view, policy, machine, text, now)
                }
                let matches = decider.matches
                tool = unsafe decider.tool(in: text)
                let claims = unsafe decider.claims(of: matches, text, at: time) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, view, policy, machine, text, now)
                }
                return (decision, matches, claims)
            }
        }
        self.call = call
        self.view = view
        (decision, matches, claims) = evaluated
        self.tool = tool
        asksSession = asks
    }

    /// What a session says to a question of a program.
    static func answer(
        _ input: InputRecord, _ view: SessionView, _ policy: GuardPolicy, _ machine: borrowing Machine,
        _ text: UnsafeRawBufferPointer, _ now: Int64
    ) -> SessionAnswer {
        guard case .session(_, let session, let tools) = view, let kind = InputKind(rawValue: input.kind) else {
            return .none
        }
        switch kind {
        case .id: return .text(Array(session.id.utf8))
        case .labels: return .labels(policy.policyLabels(session.taint.labels))
        case .trust: return .isTrusted(session.taint.isTrusted)
        case .calls, .since:
            let id =
                input.tool == InputRecord.ownTool
                ? unsafe machine.content(of: machine.toolID, in: text)
                : machine.image.view.bytes(input.tool)
            let calls = tools.known(id).flatMap { session.calls(of: $0) }
            guard kind == .since else { return .count(calls?.count ?? 0) }
            return .duration(calls.map { max(now - $0.last, 0) } ?? .max)
        }
    }
}

extension Decider {
    func tool(in text: UnsafeRawBufferPointer) -> [UInt8] {
        machine.toolID.isKind(.string) ? unsafe machine.content(of: machine.toolID, in: text) : []
    }

    /// What matches with limits would take.
    mutating func claims(
        of matches: [RuleMatch], _ text: UnsafeRawBufferPointer, at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> [CallEvaluation.Claim] {
        let view = gate.image.view
        var claims: [CallEvaluation.Claim] = []
        for (index, match) in matches.enumerated() where match.isLimited {
            let rule = view.rules[match.rule]
            let limit = view.limits[Int(view.details(of: rule).limit)]
            let claim = unsafe self.claim(of: limit, rule, text, at: time, answer: answer)
            claims.append(CallEvaluation.Claim(match: index, claim: claim))
        }
        return claims
    }

    private mutating func claim(
        of limit: LimitRecord, _ rule: RuleRecord, _ text: UnsafeRawBufferPointer, at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> LimitLedger.Claim? {
        // A rule's name is its own, whichever policy it stands in.
        var key = gate.image.view.bytes(rule.name)
        key += [0, limit.isSum]
        var amount: Int64 = 1
        if limit.program != noIndex {
            guard unsafe machine.show(program: Int(limit.program), text, at: time, answer: answer) else { return nil }
            for output in 0..<Int(limit.keyCount) {
                guard unsafe machine.appendKey(output: output, of: text, to: &key) else { return nil }
            }
            if limit.isSum == 1 {
                guard let millionths = Self.millionths(machine.output(Int(limit.keyCount))) else { return nil }
                amount = millionths
            }
        }
        // Who chooses keys can't choose two with one hash.
        let hash = unsafe SHA256.hash(data: key).withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
        return LimitLedger.Claim(key: UInt64(bigEndian: hash), amount: amount, maximum: limit.maximum, stretch: limit.window)
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
