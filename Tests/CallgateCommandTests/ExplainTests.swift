import Foundation
import Testing

@Suite("callgate explain")
struct ExplainTests {
    private static let call = [
        "--tool", "pay", "--args", #"{"amount":600,"items":[{"price":1},{"price":400}]}"#, "--context", #"{"env":"prod"}"#,
    ]

    @Test("Every rule with the values under its condition")
    func text() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.run(["explain", "--policy", "p.yaml"] + Self.call)
        #expect(outcome.status == 4)
        #expect(outcome.error == "")
        #expect(outcome.output == """
            deny  pay
              reason    rule
              rule      big
              message   too much: 600
              matched   big, ask, always
              monitored watch
              why       deny, because `big` matched; 2 other rules counted too, and deny beats review beats allow

            rule big  deny  matched  p.yaml:2
              args.amount > 500 && args.items.exists(i, i.price * 2 > args.amount)  true
                args.amount > 500                                                   true
                  args.amount                                                       600
                args.items.exists(i, i.price * 2 > args.amount)                     true
                  args.items                                                        [{"price":1},{"price":400}]
                  i.price * 2 > args.amount                                         true  (last time around)
                    i.price * 2                                                     800  (last time around)
                      i.price                                                       400  (last time around)
                    args.amount                                                     600  (last time around)

            rule watch  review, monitored  matched  p.yaml:7
              has(args.note) || context.env == "prod"  true
                has(args.note)                         false
                context.env == "prod"                  true
                  context.env                          "prod"

            rule ask  review  matched  p.yaml:14
              args.amount > 100  true
                args.amount      600

            rule always  allow  matched  p.yaml:20
              no condition: it always matches

            """)
        // An image explains like its sources.
        _ = try await workspace.run("compile", "p.yaml", "-o", "p.cgb")
        #expect(try await workspace.run(["explain", "--policy", "p.cgb"] + Self.call).output == outcome.output)
    }

    @Test("Of a macro, the parts that its author wrote, and nothing that it is made of")
    func macros() async throws {
        let workspace = try Workspace()
        let condition = "cel.bind(x, args.n + 1, x > 2) && [2, 1].sortBy(v, -v)[0] == 2 && args.?m.optMap(k, k + 1) == optional.none()"
        try workspace.write("rules:\n  - {name: r, tool: t, when: \"\(condition)\", action: deny}\n", to: "p.yaml")
        let outcome = try await workspace.run("explain", "--policy", "p.yaml", "--tool", "t", "--args", #"{"n":3}"#)
        let values = outcome.output.split(separator: "\n").drop { !$0.hasPrefix("rule r") }.dropFirst(2)
            .map { $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(
            values.map { $0.prefix(2).joined(separator: " = ") } == [
                "cel.bind(x, args.n + 1, x > 2) && [2, 1].sortBy(v, -v)[0] == 2 = true",
                "cel.bind(x, args.n + 1, x > 2) = true", "args.n + 1 = 4", "args.n = 3", "x > 2 = true", "x = 4",
                "[2, 1].sortBy(v, -v)[0] == 2 = true", "[2, 1].sortBy(v, -v)[0] = 2", "[2, 1].sortBy(v, -v) = [2, 1]",
                "[2, 1] = [2, 1]", "-v = -1", "v = 1", "args.?m.optMap(k, k + 1) == optional.none() = true",
                "args.?m.optMap(k, k + 1) = optional.none()", "args.?m = optional.none()", #"args = {"n":3}"#,
                "k + 1 = not evaluated", "k = not evaluated", "optional.none() = optional.none()",
            ])
    }

    @Test("Errors, and what was not evaluated")
    func failed() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.run("explain", "--policy", "p.yaml", "--tool", "pay", "--args", #"{"amount":"6"}"#)
        #expect(outcome.status == 4)
        #expect(outcome.output.contains(
            "  why       deny, because the condition of `big` could not be evaluated; a rule that restricts counts then\n"))
        #expect(outcome.output.contains("""

            rule big  deny  failed  p.yaml:2
              args.amount > 500 && args.items.exists(i, i.price * 2 > args.amount)  error: no_such_overload
                args.amount > 500                                                   error: no_such_overload
                  args.amount                                                       "6"
                args.items.exists(i, i.price * 2 > args.amount)                     error: no_such_overload
                  args.items                                                        null (not in the call)
                  i.price * 2 > args.amount                                         not evaluated

