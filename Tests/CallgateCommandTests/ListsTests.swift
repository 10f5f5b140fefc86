import Foundation
import Testing

@Suite("callgate lists, and policies that name files")
struct ListsTests {
    private static let policy = """
        lists:
          opted_out: {file: data/opted_out.txt}
          customers: {file: data/customers.csv, column: email}
          codes: [1, two]
        rules:
          - {name: r, tool: send, action: deny, when: args.to in lists.opted_out}
          - {name: s, tool: send, action: review, when: args.to in lists.customers || size(lists.codes) > 2}

        """

    private static func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(policy, to: "policies/p.yaml")
        try workspace.write("# who wants no mail\nann@approved.invalid\n", to: "policies/data/opted_out.txt")
        try workspace.write("name,email\n\"B, ob\",bob@approved.invalid\n", to: "policies/data/customers.csv")
        return workspace
    }

    private static func effect(_ workspace: Workspace, _ policy: String, _ recipient: String) async throws -> Int32 {
        try await workspace.run("eval", "--policy", policy, "--tool", "send", "--args", #"{"to":"\#(recipient)@approved.invalid"}"#).status
    }

    @Test("Files are found beside the documents that name them, from wherever the tool is run")
    func files() async throws {
        let workspace = try Self.workspace()
        for (policy, folder) in [("policies", ""), ("p.yaml", "policies"), ("../policies/p.yaml", "policies")] {
            let outcome = try await workspace.run("check", policy, in: folder)
            #expect(outcome.status == 0 && outcome.error == "", "\(outcome.error)")
        }
        for (recipient, status) in [("ann", 4), ("bob", 3), ("cid", 0)] as [(String, Int32)] {
            #expect(try await Self.effect(workspace, "policies", recipient) == status)
        }
        try workspace.write("{\"tool\":\"send\",\"args\":{\"to\":\"ann@approved.invalid\"}}\n", to: "calls.jsonl")
        let bench = try await workspace.run("bench", "--policy", "policies", "--requests", "calls.jsonl", "--seconds", "0.01")
        #expect(bench.status == 0)
    }

    @Test("A file that is missing or wrong is an error with its place")
    func wrong() async throws {
        let workspace = try Self.workspace()
        try workspace.write("name,email\nx\n", to: "policies/data/customers.csv")
        try FileManager.default.removeItem(at: workspace.folder.appending(path: "policies/data/opted_out.txt"))
        let outcome = try await workspace.run("compile", "policies", "-o", "x.cgb")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("policies/p.yaml:2:21: error: the file `data/opted_out.txt` can't be read: policies/data/opted_out.txt: No such file"))
        #expect(outcome.error.contains("policies/data/customers.csv:2:1: error: this row has 1 field, the first one has 2\nx\n^"))
    }

    @Test("explain says how many values a list has, and shows none")
    func explain() async throws {
        let workspace = try Self.workspace()
        try workspace.write((0..<1_200).map { "user\($0)@approved.invalid\n" }.joined(), to: "policies/data/opted_out.txt")
        _ = try await workspace.run("compile", "policies", "-o", "p.cgb")
        for policy in ["policies", "p.cgb"] {
            let outcome = try await workspace.run(
                "explain", "--policy", policy, "--tool", "send", "--args", #"{"to":"user7@approved.invalid"}"#)
            #expect(outcome.status == 4)
            #expect(outcome.output.hasSuffix(
                """
                  args.to in lists.opted_out  true
                    args.to                   "user7@approved.invalid"
                    lists.opted_out           (1,200 values)

                rule s  review  did not match  policies/p.yaml:7
                  args.to in lists.customers || size(lists.codes) > 2  false
                    args.to in lists.customers                         false
                      args.to                                          "user7@approved.invalid"
                      lists.customers                                  (1 value)
                    size(lists.codes) > 2                              false
                      size(lists.codes)                                2
                        lists.codes                                    (2 values)

                """), "\(outcome.output)")
        }
    }

    @Test("show tells how many values lists have, and what rules do with them")
    func show() async throws {
        let workspace = try Self.workspace()
        _ = try await workspace.run("compile", "policies", "-o", "p.cgb")
        for policy in ["p.cgb", "policies"] {
            let text = try await workspace.run("lists", "show", policy)
            #expect(text.output == "opted_out  1 value, looked up\ncustomers  1 value, looked up\ncodes      2 values, compiled in\n")
        }
        let json = try await workspace.run("lists", "show", "p.cgb", "--json")
        #expect(json.lines[0] == #"{"name":"opted_out","values":1,"use":"looked up"}"#)
    }

    @Test("replace writes an image that decides by the new values")
    func replace() async throws {
        let workspace = try Self.workspace()
        _ = try await workspace.run("compile", "policies", "-o", "p.cgb")
        try workspace.write(#"["cid@approved.invalid", 5]"#, to: "new.json")
        let replaced = try await workspace.run("lists", "replace", "p.cgb", "--list", "opted_out", "--from", "new.json", "-o", "n.cgb")
        #expect(replaced.status == 0 && replaced.error == "")
        #expect(replaced.output.hasPrefix("n.cgb: \(try workspace.read("n.cgb").count) bytes, policy sha256:"))
        #expect(replaced.output.hasSuffix(", opted_out has 2 values\n"))
        for (recipient, old, new) in [("ann", 4, 0), ("bob", 3, 3), ("cid", 0, 4)] as [(String, Int32, Int32)] {
            #expect(try await Self.effect(workspace, "p.cgb", recipient) == old)
            #expect(try await Self.effect(workspace, "n.cgb", recipient) == new)
        }
        try workspace.write("id;x\n", to: "rows")
        let column = try await workspace.run(
            "lists", "replace", "n.cgb", "--list", "customers", "--from", "rows", "--format", "csv", "--column", "1", "-o", "m.cgb")
        #expect(column.output.hasSuffix(", customers has 1 value\n"))
    }

    @Test("replace signs where it is told to, and says why it can't replace")
    func signatures() async throws {
        let workspace = try Self.workspace()
        _ = try await workspace.run("keygen", "k")
        _ = try await workspace.run("compile", "policies", "-o", "p.cgb", "--sign", "k.key")
        try workspace.write("x\n", to: "new.txt")
        let arguments = ["lists", "replace", "p.cgb", "--from", "new.txt", "-o", "n.cgb", "--require-signature", "k.pub", "--list"]
        _ = try await workspace.run(arguments + ["opted_out"])
        let check = ["eval", "--policy", "n.cgb", "--require-signature", "k.pub", "--tool", "other"]
        #expect(try await workspace.run(check).error.contains("n.cgb: "))
        _ = try await workspace.run(arguments + ["opted_out", "--sign", "k.key"])
        #expect(try await workspace.run(check).error == "")
        let unknown = try await workspace.run(arguments + ["opted"])
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: there is no list `opted`; there are `opted_out`, `customers`, `codes`\n")
        #expect(try await workspace.run(arguments + ["codes"]).error.contains("the list `codes` can't be replaced: a rule does more"))
        try workspace.write("a\rb\n", to: "new.txt")
        #expect(try await workspace.run(arguments + ["opted_out"]).error.contains("new.txt:1:2: error: a carriage return stands alone"))
    }
}
