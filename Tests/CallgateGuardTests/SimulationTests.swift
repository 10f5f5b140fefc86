import Callgate
import CallgatePolicy
import CallgateReference
import Testing

/// A guard and the reference, driven by the same random events.
@Suite("The guard does what the reference does, event by event")
struct SimulationTests {
    @Test(arguments: 0..<40)
    func agreement(seed: UInt64) throws {
        var simulation = try Simulation(seed: seed)
        for _ in 0..<500 { try simulation.step() }
        #expect(simulation.passed > 20 && simulation.denied > 20)
    }

    @Test("Also where it is made anew all the time, and goes on where its records end", arguments: 0..<40)
    func restarts(seed: UInt64) throws {
        var simulation = try Simulation(seed: seed, store: MemoryRecordStore())
        for _ in 0..<500 { try simulation.step() }
        #expect(simulation.passed > 20 && simulation.denied > 20 && simulation.restarts > 5)
    }
}

/// What a run has done so far; the same for the same seed.
struct Simulation {
    private static let documents = [
        """
        tools:
          read_web: {result: untrusted}
          read_mail: {labels: [private], result: trusted}
          send: {sends: external}
        flow: {lethal_trifecta: deny}
        sessions: {timeout: 10m, max: 6}
        rules:
          - {name: counted, tool: pay, action: deny, limit: {max: 3, per: 1m, key: context.customer}}
          - {name: summed, tool: pay, when: args.amount >= 0, action: deny, limit: {sum: args.amount, max: 100, per: 5m, key: [context.customer, args.kind]}}
          - {name: slow, tool: "*", action: review, limit: {max: 8, per: 2m}}
          - {name: large, tool: pay, when: args.amount > 50, action: require_approval, approvers: [boss]}
          - {name: watched, tool: pay, action: deny, mode: monitor, limit: {max: 1, per: 1m}}
          - {name: change, tool: wire, when: 'session.called("change_payee", duration("2m"))', action: deny}
          - {name: tested, tool: deploy, when: 'session.calls("run_tests") == 0', action: deny}
          - {name: repeated, tool: run_tests, when: session.calls(tool) > 3 || session.labels.size() > 1, action: deny}
        results:
          - {name: keys, tool: "*", when: 'result.text.contains("KEY")', block: true, labels: [secret]}
          - {name: known, tool: search, when: result.source == "wiki", mark: trusted}
          - {name: odd, tool: search, when: 'args.q != "x" && result.n > 3', mark: untrusted}
        """,
        """
        roles:
          basic: {tools: [pay, "read_*"], limit: {max: 4, per: 1m, key: session.id}}
          admin: {tools: ["*"]}
        sessions: {timeout: 1m, max: 4}
        rules:
          - {name: allowed, tool: [pay, send], when: session.trust == "trusted", action: allow}
          - {name: key, tool: pay, action: deny, limit: {max: 2, per: 30s, key: args.kind}}
        results:
          - {name: all, tool: "read_*", labels: [private], mark: untrusted, when: result.text != "fine"}
        """,
    ]

    private var random: SeededGenerator
    private var `guard`: Guard
    /// Nil where the guard is the same from start to end.
    private let store: MemoryRecordStore?
    private let gate: Gate
    private let clock = ManualClock(now: 1_000_000_000_000_000_000)
    private var reference: ReferenceGuard
    private var calls: [(decision: GuardDecision, bytes: [UInt8])] = []
    private(set) var passed = 0
    private(set) var denied = 0
    private(set) var restarts = 0

    init(seed: UInt64, store: MemoryRecordStore? = nil) throws {
        self.store = store
        random = SeededGenerator(seed)
        let text = Self.documents[Int(seed) % Self.documents.count]
        let document = PolicyDocumentSource(name: "policy.yaml", bytes: Array(text.utf8))
        let compiled = try CompiledPolicy([document])
        reference = ReferenceGuard(try loadPolicy([document]).policy)
        gate = try Gate(image: compiled.image)
        `guard` = try Self.make(gate, store, clock)
    }

    private static func make(_ gate: Gate, _ store: MemoryRecordStore?, _ clock: ManualClock) throws -> Guard {
        try Guard(gate, records: store.map { try RecordWriter($0) }, clock: clock)
    }