            """))
        #expect(outcome.output.contains("rule watch  review, monitored  did not match  p.yaml:7\n"))
    }

    @Test("Why, and the exit status", arguments: [
        ("ping", "{}", 0, "allow, because `always` matched"), ("refund", #"{"amount":1}"#, 0, "allow, because its one rule did not match and this is the default"),
        ("refund", #"{"amount":200}"#, 3, "review, because `ask` matched"), ("none", "{}", 4, "deny, because no rule names this tool"),
        ("pay", "{", 4, "deny, because this is no well-formed call"),
    ] as [(String, String, Int32, String)])
    func why(_ tool: String, _ args: String, _ status: Int32, _ why: String) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let call = ["explain", "--policy", "p.yaml", "--tool", tool, "--args", args]
        let outcome = try await workspace.run(call)
        #expect(outcome.status == status)
        #expect(outcome.output.contains("\n  why       \(why)\n"), "\(outcome.output)")
        let json = try await workspace.run(call + ["--json"])
        #expect(json.status == status)
        #expect(try JSONDecoder().decode(Explained.self, from: Data(json.outputBytes)).why == why)
    }

    private struct Explained: Decodable {
        var decision: String
        var reason: String
        var why: String
        var rule: String?
        var message: String?
        var tool: String?
        var rules: [Rule]

        struct Rule: Decodable, Equatable {
            var name: String
            var effect: String
            var mode: String
            var outcome: String
            var place: String
            var condition: String?
            var values: [Value]
        }

        struct Value: Decodable, Equatable {
            var source: String
            var depth: Int
            var value: String?
            var error: String?
        }
    }

    @Test("The same as JSON")
    func json() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.run(["explain", "--policy", "p.yaml", "--json"] + Self.call)
        #expect(outcome.status == 4)
        #expect(outcome.lines.count == 1)
        let explained = try JSONDecoder().decode(Explained.self, from: Data(outcome.outputBytes))
        #expect(explained.decision == "deny")
        #expect(explained.reason == "rule")
        #expect(explained.rule == "big")
        #expect(explained.message == "too much: 600")
        #expect(explained.tool == "pay")
        #expect(explained.rules.map(\.name) == ["big", "watch", "ask", "always"])
        #expect(explained.rules.map(\.outcome) == ["matched", "matched", "matched", "matched"])
        #expect(explained.rules.map(\.mode) == ["enforce", "monitor", "enforce", "enforce"])
        #expect(explained.rules[2] == Explained.Rule(
            name: "ask", effect: "review", mode: "enforce", outcome: "matched", place: "p.yaml:14", condition: "args.amount > 100",
            values: [
                Explained.Value(source: "args.amount > 100", depth: 0, value: "true"),
                Explained.Value(source: "args.amount", depth: 1, value: "600"),
            ]))
        #expect(explained.rules[3].condition == nil)
    }

    private struct Cut: Decodable {
        var rules: [Rule]

        struct Rule: Decodable {
            var condition: String
            var condition_omitted_bytes: Int?
            var values: [Value]
        }

        struct Value: Decodable {
            var source: String
            var source_omitted_bytes: Int?
        }
    }

    /// A list of so many bytes, brackets included.
    private static func list(_ bytes: Int) -> String {
        let elements = (bytes - 4) / 8 - 1
        let first = String(repeating: "x", count: bytes - 4 - 8 * elements)
        return "[\"" + first + String(repeating: "\", \"aaaa", count: elements) + "\"]"
    }

    private func explain(_ condition: String, _ more: String...) async throws -> Outcome {
        let workspace = try Workspace()
        try workspace.write("rules:\n  - name: r\n    tool: t\n    action: deny\n    when: '\(condition)'\n", to: "p.yaml")
        return try await workspace.run(["explain", "--policy", "p.yaml", "--tool", "t"] + more)
    }

    @Test("Source is shown whole at the limit and one under, and cut one over and far over", arguments: [2_047, 2_048, 2_049, 300_000])
    func excerpts(_ bytes: Int) async throws {
        let list = Self.list(bytes)
        let condition = "args.s in \(list)"
        let text = try await explain(condition).output
        let isCut = bytes > 2_048
        #expect(text.contains("    \(isCut ? String(list.prefix(2_048)) + "… (\(bytes - 2_048) more bytes)" : list)  "))
        #expect(text.utf8.count < 16_000)
        let json = try await explain(condition, "--json")
        let rule = try #require(try JSONDecoder().decode(Cut.self, from: Data(json.outputBytes)).rules.first)
        // What is shown is the beginning of the source, and with what is left out it is all of it.
        for (shown, omitted, source) in [
            (rule.condition, rule.condition_omitted_bytes, condition),
            (rule.values[0].source, rule.values[0].source_omitted_bytes, condition),
            (try #require(rule.values.last).source, rule.values.last?.source_omitted_bytes, list),
        ] {
            #expect(source.hasPrefix(shown))
            #expect(shown.utf8.count == min(2_048, source.utf8.count))
            #expect(omitted == (source.utf8.count > 2_048 ? source.utf8.count - 2_048 : nil))
        }
        #expect(json.outputBytes.count < 24_000)
    }

    @Test("Characters are shown whole or not at all", arguments: 0..<4)
    func characters(_ shift: Int) async throws {
        let condition = "args.s in [\"" + String(repeating: "x", count: shift) + String(repeating: "😀", count: 600) + "\"]"
        let json = try await explain(condition, "--json")
        let rule = try #require(try JSONDecoder().decode(Cut.self, from: Data(json.outputBytes)).rules.first)
        #expect(condition.hasPrefix(rule.condition))
        #expect(2_045...2_048 ~= rule.condition.utf8.count)
        #expect(rule.condition.utf8.count + (rule.condition_omitted_bytes ?? 0) == condition.utf8.count)
    }

    /// An image does not tell how much longer than 65,534 bytes a piece is.
    @Test("So is the source in an error's detail", arguments: [
        (2_048, nil), (2_049, "1"), (65_534, "63486"), (65_535, "at least 63487"), (300_000, "at least 63487"),
    ] as [(Int, String?)])
    func errorDetail(_ bytes: Int, _ omitted: String?) async throws {
        // The test that fails is the piece that is shown.
        let condition = "args.s.contains(\"" + String(repeating: "x", count: bytes - 19) + "\")"
        let outcome = try await explain(condition, "--args", #"{"s":1}"#)
        #expect(condition.utf8.count == bytes)
        let shown = omitted.map { condition.prefix(2_048) + "… (\($0) more bytes)" } ?? condition
        #expect(outcome.output.contains("  error     no_such_overload: `\(shown)`: this can't be done with "))
        #expect(outcome.output.utf8.count < 12_000)
    }
}
