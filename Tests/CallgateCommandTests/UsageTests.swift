import Testing

@Suite("Usage")
struct UsageTests {
    private static let recordFilters = [
        "--store <file>", "--since <time>", "--until <time>", "--tool <tool>", "--decision <decision>", "--rule <rule>",
        "--session <session>",
    ]

    @Test("Help exits with 0 and names every option", arguments: [
        ("check", ["<policy>", "--tools <file>", "--json"]),
        ("compile", [
            "<policy>", "-o, --output <file>", "--tools <file>", "--sign <key>", "--max-cost <units>", "--call-bytes <bytes>", "--no-optimize", "--json",
        ]),
        ("cel eval", ["<expression>", "--bindings <json>", "--type", "--reference", "--json"]), ("cel conformance", ["<path>", "--json"]),
        ("eval", [
            "--policy <path>", "--tools <file>", "--tool <tool>", "--args <args>", "--context <context>", "--now <timestamp>",
            "--require-signature <file>", "--requests <file>", "--jobs <count>", "--json", "--table", "--stateful",
            "--records <file>", "--sign <key>",
        ]),
        ("bench", [
            "--policy <path>", "--tools <file>", "--require-signature <file>", "--now <timestamp>", "--requests <file>", "--max-ns-p50 <ns>", "--max-instructions <count>",
            "--max-cost <units>", "--seconds <seconds>", "--json",
        ]),
        ("explain", [
            "--policy <path>", "--tools <file>", "--tool <tool>", "--args <args>", "--context <context>", "--now <timestamp>",
            "--require-signature <file>", "--requests <file>", "--id <id>", "--json",
        ]),
        ("records list", UsageTests.recordFilters + ["--limit <count>", "--json"]), ("records show", ["<id>", "--store <file>", "--json"]),
        ("records export", UsageTests.recordFilters + ["--format <format>", "--limit <count>"]),
        ("records verify", ["--store <file>", "--key <file>", "--expect-head <hash>", "--json"]),
        ("records stats", UsageTests.recordFilters + ["--by <by>", "--json"]),
        ("lists show", ["<policy>", "--json"]),
        ("lists replace", [
            "<image>", "--list <name>", "--from <file>", "-o, --output <file>", "--format <format>", "--column <column>", "--sign <key>",
            "--require-signature <file>",
        ]),
        ("disasm", ["<policy>"]), ("keygen", ["<name>"]), ("spec", ["-o, --output <file>"]),
    ] as [(String, [String])])
    func help(_ command: String, _ options: [String]) async throws {
        let workspace = try Workspace()
        let outcome = try await workspace.run(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        for option in options + ["-h, --help"] { #expect(outcome.output.contains("  \(option)"), "\(option)") }
        // An option that this list lacks is listed here as well.
        let listed = outcome.lines.filter { $0.hasPrefix("  -") || $0.hasPrefix("  <") }
        let known = options + ["-h", "--version"]
        #expect(listed.allSatisfy { line in known.contains { line.hasPrefix("  \($0)") } }, "\(listed)")
    }

    @Test("The tool's own help names every subcommand")
    func overview() async throws {
        let workspace = try Workspace()
        let outcome = try await workspace.run("--help")
        #expect(outcome.status == 0)
        for command in ["check", "compile", "eval", "explain", "bench", "lists", "records", "cel", "disasm", "keygen", "spec"] {
            #expect(outcome.output.contains("\n  \(command)  "), "\(command)")
        }
        #expect(try await workspace.run().output == outcome.output)
        #expect(try await workspace.run("help").output == outcome.output)
        #expect(try await workspace.run("--version").output.hasPrefix("callgate "))
    }

    @Test("Wrong usage exits with 2 and says what is wrong", arguments: [
        (["nosuch"], "Unexpected argument 'nosuch'"), (["check"], "Missing expected argument '<policy> ...'"),
        (["compile", "p.yaml"], "Missing expected argument '--output <file>'"), (["compile", "-o", "x"], "Missing expected argument"),
        (["compile", "p.yaml", "-o"], "Missing value for '-o"), (["check", "p.yaml", "--jsn"], "Unknown option '--jsn'"),
        (["eval", "--tool", "t"], "Missing expected argument '--policy <path> ...'"),
        (["eval", "--policy", "p.yaml"], "Give either --requests FILE, or --tool TOOL for a single call."),
        (["eval", "--policy", "p.yaml", "--tool", "t", "--requests", "-"], "Give either --requests FILE, or --tool TOOL"),
        (["eval", "--policy", "p.yaml", "--requests", "-", "--json"], "--json is for a single call"),
        (["eval", "--policy", "p.yaml", "--tool", "t", "--table"], "--table wants --requests FILE."),
        (["eval", "--policy", "p.yaml", "--tool", "t", "--stateful"], "--stateful is for --requests FILE"),
        (["eval", "--policy", "p.yaml", "--requests", "-", "--records", "r.db"], "--records is for --stateful."),
        (["eval", "--policy", "p.yaml", "--requests", "-", "--stateful", "--sign", "k"], "--sign is for --records FILE."),
        (["eval", "--policy", "p.yaml", "--tool", "t", "--now", "yesterday"], "--now: expected a timestamp such as"),
        (["eval", "--policy", "p.yaml", "--tool", "t", "--now", "2026-02-29T00:00:00Z"], "not `2026-02-29T00:00:00Z`"),
        (["bench", "--policy", "p.yaml", "--requests", "-", "--now", "today"], "--now: expected a timestamp such as"),
        (["explain", "--policy", "p.yaml"], "Give either --tool TOOL, or --requests FILE and --id ID."),
        (["explain", "--policy", "p.yaml", "--requests", "e.jsonl"], "--requests and --id are given together."),
        (["explain", "--policy", "p.yaml", "--requests", "e.jsonl", "--id", "c", "--args", "{}"], "--args and --context are for"), (["explain", "--tool", "t"], "Missing expected argument"),
        (["disasm"], "Missing expected argument '<policy> ...'"), (["keygen"], "Missing expected argument '<name>'"),
        (["lists", "show"], "Missing expected argument '<policy> ...'"),
        (["lists", "replace", "p.cgb", "--list", "a", "--from", "-", "-o", "x"], "--format is needed"),
        (["lists", "replace", "p.cgb", "--list", "a", "--from", "a.csv", "-o", "x"], "--column NAME is for CSV files, which need it."),
        (["lists", "replace", "p.cgb", "--list", "a", "--from", "a.txt", "--column", "1", "-o", "x"], "--column NAME is for CSV files"),
        (["lists", "replace", "p.cgb", "--list", "a", "--from", "a", "--format", "xml", "-o", "x"], "--format: text, csv or json."),
        (["lists", "replace", "p.cgb", "--list", "a", "--from", "a.csv", "--column", "0", "-o", "x"], "--column: a name, or a number from 1"),
        (["spec", "extra"], "Unexpected argument 'extra'"), (["records", "list", "--limit", "0"], "--limit: 1 to 1000000."),
        (["records", "list", "--since", "soon"], "error: --since: expected a time such as 2026-01-31T12:00:00Z or 2026-01-31"),
        (["records", "list", "--since", "1h", "--until", "2h"], "error: --since is not before --until"),
        (["records", "list", "--decision", "alow"], "The value 'alow' is invalid for '--decision <decision>'"),
        (["records", "show"], "Missing expected argument '<id>'"), (["records", "export", "--format", "xml"], "The value 'xml' is invalid"),
        (["records", "verify", "--expect-head", "12"], "error: --expect-head: expected a hash of 64 hexadecimal digits"),
    ] as [([String], String)])
    func wrong(_ arguments: [String], _ wanted: String) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.error.contains(wanted), "\(outcome.error)")
    }

    @Test("No colour where nobody looks, whatever the environment says", arguments: [
        ["check", "wrong.yaml"], ["eval", "--policy", "p.yaml", "--tool", "pay"], ["explain", "--policy", "p.yaml", "--tool", "pay"],
        ["eval", "--policy", "p.yaml", "--requests", "calls.jsonl", "--table"], ["eval", "--policy", "wrong.yaml", "--tool", "t"],
    ])
    func colour(_ arguments: [String]) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        try workspace.write(Policies.wrong, to: "wrong.yaml")
        try workspace.write("{\"tool\":\"pay\"}\n", to: "calls.jsonl")
        let outcome = try await workspace.run(arguments, environment: ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"])
        #expect(!outcome.output.isEmpty || !outcome.error.isEmpty)
        #expect(!(outcome.outputBytes + Array(outcome.error.utf8)).contains(0x1B))
    }

    @Test("A process that hangs is ended, and fails its test")
    func canary() async throws {
        let workspace = try Workspace()
        await #expect(throws: Hang.self) { try await workspace.shell("exec sleep 60", patience: 0.2) }
    }
}