    private mutating func restart() throws {
        try `guard`.close()
        `guard` = try Self.make(gate, store, clock)
        // A decision is its guard's: the next one blocks the results of its calls.
        calls.removeAll()
        restarts += 1
    }

    mutating func step() throws {
        if store != nil {
            switch Int.random(in: 0..<20, using: &random) {
            // Every time is alone in its 64th of the longest limit, so that what is kept of it is exact.
            case 0..<3: clock.now += 5_000_000_000 * pick([1, 2, 12, 24])
            case 3: clock.now += 5_000_000_000 * pick([60, 120, 121])
            case 4: try restart()
            case 5..<8: record()
            default: check()
            }
            return
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<3: clock.now += pick([1, 1_000_000_000, 10_000_000_000, 59_999_999_999, 60_000_000_000])
        case 3: clock.now += pick([119_999_999_999, 120_000_000_000, 300_000_000_000, 600_000_000_000, 600_000_000_001])
        case 4: clock.now -= pick([1, 5_000_000_000])
        case 5..<8: record()
        default: check()
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func check() {
        let tool = pick(["pay", "pay", "pay", "send", "wire", "change_payee", "deploy", "run_tests", "search", "read_web", "read_mail", "other"])
        let amount = pick(["1", "10", "60", "2.5", "-1", "\"5\"", "null", "99999999999999999999", "40.000001", "0"])
        let customer = pick(["\"a\"", "\"b\"", "1", "1.0", "null", "[1]"])
        let kind = pick(["\"k\"", "\"l\"", "true"])
        let role = pick(["\"basic\"", "\"admin\"", "\"admin\"", "\"none\""])
        let text = pick([
            #"{"tool":"\#(tool)","args":{"amount":\#(amount),"kind":\#(kind),"q":"x"},"context":{"customer":\#(customer),"role":\#(role)}}"#,
            #"{"tool":"\#(tool)","args":{"amount":\#(amount),"kind":\#(kind)},"context":{"customer":\#(customer),"role":\#(role)}}"#,
            #"{"context":{"role":\#(role)},"tool":"\#(tool)"}"#,
        ])
        let bytes = Array((Int.random(in: 0..<50, using: &random) == 0 ? text + "," : text).utf8)
        let session: String? = pick([nil, "s1", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"])
        let parent: String? = Int.random(in: 0..<6, using: &random) == 0 ? pick(["s1", "s2", "s3"]) : nil
        let decision = `guard`.check(GuardedCall(bytes, session: session, parent: session == nil ? nil : parent))
        let expected = reference.check(bytes, session: session, parent: session == nil ? nil : parent, now: clock.now)
        let found = ReferenceDecision(decision.report)
        #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self)) in \(session ?? "no session")")
        if decision.isAllowed {
            passed += 1
            calls.append((decision, bytes))
        } else {
            denied += 1
        }
    }

    private mutating func record() {
        guard !calls.isEmpty else { return }
        let (decision, bytes) = calls[Int.random(in: max(0, calls.count - 20)..<calls.count, using: &random)]
        let result = Array(
            pick([
                #"{"text":"fine","source":"wiki","n":1}"#, #"{"text":"a KEY","source":"web","n":9}"#, "null", "[1,2]",
                #""text""#, #"{"text":7}"#, "{", "1 2", #"{"n":"x","text":"fine"}"#,
            ]).utf8)
        let judgement = `guard`.record(result: result, of: decision)
        let expected = reference.record(
            result: result, of: bytes, session: decision.call.session, parent: decision.call.parent, now: clock.now)
        #expect(judgement.isBlocked == expected.isBlocked)
        #expect(judgement.isTrusted == expected.isTrusted)
        #expect(judgement.labels == expected.labels)
        if let id = decision.call.session {
            let state = reference.session(id)
            #expect(judgement.session?.isTrusted == state?.isTrusted)
            #expect(judgement.session?.labels == state?.labels)
        }
    }
}

extension ReferenceDecision {
    init(_ report: DecisionReport) {
        let effect: PolicyEffect =
            switch report.effect {
            case .allow: .allow
            case .review: .review
            case .deny: .deny
            }
        self.init(
            effect: effect, reason: Reason(rawValue: "\(report.reason.name)") ?? .malformed, rule: report.rule,
            matched: report.matched, monitored: report.monitored, tool: report.tool)
        if reason == .error || reason == .malformed {
            error = report.error.map { Failure($0.kind, offset: $0.offset) }
        }
    }
}
