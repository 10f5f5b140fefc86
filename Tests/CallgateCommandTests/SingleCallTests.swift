import Foundation
import Testing

@Suite("callgate eval: one call")
struct SingleCallTests {
    @Test("For people, with an exit status; --json is the line of the stream", arguments: [
        ("ping", "{}", "{}", 0, "allow  ping\n  reason    rule\n  rule      always\n"),
        ("refund", #"{"amount":1}"#, "{}", 0, "allow  refund\n  reason    default\n"),
        ("refund", #"{"amount":101}"#, "{}", 3, "review  refund\n  reason    rule\n  rule      ask\n  approvers ann, bob\n  timeout   3600 s\n"),
        ("refund", "{}", "{}", 3, """
            review  refund
              reason    error
              rule      ask
              approvers ann, bob
              timeout   3600 s
              error     no_such_overload: `args.amount > 100`: this can't be done with values of types null and int

            """),
        ("pay", #"{"amount":600,"items":[{"price":400}]}"#, #"{"env":"prod"}"#, 4, """
            deny  pay
              reason    rule
              rule      big
              message   too much: 600
              matched   big, ask, always
              monitored watch

            """),
        ("other", "{}", "{}", 4, "deny  other\n  reason    ungoverned\n"),
        ("pay", "{", "{}", 4, "deny  (no tool)\n  reason    malformed\n  error     invalid_json: expected a key in double quotes, at byte 22\n"),
        ("pay", "[]", "{}", 4, "deny  (no tool)\n  reason    malformed\n  error     invalid_args: expected an object: args, at byte 21\n"),
        ("pay", "{}", "1", 4, "deny  (no tool)\n  reason    malformed\n  error     invalid_context: expected an object: context, at byte 34\n"),
        ("pay", #"{},"tool":"ping""#, "{}", 4, "deny  (no tool)\n  reason    malformed\n  error     duplicate_key: the key tool occurs twice, at byte 24\n"),
        ("a\"b\\\u{1B}[31m", "{}", "{}", 4, "deny  a\"b\\\\u{1b}[31m\n  reason    ungoverned\n"),
    ] as [(String, String, String, Int32, String)])
    func decided(_ tool: String, _ args: String, _ context: String, _ status: Int32, _ wanted: String) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let call = ["eval", "--policy", "p.yaml", "--tool", tool, "--args", args, "--context", context]
        let outcome = try await workspace.run(call)
        #expect(outcome.status == status)
        #expect(outcome.output == wanted)
        #expect(outcome.error == "")
        let json = try await workspace.run(call + ["--json"])
        #expect(json.status == status)
        let name = String(decoding: try JSONEncoder().encode(tool), as: UTF8.self)
        let line = #"{"tool":\#(name),"args":\#(args),"context":\#(context)}"#
        let stream = try await workspace.run(
            ["eval", "--policy", "p.yaml", "--requests", "-"], input: Array(line.utf8))
        #expect(json.output == stream.output)
        #expect(stream.status == 0)
    }

    @Test("A policy as a file, a directory, several files and an image decides alike")
    func forms() async throws {
        let workspace = try Workspace()
        let parts = Policies.shop.components(separatedBy: "  - name: ask\n")
        try workspace.write(Policies.shop, to: "whole.yaml")
        for folder in ["both", "apart"] {
            try workspace.write(parts[0], to: "\(folder)/1.yaml")
            try workspace.write("rules:\n  - name: ask\n" + parts[1], to: "\(folder)/2.yml")
        }
        try workspace.write("not a policy", to: "both/readme.txt")
        try workspace.write("not: read", to: "both/.hidden.yaml")
        #expect(try await workspace.run("compile", "both", "-o", "both.cgb").status == 0)
        #expect(try await workspace.run("compile", "whole.yaml", "-o", "image-without-ending").status == 0)
        var calls = try Tool.text("spec/examples/calls.jsonl")
        for amount in ["1", "101", "600", "\"600\"", "1e400"] {
            for tool in ["pay", "refund", "ping", "p"] {
                calls += #"{"tool":"\#(tool)","args":{"amount":\#(amount),"items":[{"price":400}]},"context":{"env":"prod"}}"# + "\n"
            }
        }
        let wanted = try await workspace.run("eval", "--policy", "whole.yaml", "--requests", "-", input: Array(calls.utf8))
        #expect(wanted.lines.count > 50)
        #expect(Set(wanted.lines.map { $0.prefix(20) }).count == 3)
        for policy in [["both"], ["both/"], ["apart/1.yaml", "apart/2.yml"], ["both.cgb"], ["image-without-ending"]] {
            let outcome = try await workspace.run(
                ["eval", "--policy"] + policy + ["--requests", "-"], input: Array(calls.utf8))
            #expect(outcome.outputBytes == wanted.outputBytes, "\(policy)")
            #expect(outcome.status == 0)
        }
    }

    @Test("The example's calls as a table")
    func table() async throws {
        let workspace = try Workspace()
        try workspace.write(try Policies.example(), to: "p.yaml")
        try workspace.write(
            #"{"tool":"delete_customer"}"# + "\n" + #"{"tool":"refund_payment","args":{"amount_cents":50001}}"# + "\n\n", to: "calls.jsonl")
        let outcome = try await workspace.run("eval", "--policy", "p.yaml", "--requests", "calls.jsonl", "--table")
        #expect(outcome.status == 0)
        #expect(outcome.lines.count == 6)
        let starts = [
            " effect  tool", " deny    delete_customer  protect_production_deletes", " review  refund_payment   cap_refund_amount",
            " deny    (none)           (malformed)", "", " 3 calls: 0 allowed, 1 for review, 2 denied; ",
        ]
        for (line, start) in zip(outcome.lines, starts) { #expect(line.hasPrefix(start), "\(line)") }
    }
}
