import Callgate
import Foundation
import Testing

@Suite("callgate eval --stateful")
struct StatefulTests {
    private static let policy = """
        tools:
          get_issue: {result: untrusted}
          get_file: {labels: [private], result: trusted}
          create_issue: {sends: external}
        flow: {lethal_trifecta: deny}
        rules:
          - {name: one, tool: pay, when: args.amount <= 500, action: deny, limit: {max: 1, per: 1h}}
          - {name: large, tool: pay, when: args.amount > 500, action: require_approval, approvers: [finance]}
          - {name: others, tool: [pay, get_issue, get_file, create_issue], action: allow}
        """

    private static let first = [
        #"{"id":"c1","at":"2026-01-01T00:00:00Z","session":"s","tool":"pay","args":{"amount":1}}"#,
        #"{"id":"c2","at":"2026-01-01T00:01:00Z","session":"s","tool":"get_issue"}"#,
        #"{"result_of":"c2","at":"2026-01-01T00:01:00Z","result":"text"}"#,
        #"{"id":"c3","at":"2026-01-01T00:02:00Z","session":"s","tool":"pay","args":{"amount":900},"context":{"user":"bob"}}"#,
        #"{"approve":"c3","at":"2026-01-01T00:03:00Z","by":{"id":"ann","groups":["finance"]}}"#,
    ]

