import ArgumentParser
import Callgate
import CallgateBytecode
import CallgateMachine

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Decide one call, or a file of calls.",
        discussion: """
            A file of calls has one JSON object a line: \
            {"tool": "refund_payment", "args": {…}, "context": {…}}. Each line, whatever it holds, \
            gets one decision line, in order.

            One call:   callgate eval --policy policies/ --tool TOOL --args JSON --context JSON
            Many calls: callgate eval --policy policy.cgb --requests calls.jsonl > decisions.jsonl
            On two cores: callgate eval --policy policy.cgb --requests calls.jsonl --jobs 2
            From a pipe: … | callgate eval --policy policy.cgb --requests -

            Over time:   callgate eval --stateful --policy policy.cgb --requests events.jsonl

            With --stateful, lines are events: calls with id, at and session, results ({"result_of": \
            "c1", "at": …, "result": …}) and answers ({"approve": "c1", "at": …, "by": {"id": …, \
            "groups": […]}}, or "reject"). Limits, sessions, trust and approvals are kept from line to \
            line, by the times that the lines say; and from run to run with --records FILE, which also writes a record \
            of each decision, result and answer there; --sign KEY signs checkpoints of them, which `callgate records verify --key` \
            holds them against. Without --records, they are forgotten at the end.

            Exit status: for one call 0 allow, 3 review, 4 deny; for a file 0, whatever the decisions.
            """)

    @OptionGroup var options: CallOptions

    @Option(
        name: .long,
        help: ArgumentHelp("Calls, one JSON object a line; - is standard input.", valueName: "file"))
    var requests: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "For a file, threads that decide; the lines stay in order.", valueName: "count"))
    var jobs = 1

    @Flag(name: .long, help: "For one call, print the decision line instead of a text.")
    var json = false

    @Flag(name: .long, help: "For a file, print a table with times instead of decision lines.")
    var table = false

    @Flag(name: .long, help: "Keep limits, sessions, trust and approvals from line to line.")
    var stateful = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "With --stateful, the file that records are written to, and where limits, sessions, trust and approvals go on.",
            valueName: "file"))
    var records: String?

    @Option(
        name: .long,
        help: ArgumentHelp("With --records, sign checkpoints of the records with this Ed25519 private key.", valueName: "key"))
    var sign: String?

    func validate() throws {
        guard (options.tool == nil) != (requests == nil) else {
            throw ValidationError("Give either --requests FILE, or --tool TOOL for a single call.")
        }
        if requests != nil, options.args != nil || options.context != nil {
            throw ValidationError("--args and --context are for a single call, with --tool.")
        }
        guard (1...Pipeline.mostJobs).contains(jobs) else {
            throw ValidationError("--jobs: 1 to \(Pipeline.mostJobs).")
        }
        if jobs > 1, requests == nil || table {
            throw ValidationError("--jobs is for --requests FILE, without --table.")
        }
        if stateful, requests == nil || table || jobs > 1 {
            throw ValidationError("--stateful is for --requests FILE, without --table and --jobs.")
        }
        if records != nil, !stateful { throw ValidationError("--records is for --stateful.") }
        if sign != nil, records == nil { throw ValidationError("--sign is for --records FILE.") }
        if table, requests == nil { throw ValidationError("--table wants --requests FILE.") }
        if json, requests != nil {
            throw ValidationError("--json is for a single call; --requests prints JSON lines anyway.")
        }
    }

    func run() throws {
        let fixedTime = try options.policyOptions.fixedTime()
        let gate = try options.policyOptions.load().gate
        if let tool = options.tool {
            return try decide(options.call(tool: tool), gate, at: fixedTime ?? .current)
        }
        guard let requests else { return }
        if table {
            var table = DecisionTable(gate)
            return try table.print(requests, at: fixedTime ?? .current)
        }
        if stateful {
            let signer = try sign.map { try CheckpointSigner(privateKey: KeyFile.read($0, .secret)) }
            return try EventStream(path: requests, gate: gate, start: fixedTime, records: records, signer: signer).run()
        }
        var stream = try RequestStream(path: requests, gate: gate, at: fixedTime)
        if jobs == 1 { try stream.decide() } else { try stream.decide(jobs: jobs) }
    }

    private func decide(_ call: [UInt8], _ gate: Gate, at time: CallTime) throws {
        let decision: Effect
        if json {
            var lines = DecisionLines(Decider(gate))
            let (result, line) = lines.line(call, at: time)
            Terminal.output.write(line + [UInt8(ascii: "\n")])
            decision = result.effect
        } else {
            var decider = Decider(gate)
            let report = decider.report(call, at: time)
            Terminal.output.write(ReportText(isColored: Terminal.output.isColored).text(report))
            decision = report.effect
        }
        if let status = decision.exitStatus { throw status }
    }
}
