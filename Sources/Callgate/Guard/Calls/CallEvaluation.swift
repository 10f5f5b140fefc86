internal import CallgateBytecode
internal import CallgateMachine

/// A call evaluated by a policy, before limits, approvals and records have had their say.
///
/// A class, so that one word is moved around and not hundreds of bytes.
final class CallEvaluation: Sendable {
    let view: CallView
    /// Decides where no limit is reached.
    let decision: Decision
    /// The rules that matched and count whatever limits say.
    let matches: [RuleMatch]
    /// What the matches with limits would take, in their order.
    let claims: [LimitLedger.Claim]
    /// The matches with limits whose key or amount can't be told: these limits count as reached.
    let untoldClaims: [LimitedMatch]
    /// Whether something was asked of the session.
    let asksSession: Bool
    /// The ID of the tool; nil where the call could not be read up to it.
    let tool: String?

    private init(
        _ view: consuming CallView, _ decision: Decision, _ matches: [RuleMatch], _ claims: [LimitLedger.Claim],
        _ untoldClaims: [LimitedMatch], asksSession: Bool, _ tool: String?
    ) {
        self.view = view
        self.decision = decision
        self.matches = matches
        self.claims = claims
        self.untoldClaims = untoldClaims
        self.asksSession = asksSession
        self.tool = tool
    }

