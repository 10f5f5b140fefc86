import Foundation
import Testing

@Suite("--tools, and what compile says of costs")
struct ToolsTests {
    static let tools = #"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"]}}]}"#
    static let right = "rules:\n  - {name: r, tool: pay, when: args.amount > 5, action: deny}\n"
    static let wrong = "rules:\n  - {name: r, tool: pay, when: args.ammount > 5, action: deny}\n"
    static let finding = """
        wrong.yaml:2:32: error: there is no field `ammount` in `args` of `pay`
          - {name: r, tool: pay, when: args.ammount > 5, action: deny}
                                       ^~~~~~~~~~~~
        suggestion: amount

        """

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Self.tools, to: "tools.json")
        try workspace.write(#"[{"name": "send", "inputSchema": {}}]"#, to: "more.json")
        try workspace.write("[1", to: "broken.json")
        try workspace.write(Self.right, to: "right.yaml")
        try workspace.write(Self.wrong, to: "wrong.yaml")
        return workspace
    }

    @Test("Rules are checked against a file of tools", arguments: [
        ["check", "right.yaml"], ["compile", "right.yaml", "-o", "x.cgb"], ["eval", "--policy", "right.yaml", "--tool", "pay", "--args", #"{"amount": 1}"#],
    ])
    func accepts(_ arguments: [String]) async throws {
        for tools in [["--tools", "tools.json"], ["--tools", "tools.json", "--tools", "more.json"]] {
            let outcome = try await workspace().run(arguments + tools)
            #expect(outcome.error == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("What does not fit is refused", arguments: [
        ["check", "wrong.yaml"], ["compile", "wrong.yaml", "-o", "x.cgb"], ["eval", "--policy", "wrong.yaml", "--tool", "pay"],
        ["explain", "--policy", "wrong.yaml", "--tool", "pay"],
    ])
    func rejects(_ arguments: [String]) async throws {
        let workspace = try workspace()
        let outcome = try await workspace.run(arguments + ["--tools", "tools.json"])
        #expect(outcome.error.contains(Self.finding), "\(outcome.error)")
        #expect(outcome.status == 1)
        #expect(!workspace.exists("x.cgb"))
        // Without the schemas nothing is wrong with it.
        #expect(try await workspace.run(arguments).error == "")
    }

    @Test("Files that are none", arguments: [
        ("none.json", "error: none.json: No such file or directory\n"), ("broken.json", "broken.json:1:3: error: `,` or `]` is expected here\n"),
    ])
    func broken(_ file: String, _ wanted: String) async throws {
        for arguments in [["check", "right.yaml"], ["compile", "right.yaml", "-o", "x.cgb"], ["eval", "--policy", "right.yaml", "--tool", "pay"]] {
            let outcome = try await workspace().run(arguments + ["--tools", file])
            #expect(outcome.error.contains(wanted), "\(outcome.error)")
            #expect(outcome.status == 1)
        }
    }

    @Test("A tool that two files declare")
    func twice() async throws {
        let outcome = try await workspace().run("check", "right.yaml", "--tools", "tools.json", "--tools", "tools.json")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("the tool `pay` is declared twice"))
    }

    // MARK: Costs

    static let priced = """
        rules:
          - {name: cheap, tool: t, when: tool == 'x', action: deny}
          - {name: dear, tool: t, when: "args.l.all(i, i.m.all(j, j == 1))", action: deny}
          - {name: free, tool: t, action: allow}

        """

    /// The units that the JSON form names, by rules.
    private func costs(_ workspace: Workspace, _ arguments: [String] = []) async throws -> [(String, UInt64)] {
        let outcome = try await workspace.run(["compile", "priced.yaml", "-o", "p.cgb", "--json"] + arguments)
        #expect(outcome.status == 0)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
        let costs = try #require(object["costs"] as? [[String: Any]])
        return try costs.map { (try #require($0["rule"] as? String), try #require(($0["units"] as? NSNumber)?.uint64Value)) }
    }

    @Test("The dearest rules first, with what they cost")
    func table() async throws {
        let workspace = try Workspace()
        try workspace.write(Self.priced, to: "priced.yaml")
        let outcome = try await workspace.run("compile", "priced.yaml", "-o", "p.cgb")
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 5)
        #expect(lines[1] == "worst case of each rule, in units of fuel, for a call of 1048576 bytes (a decision has 4000000):")
        #expect(lines.dropFirst(2).map { $0.split(separator: " ").first.map(String.init) } == ["dear", "cheap", "free"])
        #expect(lines[2].hasSuffix("  may run out, which denies"))
        #expect(!lines[3].contains("run out"))
        let costs = try await costs(workspace)
        #expect(costs.map(\.0) == ["cheap", "dear", "free"])
        for (rule, units) in costs { #expect(lines.contains { $0.hasPrefix("  \(rule) ") && $0.contains(" \(units)") }) }
    }

    @Test("--json has the image, its digest and the costs")
    func json() async throws {
        let workspace = try Workspace()
        try workspace.write(Self.priced, to: "priced.yaml")
        let outcome = try await workspace.run("compile", "priced.yaml", "-o", "p.cgb", "--json", "--call-bytes", "1000")
        #expect(outcome.lines.count == 1)
        #expect(outcome.output.hasPrefix("{\"image\":\"p.cgb\",\"bytes\":\(try workspace.read("p.cgb").count),\"policy\":\"sha256:"))
        #expect(outcome.output.contains(#""call_bytes":1000,"costs":[{"rule":"cheap","units":"#))
    }

    /// A terminal would get twenty.
    @Test("A file gets every rule")
    func many() async throws {
        let workspace = try Workspace()
        let rules = (0..<25).map { "  - {name: r\($0), tool: t, when: args.a == \($0), action: deny}\n" }.joined()
        try workspace.write("rules:\n" + rules, to: "priced.yaml")
        let outcome = try await workspace.run("compile", "priced.yaml", "-o", "p.cgb")
        #expect(outcome.lines.count == 27)
        for rule in 0..<25 { #expect(outcome.output.contains("\n  r\(rule) "), "\(rule)") }
        #expect(try await costs(workspace).count == 25)
    }

    @Test("--max-cost at the cost of the dearest rule, one under and one over")
    func maxCost() async throws {
        let workspace = try Workspace()
        try workspace.write(Self.priced, to: "priced.yaml")
        let dearest = try #require(try await costs(workspace, ["--call-bytes", "4096"]).map(\.1).max())
        for (limit, status) in [(dearest - 1, 1), (dearest, 0), (dearest + 1, 0)] as [(UInt64, Int32)] {
            let outcome = try await workspace.run(
                "compile", "priced.yaml", "-o", "\(limit).cgb", "--call-bytes", "4096", "--max-cost", "\(limit)")
            #expect(outcome.status == status)
            #expect(workspace.exists("\(limit).cgb") == (status == 0))
            guard status == 1 else { continue }
            #expect(outcome.error.hasPrefix(
                "priced.yaml:3:34: error: the rule `dear` may cost \(dearest) units of fuel, more than the limit of \(limit)\n"), "\(outcome.error)")
            #expect(outcome.error.hasSuffix("1 error; the policy was not compiled\n"))
        }
    }

    @Test("A larger call costs more; sizes that are none are wrong usage")
    func callBytes() async throws {
        let workspace = try Workspace()
        try workspace.write(Self.priced, to: "priced.yaml")
        let small = try await costs(workspace, ["--call-bytes", "1"])
        let large = try await costs(workspace, ["--call-bytes", "1073741824"])
        #expect(small[1].1 < large[1].1)
        #expect(small[0].1 <= large[0].1 && small[2].1 == large[2].1)
        for wrong in [["--call-bytes", "0"], ["--call-bytes", "1073741825"], ["--call-bytes", "-1"], ["--call-bytes", "x"], ["--max-cost", "-1"], ["--max-cost", "x"]] {
            let outcome = try await workspace.run(["compile", "priced.yaml", "-o", "q.cgb"] + wrong)
            #expect(outcome.status == 2)
            #expect(!workspace.exists("q.cgb"))
        }
    }
}
