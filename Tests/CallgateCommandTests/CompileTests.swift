import Foundation
import Testing

@Suite("callgate compile and check")
struct CompileTests {
    @Test("The same sources give the same image, from wherever it is run")
    func deterministic() async throws {
        let workspace = try Workspace()
        for folder in ["one", "two/deep"] {
            try workspace.write(Policies.shop, to: "\(folder)/policies/a.yaml")
            try workspace.write(try Policies.example(), to: "\(folder)/policies/b/c.yml")
        }
        for (folder, image) in [("one", "x.cgb"), ("one", "y.cgb"), ("two/deep", "z.cgb")] {
            let outcome = try await workspace.run("compile", "policies", "-o", image, in: folder)
            #expect(outcome.status == 0)
            #expect(outcome.error == "")
            #expect(outcome.output.hasPrefix("\(image): \(try workspace.read("\(folder)/\(image)").count) bytes, policy sha256:"))
        }
        let first = try workspace.read("one/x.cgb")
        #expect(try workspace.read("one/y.cgb") == first)
        #expect(try workspace.read("two/deep/z.cgb") == first)
        // The order of the documents is part of the policy.
        _ = try await workspace.run(
            "compile", "policies/b/c.yml", "policies/a.yaml", "-o", "w.cgb", in: "one")
        #expect(try workspace.read("one/w.cgb") != first)
    }

    @Test("--no-optimize gives another image and the same decisions")
    func notOptimized() async throws {
        let workspace = try Workspace()
        try workspace.write(try Policies.example(), to: "p.yaml")
        try workspace.write(
            (0..<12).map { "{\"tool\":\"refund_payment\",\"args\":{\"amount_cents\":\($0 * 9_000)}}\n" }.joined(), to: "calls")
        var lines: [String] = []
        for (image, options) in [("x.cgb", []), ("y.cgb", ["--no-optimize"])] {
            let compiled = try await workspace.run(["compile", "p.yaml", "-o", image] + options)
            #expect(compiled.status == 0)
            lines.append(try await workspace.run("eval", "--policy", image, "--requests", "calls").output)
        }
        #expect(try workspace.read("x.cgb") != workspace.read("y.cgb"))
        #expect(lines[0] == lines[1] && lines[0].contains("review"))
    }

    @Test("Errors stand on standard error with file, line, column, the line and a caret", arguments: ["check", "compile"])
    func errors(_ command: String) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.wrong, to: "wrong.yaml")
        let outcome =
            command == "check"
            ? try await workspace.run("check", "wrong.yaml")
            : try await workspace.run("compile", "wrong.yaml", "-o", "wrong.cgb")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(
            """
            wrong.yaml:4:25: error: `argz` is not declared
                when: args.n > 1 && argz.n > 2
                                    ^~~~
            suggestion: args

            """))
        #expect(outcome.error.contains(
            """
            wrong.yaml:8:5: error: a rule has no key `acton`
                acton: deny
                ^~~~~
            suggestion: action

            """))
        #expect(!workspace.exists("wrong.cgb"))
        #expect(outcome.output == (command == "check" ? "1 file checked: 2 errors, 0 warnings\n" : ""))
        #expect(outcome.error.hasSuffix("2 errors; the policy was not compiled\n") == (command == "compile"))
    }

    @Test("A policy that is wrong leaves an image that is there alone")
    func keepsImage() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.wrong, to: "wrong.yaml")
        try workspace.write("before", to: "policy.cgb")
        #expect(try await workspace.run("compile", "wrong.yaml", "-o", "policy.cgb").status == 1)
        #expect(try workspace.read("policy.cgb") == Array("before".utf8))
    }

    @Test("Warnings alone don't fail")
    func warnings() async throws {
        let workspace = try Workspace()
        try workspace.write("rules: [{name: a, tool: [t, t], action: deny}]\n", to: "p.yaml")
        let checked = try await workspace.run("check", "p.yaml")
        #expect(checked.status == 0)
        #expect(checked.output == "1 file checked: 0 errors, 1 warning\n")
        #expect(checked.error.hasPrefix("p.yaml:1:29: warning: `t` is listed twice\n"))
        let compiled = try await workspace.run("compile", "p.yaml", "-o", "p.cgb")
        #expect(compiled.status == 0)
        #expect(compiled.error == checked.error)
    }

    @Test("Findings as JSON, one on a line")
    func json() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.wrong, to: "wrong.yaml")
        let outcome = try await workspace.run("check", "--json", "wrong.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.error == "")
        #expect(outcome.lines == [
            #"{"severity":"error","file":"wrong.yaml","line":4,"column":25,"length":4,"message":"`argz` is not declared","suggestion":"args"}"#,
            #"{"severity":"error","file":"wrong.yaml","line":8,"column":5,"length":5,"message":"a rule has no key `acton`","suggestion":"action"}"#,
        ])
    }

    @Test("Rules of several files have one set of names")
    func severalFiles() async throws {
        let workspace = try Workspace()
        for file in ["a.yaml", "b.yaml"] {
            try workspace.write("rules:\n  - {name: same, tool: t, action: deny}\n", to: "p/\(file)")
        }
        let outcome = try await workspace.run("check", "p")
        #expect(outcome.status == 1)
        #expect(outcome.output == "2 files checked: 1 error, 0 warnings\n")
        #expect(outcome.error.hasPrefix("p/b.yaml:2:12: error: two rules are called `same`\n"))
        #expect(outcome.error.contains("p/a.yaml:2:12"))
    }

    @Test("What can't be read or written", arguments: [
        (["check", "none.yaml"], "error: none.yaml: No such file or directory\n"),
        (["check", "empty"], "error: empty: the directory holds no .yaml or .yml file\n"),
        (["compile", "none", "-o", "x.cgb"], "error: none: No such file or directory\n"),
        (["compile", "ok.yaml", "-o", "none/x.cgb"], "error: none/x.cgb: No such file or directory\n"),
        (["compile", "ok.yaml", "-o", "x.cgb", "--sign", "none.key"], "error: none.key: No such file or directory\n"),
        (["disasm", "none.cgb"], "error: none.cgb: No such file or directory\n"),
        (["eval", "--policy", "none.cgb", "--tool", "t"], "error: none.cgb: No such file or directory\n"),
        (["eval", "--policy", "ok.yaml", "--requests", "none.jsonl"], "error: none.jsonl: No such file or directory\n"),
        (["eval", "--policy", "ok.yaml", "--requests", "empty"], "error: empty: Is a directory\n"),
        (["explain", "--policy", "none.yaml", "--tool", "t"], "error: none.yaml: No such file or directory\n"),
        (["spec", "-o", "none/x.md"], "error: none/x.md: No such file or directory\n"),
        (["keygen", "none/k"], "error: none/k.key: No such file or directory\n"),
    ] as [([String], String)])
    func missing(_ arguments: [String], _ wanted: String) async throws {
        let workspace = try Workspace()
        try FileManager.default.createDirectory(at: workspace.url("empty"), withIntermediateDirectories: true)
        try workspace.write("rules: [{name: a, tool: t, action: deny}]\n", to: "ok.yaml")
        let outcome = try await workspace.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.error == wanted)
        #expect(outcome.output == "")
        #expect(!workspace.exists("x.cgb"))
    }
}