    /// Evaluates a call; no initialiser, which would be given a copy of the call.
    static func evaluate(
        _ call: GuardedCall, _ view: consuming CallView, _ machines: GuardPolicy.Machines
    ) -> CallEvaluation {
        let time = CallTime(nanoseconds: view.now)
        var asks = false
        let evaluated = unsafe call.json.withUnsafeBytes { text in
            machines.withCalls { decider in
                let decision = unsafe decider.machine.decide(text, at: time) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, call, view, machine, text)
                }
                // Before what limits count is evaluated, with which the machine forgets them.
                let matches = decider.unlimitedMatches()
                var claims = decider.limitedMatches()
                let tool = unsafe decider.toolName(in: text)
                let untold = unsafe decider.fill(&claims, text, at: time, view.secret) { input, machine in
                    asks = true
                    return unsafe Self.answer(input, call, view, machine, text)
                }
                decider.lastClaims = claims
                return (decision, matches, tool, claims, untold)
            }
        }
        let (decision, matches, tool, claims, untold) = evaluated
        return CallEvaluation(view, decision, matches, claims, untold, asksSession: asks, tool)
    }

    /// What a session says to a question of a program.
    static func answer(
        _ input: InputRecord, _ call: GuardedCall, _ view: borrowing CallView, _ machine: borrowing Machine,
        _ text: UnsafeRawBufferPointer
    ) -> SessionAnswer {
        guard case .session(let sight) = view.session, let kind = InputKind(rawValue: input.kind) else { return .none }
        switch kind {
        case .id: return .text(Array((call.session ?? "").utf8))
        case .labels: return .labels(view.policy.policyLabels(sight.labels))
        case .trust: return .isTrusted(sight.isTrusted)
        case .calls, .since:
            let tool = unsafe sight.tool(of: input, view, machine, text)
            let calls = tool.flatMap { sight.calls[$0] }
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
        if input.tool == InputRecord.ownTool { return unsafe machine.toolName(in: text).flatMap { view.policy.tools.known($0) } }
        // What explains a decision has an image of its own.
        guard machine.image === view.policy.gate.image else { return view.policy.tools.known(machine.image.view.text(input.tool)) }
        return askedTools[input.tool]
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

/// A rule with a limit that matched.
struct LimitedMatch: Hashable, Sendable {
    var match: RuleMatch
    /// Its index among all that matched.
    var place: Int
}

extension CallEvaluation {
    /// The rules that count where some limits are reached, in the order in which they matched.
    func matches(with reached: [LimitedMatch]) -> [RuleMatch] {
        let limited = Set((claims.compactMap(\.match) + untoldClaims).map(\.place))
        let reached = Dictionary(uniqueKeysWithValues: reached.map { ($0.place, $0.match) })
        var rest = matches[...]
        return (0..<matches.count + limited.count).compactMap { place in
            limited.contains(place) ? reached[place] : rest.popFirst()
        }
    }
}

extension Decider {
    /// The rules that counted in the machine's last decision whatever limits say.
    fileprivate mutating func unlimitedMatches() -> [RuleMatch] {
        var count = 0
        var isSame = true
        for place in 0..<machine.matchedCount where !machine.matched(place).isLimited {
            isSame = isSame && count < lastMatches.count && lastMatches[count] == machine.matched(place)
            count += 1
        }
        if !isSame || count != lastMatches.count { lastMatches = matches.filter { !$0.isLimited } }
        return lastMatches
    }

    /// Those whose limits have the last word, as claims that are yet to be filled.
    fileprivate mutating func limitedMatches() -> [LimitLedger.Claim] {
        // Taken, so that nobody else holds them where the last call is over.
        var claims: [LimitLedger.Claim] = []
        swap(&claims, &lastClaims)
        var count = 0
        for place in 0..<machine.matchedCount {
            let match = machine.matched(place)
            guard match.isLimited else { continue }
            let claim = LimitLedger.Claim(match: LimitedMatch(match: match, place: place))
            if count < claims.count { claims[count] = claim } else { claims.append(claim) }
            count += 1
        }
        if claims.count > count { claims.removeLast(claims.count - count) }
        return claims
    }

    /// Finds out what matches with limits would take.
    /// - Returns: those of which that can't be told, which are claims no more.
    fileprivate mutating func fill(
        _ claims: inout [LimitLedger.Claim], _ text: UnsafeRawBufferPointer, at time: CallTime, _ secret: LimitSecret,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> [LimitedMatch] {
        // Not its view, which is large to copy.
        let image = gate.image
        var untold: [LimitedMatch] = []
        for index in claims.indices {
            let match = claims[index].limitedMatch
            let rule = image.view.rules[match.match.rule]
            let limit = image.view.limits[Int(image.view.details(of: rule).limit)]
            if unsafe !fill(&claims[index], limit, rule, text, at: time, secret, answer: answer) { untold.append(match) }
        }
        if !untold.isEmpty {
            let places = Set(untold.map(\.place))
            claims.removeAll { places.contains($0.limitedMatch.place) }
        }
        return untold
    }

    /// - Returns: whether what it would take can be told.
    private mutating func fill(
        _ claim: inout LimitLedger.Claim, _ limit: LimitRecord, _ rule: RuleRecord, _ text: UnsafeRawBufferPointer,
        at time: CallTime, _ secret: LimitSecret, answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> Bool {
        // A rule's name is its own, whichever policy it stands in.
        limitKey.removeAll()
        limitKey.append(rule.name, of: gate.image)
        limitKey.append(UInt8(0))
        limitKey.append(limit.isSum)
        var amount: Int64 = 1
        if limit.program != noIndex {
            let isShown = unsafe machine.show(program: Int(limit.program), text, at: time, isUntouched: true, answer: answer)
            guard isShown else { return false }
            for output in 0..<Int(limit.keyCount) {
                let isKey = unsafe machine.withKey(output: output, of: text) { kind, bits, bytes in
                    limitKey.append(kind)
                    // The lowest byte first: what is kept is found again by it.
                    limitKey.append(bytesOf: bits.byteSwapped)
                    if let bytes = unsafe bytes { unsafe limitKey.append(bytes) }
                }
                guard isKey else { return false }
            }
            if limit.isSum == 1 {
                guard let millionths = Self.millionths(machine.output(Int(limit.keyCount))) else { return false }
                amount = millionths
            }
        }
        claim.key = unsafe limitKey.withBytes { unsafe secret.hash($0) }
        claim.amount = amount
        claim.maximum = limit.maximum
        claim.stretch = limit.window
        return true
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
