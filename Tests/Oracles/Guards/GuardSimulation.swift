import Callgate
import CallgateBytecode

/// A guard, its clock, a store of records that fails, restarts, kills and reloads, driven by one source of choices and
/// held against ``GuardModel`` at every step. The same choices give the same run.
public struct GuardSimulation {
    private static func document(_ most: Int) -> String {
        """
        tools:
          read_web: {result: untrusted}
          read_mail: {labels: [private], result: trusted}
          send: {sends: external}
        flow: {lethal_trifecta: deny}
        sessions: {timeout: 10m, max: 100}
        records: {durability: sync}
        rules:
          - {name: counted, tool: pay, action: deny, limit: {max: \(most), per: 64s, key: context.customer}}
          - {name: summed, tool: pay, action: deny, limit: {sum: args.amount, max: 100, per: 320s, key: context.customer}}
          - {name: large, tool: wire, action: require_approval, approvers: [ann, bob], timeout: 2m}
          - {name: all, tool: "*", action: allow}
        """
    }

    private var entropy: Entropy
    private let gates: [Gate]
    private let memory = MemoryRecordStore()
    private let clock = ManualClock(now: 1_000_000_000 * GuardModel.second)
    private var store: FaultyStore
    private var `guard`: Guard
    private var model = GuardModel()
    private var isFailing = false
    private var lastID = 0
    /// The last calls that opened an approval.
    private var reviewed: [String] = []
    /// What has happened, so that a run which says nothing is noticed.
    public private(set) var tally: [String: Int] = [:]

    public init(_ entropy: Entropy) throws {
        self.entropy = entropy
        gates = try [3, 2].map { try PolicySource.text(Self.document($0)).gate() }
        store = FaultyStore(memory)
        `guard` = try Self.make(gates[0], store, clock)
    }

    private static func make(_ gate: Gate, _ store: FaultyStore, _ clock: ManualClock) throws -> Guard {
        try Guard(gate, records: RecordWriter(store, settings: RecordSettings(of: gate)), clock: clock)
    }

    /// - Throws: ``OracleFailure`` where the guard does what the model does not.
    public mutating func run(_ steps: Int) throws {
        for step in 0..<steps {
            do { try self.step() } catch { throw OracleFailure("step \(step): \(error)") }
        }
        try recover()
        try restart()
        try verify()
    }

    private mutating func step() throws {
        switch entropy.below(64) {
        // Each time is alone in its 64th of both limits, so that what is kept of it across restarts is exact.
        case 0..<8: clock.now += 5 * GuardModel.second * Int64(entropy.pick([1, 2, 5, 13]))
        case 8: clock.now += GuardModel.second * Int64(entropy.pick([320, 600, 605]))
        case 9..<26: try pay()
        case 26..<32: try wire()
        case 32..<38: try answer()
        case 38..<43: try spend()
        case 43..<50: try send()
        case 50..<60: try read()
        case 60: try reload()
        case 61: try entropy.chance(1, in: 4) ? restart() : pay()
        case 62: try entropy.chance(1, in: 4) ? kill() : send()
        default: try entropy.chance(1, in: 8) ? fail() : pay()
        }
    }

    // MARK: Calls

    private mutating func check(
        _ tool: String, amount: Int = 1, customer: String = "a", session: String, token: String? = nil
    ) -> GuardDecision {
        lastID += 1
        let json = #"{"tool":"\#(tool)","args":{"amount":\#(amount)},"context":{"customer":"\#(customer)"}}"#
        model.use(session, at: clock.now)
        return `guard`.check(GuardedCall(Array(json.utf8), id: "c\(lastID)", session: session, token: token))
    }

    private mutating func session() -> String { "s\(entropy.below(8))" }

    /// Whether a decision is the one that is wanted, or the one on a call that can't be recorded.
    private mutating func expect(_ decision: GuardDecision, _ wanted: Effect, _ reason: String) throws -> Bool {
        let found = "\(decision.effect.name) \(decision.reason.name)"
        let expected = isFailing ? "deny records" : "\(wanted.name) \(reason)"
        guard found == expected else { throw OracleFailure("\(decision.report.tool ?? "?"): \(found), not \(expected)") }
        tally[found, default: 0] += 1
        return !isFailing && wanted == .allow
    }

    private mutating func pay() throws {
        let (customer, amount) = (entropy.pick(["a", "b", "c"]), entropy.pick([1, 5, 40, 60]))
        let isFine = model.mayPay(customer, amount, at: clock.now)
        let decision = check("pay", amount: amount, customer: customer, session: session())
        guard try expect(decision, isFine ? .allow : .deny, isFine ? "rule" : "limit") else { return }
        model.payments.append(GuardModel.Payment(time: clock.now, customer: customer, amount: amount))
        model.payments.removeAll { clock.now - $0.time > 2 * GuardModel.summedStretch }
    }

    private mutating func send() throws {
        let session = session()
        model.use(session, at: clock.now)
        let isFine = model.maySend(session)
        _ = try expect(check("send", session: session), isFine ? .allow : .deny, isFine ? "rule" : "flow")
    }

