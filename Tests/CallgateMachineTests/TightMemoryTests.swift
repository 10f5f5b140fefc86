import Callgate
import CallgateMachine
import CallgatePolicy
import Testing

@Suite("A machine with little memory denies what it has no room for")
struct TightMemoryTests {
    private func decide(_ call: String, _ policy: String) throws -> DecisionReport {
        var limits = MachineLimits()
        limits.arenaBytes = 4_096
        let document = PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))
        var decider = Decider(try Gate(image: CompiledPolicy([document]).image), limits: limits)
        return decider.report(Array(call.utf8), at: CallTime(seconds: 0))
    }

    private static let policy = """
        rules:
          - name: blocked
            tool: t
            when: context.blocked == true && args.s != ""
            action: deny
        """

    /// A string whose escapes fill the arena but for a few bytes.
    private static let filler = "\"\\n" + String(repeating: "a", count: 4_080) + "\""

    @Test("A part of the call is not overlooked because its key has no room", arguments: [
        "context", "\\u0063ontext", "c\\u006fntext",
    ])
    func escapedKey(_ key: String) throws {
        let call = "{\"tool\":\"t\",\"args\":{\"s\":\(Self.filler)},\"\(key)\":{\"blocked\":true}}"
        #expect(try decide(call, Self.policy).effect == .deny)
    }

    @Test("A key given twice is not overlooked either")
    func escapedDuplicate() throws {
        let call = "{\"tool\":\"t\",\"args\":{\"s\":\(Self.filler)},\"\\u0061rgs\":{},\"context\":{}}"
        #expect(try decide(call, Self.policy).effect == .deny)
    }

    @Test("A string without room traps, and the next call is decided as usual")
    func trap() throws {
        let long = "\"\\n" + String(repeating: "a", count: 5_000) + "\""
        let report = try decide("{\"tool\":\"t\",\"args\":{\"s\":\(long)}}", Self.policy)
        #expect(report.effect == .deny)
        #expect(report.reason == .trap)
        #expect(report.error?.kind == "memory_exhausted")
    }

    @Test("A message stays short, however often it repeats what a call holds")
    func longMessage() throws {
        let policy = """
            rules: [{name: r, tool: t, action: deny, message: "denied: {args.ids.map(i, args.note)}"}]
            """
        let document = PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))
        var decider = Decider(try Gate(image: CompiledPolicy([document]).image))
        let ids = (0..<300).map(String.init).joined(separator: ",")
        let note = String(repeating: "é", count: 20_000)
        let call = "{\"tool\":\"t\",\"args\":{\"ids\":[\(ids)],\"note\":\"\(note)\"}}"
        let message = decider.report(Array(call.utf8), at: CallTime(seconds: 0)).message ?? ""
        #expect(message.hasPrefix("denied: [\""))
        #expect(message.hasSuffix("…"))
        #expect(message.utf8.count > 60_000 && message.utf8.count <= 65_536 + 3)
    }

    @Test("Values that hold one another many times stay short in a message")
    func nestedMessage() throws {
        var expression = "[1]"
        for _ in 0..<20 { expression = "[\(expression)].map(v, [v, v])" }
        let policy = "rules: [{name: r, tool: t, action: deny, message: \"{\(expression)}\"}]"
        let document = PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))
        var decider = Decider(try Gate(image: CompiledPolicy([document]).image))
        let message = decider.report(Array("{\"tool\":\"t\"}".utf8), at: CallTime(seconds: 0)).message ?? ""
        #expect(message.contains("…"))
        #expect(message.utf8.count <= 65_536 + 3)
    }
}
