import Testing

@Suite("callgate eval --jobs")
struct JobTests {
    /// Lines of many lengths, and such as are too long; some thousand, so that several pieces are read.
    private static let input: [UInt8] = {
        var bytes: [UInt8] = []
        for number in 0..<20_000 {
            switch number % 5 {
            case 0: bytes += Array("{\"tool\":\"tool \(number)\"}".utf8)
            case 1:
                let note = String(repeating: "é", count: number % 301)
                bytes += Array("{\"tool\":\"refund\",\"args\":{\"amount\":\(number),\"n\":\"\(note)\"}}".utf8)
            case 2: bytes += [UInt8](repeating: 0x20, count: number % 13)
            case 3 where number % 5_000 == 3: bytes += [UInt8](repeating: 0x20, count: 1_048_570 + number)
            default: bytes += Array("{\"tool\":\"ping\",\"id\":\(number)}".utf8)
            }
            bytes.append(0x0A)
        }
        return bytes
    }()

    @Test("The same bytes and status as one, from a file and from standard input", arguments: [2, 3, 64])
    func same(_ jobs: Int) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        for input in [Self.input, Self.input + Array("{\"tool\":\"last\"}".utf8), [], [0x0A], Array("{".utf8)] {
            try workspace.write(input, to: "calls.jsonl")
            let one = try await workspace.run("eval", "--policy", "p.yaml", "--requests", "calls.jsonl")
            let many = try await workspace.run(
                "eval", "--policy", "p.yaml", "--requests", "calls.jsonl", "--jobs", "\(jobs)")
            let piped = try await workspace.run(
                "eval", "--policy", "p.yaml", "--requests", "-", "--jobs", "\(jobs)", input: input)
            for outcome in [many, piped] {
                #expect(outcome.outputBytes == one.outputBytes)
                #expect(outcome.status == 0)
                #expect(outcome.error == "")
            }
            let ends = input.filter { $0 == 0x0A }.count
            #expect(one.lines.count == ends + (input.last ?? 0x0A == 0x0A ? 0 : 1))
        }
    }

    @Test("What can't be read is the same error", arguments: ["none.jsonl", "."])
    func unreadable(_ path: String) async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let one = try await workspace.run("eval", "--policy", "p.yaml", "--requests", path)
        let two = try await workspace.run("eval", "--policy", "p.yaml", "--requests", path, "--jobs", "2")
        #expect(one.status == 1)
        #expect(two.status == one.status)
        #expect(two.error == one.error)
        #expect(two.outputBytes == one.outputBytes)
    }

    /// A line is decided when it is there, not when the input ends.
    @Test("Who asks line by line through pipes gets its answers")
    func conversation() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.shell(
            #"mkfifo in out; "$TOOL" eval --policy p.yaml --requests - --jobs 2 < in > out & exec 3> in 4< out; "#
                + #"for n in 1 2 3; do echo '{"tool":"x"}' >&3; read -r line <&4; echo "$line"; done; exec 3>&-; wait"#)
        #expect(outcome.lines == Array(repeating: #"{"decision":"deny","reason":"ungoverned","tool":"x"}"#, count: 3))
    }

    @Test("A reader that goes away, and output that can't be written")
    func outputs() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        try workspace.write(Self.input, to: "calls.jsonl")
        let closed = try await workspace.shell(
            #"{ "$TOOL" eval --policy p.yaml --requests calls.jsonl --jobs 2; echo $? > status; } | head -n 1"#)
        #expect(closed.lines.count == 1)
        #expect(closed.error == "")
        // 128 and the number of SIGPIPE.
        #expect(try workspace.read("status") == Array("141\n".utf8))
        let full = try await workspace.shell(
            #"test -e /dev/full || exit 9; "$TOOL" eval --policy p.yaml --requests calls.jsonl --jobs 2 > /dev/full"#)
        #expect(full.status == 9 || full.status == 1)
        #expect(full.status == 9 || full.error == "error: can't write the output: No space left on device\n")
    }

    @Test("At the limit, one under and one over")
    func limit() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        for (jobs, status) in [("0", 2), ("1", 0), ("2", 0), ("63", 0), ("64", 0), ("65", 2), ("-1", 2), ("x", 2)] as [(String, Int32)] {
            let outcome = try await workspace.run(
                "eval", "--policy", "p.yaml", "--requests", "-", "--jobs=\(jobs)", input: Array("{\"tool\":\"x\"}\n".utf8))
            #expect(outcome.status == status, "\(jobs)")
            #expect(outcome.lines.count == (status == 0 ? 1 : 0), "\(jobs)")
        }
        for rest in [["--tool", "x"], ["--requests", "-", "--table"]] {
            let outcome = try await workspace.run(["eval", "--policy", "p.yaml", "--jobs", "2"] + rest)
            #expect(outcome.status == 2)
            #expect(outcome.error.contains("--jobs is for --requests FILE, without --table."))
        }
    }
}