    private mutating func read() throws {
        let tool = entropy.pick(["read_web", "read_mail", "look"])
        let decision = check(tool, session: session())
        guard try expect(decision, .allow, "rule") else { return }
        let result = entropy.pick([#"{"text":"x"}"#, "null", "[1]"])
        guard let session = decision.call.session, entropy.chance(3, in: 4) else { return }
        let judgement = `guard`.record(result: Array(result.utf8), of: decision)
        model.read(tool, in: session, at: clock.now)
        // A result of which nothing says that it can be trusted is untrusted.
        if tool == "look" { model.read("read_web", in: session, at: clock.now) }
        guard !judgement.isBlocked, let known = model.sessions[session], let state = judgement.session,
            state.isTrusted == known.isTrusted, state.labels == (known.isPrivate ? ["private"] : [])
        else { throw OracleFailure("\(tool) gives \(judgement), not \(model.sessions[session] as Any)") }
        tally["result", default: 0] += 1
    }

    // MARK: Approvals

    private mutating func wire() throws {
        let subject = GuardModel.Subject(amount: entropy.below(3), session: session(), policy: model.policy)
        let decision = check("wire", amount: subject.amount, session: subject.session)
        _ = try expect(decision, .review, "rule")
        guard !isFailing else { return }
        model.approvals[decision.id] = GuardModel.Approval(
            state: .pending, subject: subject, deadline: clock.now + GuardModel.approvalTimeout)
        reviewed.append(decision.id)
        if reviewed.count > 6 { model.approvals[reviewed.removeFirst()] = nil }
    }

    /// One of the last calls that wait, or that waited.
    private mutating func approvalID() -> String? { reviewed.isEmpty ? nil : entropy.pick(reviewed) }

    private mutating func answer() throws {
        guard !isFailing, let id = approvalID(), let known = model.approvals[id] else { return }
        let isOpen = clock.now < known.deadline
        let (name, verb) = (entropy.pick(["ann", "bob", "eve"]), entropy.below(6))
        if verb == 0 {
            let mayRevoke = isOpen && (known.state == .pending || known.state == .approved)
            let revoked = try? `guard`.approvals.revoke(id)
            guard (revoked != nil) == mayRevoke else { throw OracleFailure("revoking \(id): \(known)") }
            if mayRevoke { model.approvals[id]?.state = .revoked }
            return
        }
        let isWanted = isOpen && known.state == .pending && name != "eve"
        let approver = Approver(id: name)
        let answered = verb == 1 ? try? `guard`.approvals.reject(id, by: approver) : try? `guard`.approvals.approve(id, by: approver)
        guard (answered != nil) == isWanted else { throw OracleFailure("\(name) answers \(id): \(known)") }
        guard isWanted else { return }
        model.approvals[id]?.state = verb == 1 ? .refused : .approved
        model.approvals[id]?.token = answered?.token
    }

    /// A call that has, or had, an approval's token, with these arguments or others.
    private mutating func spend() throws {
        guard let id = approvalID(), let known = model.approvals[id] else { return }
        var subject = known.subject
        if entropy.chance(1, in: 4) { subject.amount += 1 }
        if entropy.chance(1, in: 8) { subject.session = session() }
        subject.policy = model.policy
        let isFine = known.state == .approved && subject == known.subject && clock.now < known.deadline
        let decision = check("wire", amount: subject.amount, session: subject.session, token: known.token ?? id + ".")
        if try expect(decision, isFine ? .allow : .deny, "approval") { model.approvals[id]?.state = .used }
    }

    // MARK: What happens around the guard

    private mutating func reload() throws {
        model.policy = entropy.below(2)
        try `guard`.reload(gates[model.policy])
    }

    /// Has the store fail; or, where it does, go on.
    private mutating func fail() throws {
        guard !isFailing else { return try recover() }
        tally["fault", default: 0] += 1
        if entropy.chance(1, in: 2) {
            // The entry is kept, and only the answer is lost.
            store.fail(.io("an error"), afterwards: true)
        } else {
            store.fail(.io("the disk is gone"))
            isFailing = true
        }
    }

    private mutating func recover() throws {
        guard isFailing else { return }
        store.fail(nil)
        isFailing = false
        let writing = `guard`
        guard eventually({ (try? writing.flush()) != nil }) else { throw OracleFailure("the store works, and nothing is written") }
    }

    private mutating func restart() throws {
        tally["restart", default: 0] += 1
        try recover()
        try `guard`.close()
        try resume()
    }

    /// Ends without closing anything: what is not in the store is lost.
    private mutating func kill() throws {
        // The last uses of sessions would be lost, by calls that were denied.
        guard !isFailing else { return }
        tally["kill", default: 0] += 1
        store.fail(.io("the process is gone"))
        try resume()
    }

    private func verify() throws {
        let verified = try RecordVerifier().verify(memory)
        guard verified.isSound else { throw OracleFailure("\(verified.findingCount) findings in the chain") }
    }

    /// Goes on with what the store has.
    private mutating func resume() throws {
        // It takes as long as the chain is, so that each time would take most of the run.
        if entropy.chance(1, in: 20) { try verify() }
        store = FaultyStore(memory)
        `guard` = try Self.make(gates[model.policy], store, clock)
    }
}
