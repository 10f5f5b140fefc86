import Callgate
import CallgateMachine
import CallgatePolicy
import Testing

@Suite("The tool that a call begins with is asked for before the call is scanned, and nothing hangs on it")
struct ToolAheadTests {
    /// IDs that stand in their tools, just so, just not, and far from it.
    private static let special = ["a", "a23456789_123456789_", "a23456789_123456789_1", "a23456789_123456789_123456789_123456789_"]

    /// A policy that denies calls of so many tools; others are allowed.
    private static func gate(tools: Int) throws -> Gate {
        let ids = special + (0..<tools - special.count).map { "tool_\($0)" }
        let rules = stride(from: 0, to: ids.count, by: 1000).map { start in
            "  - {name: r\(start), tool: [\(ids[start..<min(start + 1000, ids.count)].joined(separator: ", "))], action: deny}\n"
        }
        let text = "ungoverned: allow\nrules:\n" + rules.joined()
        return try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p.yaml", text: text)]).image)
    }

    /// An ID as it is, and with an escape for its first character.
    private static func spellings(_ id: String) -> [String] {
        guard let first = id.utf8.first else { return ["\"\""] }
        return ["\"\(id)\"", "\"\\u00\(String(first, radix: 16))\(id.dropFirst())\""]
    }

    /// Calls by the JSON of their tool's ID.
    private static func calls(_ id: String) -> [String] {
        [
            "{\"tool\":\(id)}", "{\"tool\": \(id)}", "{\"tool\":  \(id)}", "{\"tool\":\n\(id) , \"args\": {\"x\": [1, 2]}}",
            " {\"tool\":\(id),\"args\":{}}", "{ \"tool\": \(id), \"context\": {\"agent\": \"\(String(repeating: "x", count: 70))\"}}",
            "{\"args\":{\"tool\":\"a\"},\"tool\":\(id)}", "{\"tool\": \(id), \"tool\": \"a\"}", "{\"tool\": \(id) \"args\": {}}",
            "{\"tool\": \(id), \"args\": {}", "{\"tool\":\(id),\"note\":\"tool_1\"}", "{\"tool_\":\(id)}",
        ]
    }

    @Test("At the number of tools from which on it is done, one under and one over", arguments: [1023, 1024, 1025, 2500])
    func decisions(_ tools: Int) throws {
        let gate = try Self.gate(tools: tools)
        let known = Self.special + ["tool_0", "tool_\(tools - 1 - Self.special.count)"]
        let unknown = ["", "b", "tool_\(tools)", "a23456789_123456789_2", "a23456789_123456789", String(repeating: "a", count: 41)]
        var seen: Set<String> = []
        for (id, isKnown) in known.map({ ($0, true) }) + unknown.map({ ($0, false) }) {
            for json in Self.spellings(id) {
                let decision = try decide("{\"tool\": \(json), \"args\": {}}", gate)
                #expect(decision.effect == (isKnown ? .deny : .allow), "\(json)")
                #expect(decision.reason == (isKnown ? .rule : .ungoverned), "\(json)")
                for call in Self.calls(json) { seen.insert("\(try decide(call, gate).reason)") }
            }
        }
        #expect(seen == ["rule", "ungoverned", "malformed"])
    }

    @Test("Quotes and backslashes in the ID, and texts that end in it")
    func ends() throws {
        let gate = try Self.gate(tools: 1500)
        for json in [#""a\"""#, #""a\\""#, #""\"a""#, #""tool_1\""#, #""tool_1\u0022""#, "\"tool_1", "tool_1\"", "\"a\u{0}\"", "7", "null"] {
            for call in Self.calls(json) { _ = try decide(call, gate) }
        }
        let call = #"{"tool": "tool_1000", "args": {}}"#
        for count in 0..<call.utf8.count {
            #expect(try decide(String(call.prefix(count)), gate).reason == .malformed)
        }
    }

    /// What every path of the scan says, one byte before memory that can't be read; all say the same.
    private func decide(_ call: String, _ gate: Gate) throws -> Decision {
        let text = Array(call.utf8)
        let memory = GuardedMemory(capacity: 4096)
        var machine = Machine(gate.image, scan: .portable)
        let expected = machine.decide(memory.atEnd(text), at: CallTime(seconds: 0))
        let matched = machine.matchedCount
        for path in ScanPath.allCases where path.isAvailable && path != .portable {
            var machine = Machine(gate.image, scan: path)
            for buffer in [memory.atEnd(text), memory.atStart(text)] {
                let decision = machine.decide(buffer, at: CallTime(seconds: 0))
                #expect(decision.effect == expected.effect && decision.reason == expected.reason, "\(path) \(call)")
                #expect(decision.rule == expected.rule && decision.malformed.offset == expected.malformed.offset, "\(path) \(call)")
                #expect(machine.matchedCount == matched, "\(path) \(call)")
            }
        }
        return expected
    }
}
