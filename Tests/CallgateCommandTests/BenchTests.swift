import Foundation
import Testing

@Suite("callgate bench")
struct BenchTests {
    private static let calls = "{\"tool\":\"ping\"}\n{\"tool\":\"pay\",\"args\":{\"amount\":200}}\n"
    private static let quick = ["--requests", "calls.jsonl", "--seconds", "0.05"]

    private func workspace() async throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        try workspace.write(Self.calls, to: "calls.jsonl")
        #expect(try await workspace.run("compile", "p.yaml", "-o", "p.cgb").status == 0)
        return workspace
    }

    @Test("A table of times", arguments: ["p.yaml", "p.cgb"])
    func table(_ policy: String) async throws {
        let outcome = try await workspace().run(["bench", "--policy", policy] + Self.quick)
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        #expect(outcome.lines.first == "2 calls, 51 bytes")
        let names = outcome.lines.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names == ["mean", "p50", "p90", "p99", "max", "calls", "bytes"])
    }

    @Test("--json has the same numbers")
    func json() async throws {
        let outcome = try await workspace().run(["bench", "--policy", "p.yaml", "--json", "--max-cost", "1000000000000"] + Self.quick)
        #expect(outcome.status == 0)
        #expect(outcome.lines.count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
        #expect(Set(object.keys) == ["calls", "ns", "calls_per_second", "bytes_per_second", "worst_case"])
        #expect(object["calls"] as? Int == 2)
        let times = try #require(object["ns"] as? [String: NSNumber])
        #expect(Set(times.keys) == ["mean", "p50", "p90", "p99", "max"])
        // Which of them is larger is certain; how large they are is the computer's affair.
        let sorted = ["p50", "p90", "p99", "max"].compactMap { times[$0]?.uint64Value }
        #expect(sorted == sorted.sorted())
        let mean = try #require(times["mean"]?.doubleValue), rate = try #require(object["calls_per_second"] as? Double)
        #expect(mean > 0)
        #expect(abs(rate * mean / 1e9 - 1) < 0.05)
        let worst = try #require(object["worst_case"] as? [String: Any])
        #expect(worst["rule"] as? String == "big")
    }

    @Test("Past a limit the status is 1 and the numbers are shown all the same")
    func limits() async throws {
        let workspace = try await workspace()
        for (limit, status, message) in [
            ("--max-ns-p50=0", 1, "error: the median takes "), ("--max-ns-p50=1000000000", 0, ""),
            ("--max-cost=0", 1, "error: the worst case takes "),
        ] as [(String, Int32, String)] {
            let outcome = try await workspace.run(["bench", "--policy", "p.yaml", limit] + Self.quick)
            #expect(outcome.status == status, "\(limit)")
            #expect(outcome.error.hasPrefix(message) && outcome.error.isEmpty == message.isEmpty, "\(outcome.error)")
            #expect(outcome.lines.first == "2 calls, 51 bytes")
        }
        let both = try await workspace.run(["bench", "--policy", "p.yaml", "--max-ns-p50=0", "--max-cost=0"] + Self.quick)
        #expect(both.status == 1)
        #expect(both.error.split(separator: "\n").count == 2)
    }

    @Test("--max-cost knows limits and rules about results", arguments: [
        "rules:\n  - {name: k, tool: t, action: deny, limit: {max: 1, per: 1h, key: 'LOOPS'}}\n",
        "rules:\n  - {name: r, tool: t, action: deny}\nresults:\n  - {name: k, tool: t, block: true, when: 'LOOPS'}\n",
    ])
    func maxCostOfGuards(_ text: String) async throws {
        let workspace = try await workspace()
        try workspace.write(text.replacing("LOOPS", with: "args.a.exists(x, args.b.exists(y, x == y))"), to: "k.yaml")
        let listed = try await workspace.run("compile", "k.yaml", "-o", "k.cgb")
        #expect(listed.lines.contains { $0.hasPrefix("  k ") && $0.hasSuffix("  may run out, which denies") })
        let refused = try await workspace.run("compile", "k.yaml", "-o", "k.cgb", "--max-cost", "100")
        #expect(refused.status == 1)
        #expect(refused.error.contains("the rule `k` may cost "))
        let measured = try await workspace.run(["bench", "--policy", "k.yaml", "--max-cost", "100"] + Self.quick)
        #expect(measured.status == 1)
        #expect(measured.error.hasPrefix("error: the worst case takes "))
    }

    @Test("--max-cost at the dearest rule's cost, one under and one over")
    func maxCost() async throws {
        let workspace = try await workspace()
        let compiled = try await workspace.run("compile", "p.yaml", "-o", "q.cgb", "--json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(compiled.outputBytes)) as? [String: Any])
        let costs = try #require(object["costs"] as? [[String: Any]])
        let units = costs.compactMap { ($0["units"] as? NSNumber)?.uint64Value }
        let dearest = try #require(units.max())
        for (limit, status) in [(dearest - 1, 1), (dearest, 0), (dearest + 1, 0)] as [(UInt64, Int32)] {
            let outcome = try await workspace.run(["bench", "--policy", "p.yaml", "--max-cost", "\(limit)"] + Self.quick)
            #expect(outcome.status == status)
        }
        let image = try await workspace.run(["bench", "--policy", "p.cgb", "--max-cost", "1"] + Self.quick)
        #expect(image.status == 2)
        #expect(image.error == "error: --max-cost: worst cases are known for policy files only, this is an image\n")
    }

    @Test("An image is timed only if it is signed with the key that is required")
    func signature() async throws {
        let workspace = try await workspace()
        for name in ["release", "other"] { #expect(try await workspace.run("keygen", name).status == 0) }
        #expect(try await workspace.run("compile", "p.yaml", "-o", "signed.cgb", "--sign", "release.key").status == 0)
        for (image, key, error) in [
            ("signed.cgb", "release.pub", ""), ("signed.cgb", "other.pub", "error: signed.cgb: the signature is refused: it was made with another key\n"),
            ("p.cgb", "release.pub", "error: p.cgb: the image is not signed, and a signature is required\n"),
            ("p.yaml", "release.pub", "error: --require-signature wants an image, these are policy files\n"),
        ] {
            let outcome = try await workspace.run(["bench", "--policy", image, "--require-signature", key] + Self.quick)
            #expect(outcome.status == (error.isEmpty ? 0 : 1), "\(image) \(key)")
            #expect(outcome.error == error)
            #expect(outcome.output.isEmpty != error.isEmpty)
        }
    }

    @Test("--now is the time of what is timed and of what is counted")
    func now() async throws {
        let workspace = try await workspace()
        // Stands in for valgrind: notes what it was to run.
        try workspace.write("#!/bin/sh\necho \"$@\" >> \"\(workspace.url("runs").path)\"\nexit 1\n", to: "bin/valgrind")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.url("bin/valgrind").path)
        let path = "\(workspace.url("bin").path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        let bench = ["bench", "--policy", "p.cgb", "--max-instructions", "1"] + Self.quick
        _ = try await workspace.run(bench, environment: ["PATH": path])
        _ = try await workspace.run(bench + ["--now", "2026-01-31T12:00:00Z"], environment: ["PATH": path])
        let runs = String(decoding: try workspace.read("runs"), as: UTF8.self).split(separator: "\n")
        #expect(runs.map { $0.contains(" --now 2026-01-31T12:00:00Z --counted-passes ") } == [false, true])
        #expect(runs.map { $0.contains("--now") } == [false, true])
        let outcome = try await workspace.run(["bench", "--policy", "p.cgb", "--now", "2026-01-31T12:00:00Z"] + Self.quick)
        #expect(outcome.status == 0)
    }

    @Test("Without valgrind, --max-instructions says so")
    func noValgrind() async throws {
        let workspace = try await workspace()
        try workspace.write("", to: "bin/none")
        let outcome = try await workspace.run(
            ["bench", "--policy", "p.cgb", "--max-instructions", "1"] + Self.quick,
            environment: ["PATH": workspace.url("bin").path])
        #expect(outcome.status == 2)
        #expect(outcome.error == "error: --max-instructions counts with valgrind, which is not installed; in Debian: apt-get install valgrind\n")
    }

    /// Stands in for valgrind, which can't read a debug build: 1,000,000 instructions and 1,000 for each pass.
    @Test("--max-instructions is what a pass more takes, at the limit, one under and one over")
    func instructions() async throws {
        let workspace = try await workspace()
        let script = """
            #!/bin/sh
            for word in "$@"; do
                case "$word" in --callgrind-out-file=*) file="${word#*=}" ;; esac
                passes="$word"
            done
            echo "totals: $((1000000 + 1000 * passes))" > "$file"

            """
        try workspace.write(script, to: "bin/valgrind")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.url("bin/valgrind").path)
        let path = "\(workspace.url("bin").path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        // 1,000 for a pass of two calls.
        for (limit, status) in [("499", 1), ("500", 0), ("501", 0)] as [(String, Int32)] {
            let outcome = try await workspace.run(
                ["bench", "--policy", "p.cgb", "--max-instructions", limit, "--json"] + Self.quick,
                environment: ["PATH": path])
            #expect(outcome.status == status)
            #expect(outcome.output.contains(#""instructions":500"#))
            #expect(outcome.error == (status == 0 ? "" : "error: a decision takes 500 instructions, more than the limit of 499\n"))
        }
    }

    @Test("A count that fails is an error with what valgrind said")
    func brokenValgrind() async throws {
        let workspace = try await workspace()
        try workspace.write("#!/bin/sh\necho out of order >&2\nexit 3\n", to: "bin/valgrind")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.url("bin/valgrind").path)
        let outcome = try await workspace.run(
            ["bench", "--policy", "p.cgb", "--max-instructions", "1"] + Self.quick,
            environment: ["PATH": "\(workspace.url("bin").path):/usr/bin:/bin"])
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: valgrind could not count:\nout of order\n")
    }

    @Test("Files without a call, that are not there, or larger than a file in memory may be")
    func files() async throws {
        let workspace = try await workspace()
        try workspace.write("", to: "empty")
        for (path, message) in [
            ("empty", "error: empty: there are no calls in it\n"), ("none", "error: none: No such file or directory\n"),
        ] {
            let outcome = try await workspace.run("bench", "--policy", "p.yaml", "--requests", path)
            #expect(outcome.status == 1)
            #expect(outcome.error == message)
        }
        for (size, status) in [(67_108_863, 0), (67_108_864, 0), (67_108_865, 1)] as [(UInt64, Int32)] {
            try workspace.write("", to: "large")
            let file = try FileHandle(forWritingTo: workspace.url("large"))
            try file.truncate(atOffset: size)
            try file.close()
            for arguments in [["bench", "--requests", "large", "--seconds", "0.01"], ["eval", "--requests", "large", "--table"]] {
                let outcome = try await workspace.run([arguments[0], "--policy", "p.yaml"] + arguments.dropFirst())
                #expect(outcome.status == status, "\(arguments) \(size)")
                #expect(outcome.error == (status == 0 ? "" : "error: large: larger than the limit of 67108864 bytes\n"))
            }
        }
    }

    @Test("Seconds that are none are wrong usage", arguments: ["0", "0.009", "601", "-1", "x"])
    func seconds(_ seconds: String) async throws {
        let outcome = try await workspace().run(
            "bench", "--policy", "p.yaml", "--requests", "calls.jsonl", "--seconds=\(seconds)")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
    }
}