    private static let second = [
        #"{"id":"d1","at":"2026-01-01T00:10:00Z","session":"s","tool":"pay","args":{"amount":900},"context":{"user":"bob"},"approval":"c3"}"#,
        #"{"id":"d2","session":"s","tool":"pay","args":{"amount":900},"context":{"user":"bob"},"approval":"c3"}"#,
        #"{"id":"d3","session":"s","tool":"pay","args":{"amount":1}}"#,
        #"{"id":"d4","session":"s","tool":"get_file"}"#, #"{"result_of":"d4","result":"text"}"#,
        #"{"id":"d5","session":"s","tool":"create_issue"}"#, #"{"result_of":"c2","result":"again"}"#,
        #"{"id":"d6","at":"2026-01-01T01:00:00Z","session":"s","tool":"pay","args":{"amount":1}}"#,
    ]

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Self.policy, to: "p.yaml")
        try workspace.write(Self.first.joined(separator: "\n") + "\n", to: "first.jsonl")
        try workspace.write(Self.second.joined(separator: "\n") + "\n", to: "second.jsonl")
        try workspace.write((Self.first + Self.second).joined(separator: "\n") + "\n", to: "both.jsonl")
        return workspace
    }

    private func run(_ workspace: Workspace, _ events: String, _ records: String? = "r.db") async throws -> Outcome {
        try await workspace.run(
            ["eval", "--stateful", "--policy", "p.yaml", "--requests", events] + (records.map { ["--records", $0] } ?? []))
    }

    @Test("A second run goes on where the first one ended: limits, sessions, trust and approvals")
    func continues() async throws {
        let workspace = try workspace()
        let first = try await run(workspace, "first.jsonl")
        #expect(first.status == 0 && first.error == "")
        let second = try await run(workspace, "second.jsonl")
        #expect(second.status == 0 && second.error == "")
        func line(_ place: Int) -> String { second.lines[place] }
        #expect(line(0).hasPrefix(#"{"id":"d1","decision":"allow","reason":"approval""#))
        #expect(line(1).contains(#""error":{"kind":"approval_used""#))
        #expect(line(2).hasPrefix(#"{"id":"d3","decision":"deny","reason":"limit","rule":"one""#))
        #expect(line(4).hasSuffix(#""session":{"trust":"untrusted","labels":["private"]}}"#))
        #expect(line(5).contains(#""reason":"flow","rule":"flow: lethal trifecta""#) && line(5).contains(#""cause":"c2""#))
        #expect(line(6).contains(#""verdict":"block""#))
        #expect(line(7).hasPrefix(#"{"id":"d6","decision":"allow""#))
        // The same events in one run are answered alike, but for the result of a call of the run before.
        let whole = try await run(workspace, "both.jsonl", nil)
        let lines = first.lines + second.lines
        for place in whole.lines.indices where place != Self.first.count + 6 { #expect(lines[place] == whole.lines[place]) }
        #expect(whole.lines.count == lines.count)
    }

    @Test("Checkpoints of records are signed, and held against the key")
    func signs() async throws {
        let workspace = try workspace()
        for name in ["k", "other"] { #expect(try await workspace.run("keygen", name).status == 0) }
        let events = ["eval", "--stateful", "--policy", "p.yaml", "--requests", "first.jsonl", "--records", "r.db"]
        #expect(try await workspace.run(events + ["--sign", "k.pub"]).error.contains("this is a public key, a private one is wanted"))
        #expect(try await workspace.run(events + ["--sign", "k.key"]).status == 0)
        func verify(_ key: String) async throws -> Int32 {
            try await workspace.run("records", "verify", "--store", "r.db", "--key", key).status
        }
        #expect(try await verify("k.pub") == 0)
        #expect(try await verify("other.pub") == 1)
    }

    @Test("Without records nothing is kept")
    func forgets() async throws {
        let workspace = try workspace()
        _ = try await run(workspace, "first.jsonl", nil)
        let second = try await run(workspace, "second.jsonl", nil)
        #expect(second.lines[0].contains(#""error":{"kind":"approval_unknown""#))
        #expect(second.lines[2].hasPrefix(#"{"id":"d3","decision":"allow""#))
        #expect(second.lines[5].hasPrefix(#"{"id":"d5","decision":"allow""#))
    }

    @Test("Every call, result and answer has its record, and the chain is sound")
    func records() async throws {
        let workspace = try workspace()
        _ = try await run(workspace, "first.jsonl")
        _ = try await run(workspace, "second.jsonl")
        let lines = try await workspace.run("records", "export", "--format", "jsonl", "--store", "r.db").lines
        let kinds = lines.compactMap { EntryReader(Array($0.utf8))?.string("kind") }
        #expect(kinds == ["decision", "decision", "result", "decision", "approval", "decision", "decision", "decision", "decision", "result", "decision", "decision"])
        let verified = try await workspace.run("records", "verify", "--store", "r.db")
        #expect(verified.status == 0)
        #expect(verified.lines[0] == "sound: 12 records")
    }

    @Test("Events before the first one with a time are at --now, or at the time of the clock")
    func start() async throws {
        let workspace = try Workspace()
        try workspace.write(
            "rules:\n  - {name: old, tool: pay, when: 'now < timestamp(\"2026-05-01T00:00:00Z\")', action: allow}\n", to: "p.yaml")
        try workspace.write(
            #"{"id":"a","tool":"pay"}"# + "\n" + #"{"id":"b","at":"2026-04-01T00:00:00Z","tool":"pay"}"# + "\n", to: "none.jsonl")
        try workspace.write(#"{"id":"b","at":"2026-04-01T00:00:00Z","tool":"pay"}"# + "\n", to: "timed.jsonl")
        func decisions(_ command: [String]) async throws -> [String] {
            try await workspace.run(command + ["--policy", "p.yaml"]).lines.map { $0.contains(#""decision":"allow""#) ? "allow" : "deny" }
        }
        let eval = ["eval", "--stateful", "--requests"]
        #expect(try await decisions(eval + ["none.jsonl"]) == ["deny", "deny"])
        #expect(try await decisions(eval + ["none.jsonl", "--now", "2026-06-01T00:00:00Z"]) == ["deny", "deny"])
        #expect(try await decisions(eval + ["none.jsonl", "--now", "2026-02-01T00:00:00Z"]) == ["allow", "allow"])
        #expect(try await decisions(eval + ["timed.jsonl", "--now", "2026-06-01T00:00:00Z"]) == ["allow"])
        let explained = try await workspace.run(
            ["explain", "--policy", "p.yaml", "--requests", "none.jsonl", "--id", "a", "--now", "2026-06-01T00:00:00Z"])
        #expect(explained.status == 4)
        let late = try await workspace.run(eval + ["none.jsonl", "--policy", "p.yaml", "--now", "2116-01-01T00:00:00Z"])
        #expect(late.status == 2 && late.error.contains("of the years 1970 to 2115"), "\(late)")
    }

    @Test("A result of any length reaches its session; a line that is longer than the limit ends the run", arguments: [1_400_000, 1 << 26])
    func longResults(_ length: Int) async throws {
        let workspace = try Workspace()
        try workspace.write(Self.policy, to: "p.yaml")
        let calls = [
            #"{"id":"a","session":"s","tool":"get_file"}"#, #"{"result_of":"a","result":"secret"}"#,
            #"{"id":"b","session":"s","tool":"get_issue"}"#,
        ]
        let (head, tail) = (#"{"result":""#, #"","result_of":"b"}"#)
        let result = head + String(repeating: "x", count: length - head.utf8.count - tail.utf8.count) + tail
        let last = #"{"id":"c","session":"s","tool":"create_issue"}"#
        try workspace.write((calls + [result, last]).joined(separator: "\n") + "\n", to: "e.jsonl")
        let whole = try await run(workspace, "e.jsonl", nil)
        #expect(whole.status == 0)
        #expect(whole.lines[3].hasPrefix(#"{"result_of":"b","verdict":"block","trust":"untrusted""#), "\(whole.lines[3])")
        #expect(whole.lines[4].contains(#""reason":"flow""#), "\(whole.lines[4])")
        guard length == 1 << 26 else { return }
        try workspace.write((calls + [" " + result, last]).joined(separator: "\n") + "\n", to: "e.jsonl")
        let cut = try await run(workspace, "e.jsonl", nil)
        #expect(cut.status != 0 && cut.lines.count == 3 && cut.error.contains("more than 67108864 bytes"), "\(cut.error)")
    }

    @Test("A file that can't be written to is an error, and nothing is answered")
    func refused() async throws {
        let workspace = try workspace()
        try workspace.write("this is some text, and long enough that it may be taken for a database", to: "text")
        for (path, wanted) in [("text", "error: this is no file of records: text"), ("none/r.db", "error: the records can't be read or written: none/r.db")] {
            let outcome = try await run(workspace, "first.jsonl", path)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.error.hasPrefix(wanted), "\(outcome.error)")
        }
    }

    @Test("A key says nothing of records that have no checkpoint yet: exit status 5, and what that means")
    func unsigned() async throws {
        let workspace = try workspace()
        _ = try await workspace.run("keygen", "k")
        _ = try await run(workspace, "first.jsonl")
        let outcome = try await workspace.run("records", "verify", "--store", "r.db", "--key", "k.pub")
        #expect(outcome.status == 5)
        #expect(outcome.error == "")
        #expect(outcome.lines[0] == "unsigned: 5 records, whose hashes are right; no checkpoint is there yet")
        #expect(outcome.lines[1].hasPrefix("head     5 "))
        #expect(outcome.lines[2].hasPrefix("signed   nothing, so that the key says nothing of these records"))
        let json = try await workspace.run("records", "verify", "--store", "r.db", "--key", "k.pub", "--json")
        #expect(json.status == 5)
        #expect(json.output.hasPrefix(#"{"sound":false,"records":5,"#) && json.output.contains(#""unsigned":true"#))
    }

    @Test("explain says why a call of a file was decided so, and where that began")
    func explains() async throws {
        let workspace = try workspace()
        func explain(_ id: String, _ more: String...) async throws -> Outcome {
            try await workspace.run(["explain", "--policy", "p.yaml", "--requests", "both.jsonl", "--id", id] + more)
        }
        let flow = try await explain("d5")
        #expect(flow.status == 4)
        #expect(flow.output.contains("and this tool sends outside; the result of call `c2` is where that began"))
        #expect(flow.output.contains(#"session.labels                                           ["private"]"#))
        #expect(try await explain("d5", "--json").output.contains(#""cause":"c2""#))
        #expect(try await explain("d3").output.contains("why       deny, because the limit of `one` is reached"))
        #expect(try await explain("c1").output.contains("rule one  deny  within its limit  p.yaml:7"))
        #expect(try await explain("d1").status == 0)
        let missing = try await explain("none")
        #expect(missing.status == 1 && missing.output == "")
        #expect(missing.error == "error: both.jsonl has no well-formed call whose ID is `none`\n")
    }
}
