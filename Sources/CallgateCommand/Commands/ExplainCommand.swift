import ArgumentParser
import Callgate

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Decide one call and show why.",
        discussion: """
            Shows every rule that looks at the tool, its condition with the value of each part \
            under it, and why the decision came out so. Exit status as for eval: 0 allow, 3 review, \
            4 deny.

            One call:        callgate explain --policy policies/ --tool TOOL --args JSON --context JSON
            One of a file:   callgate explain --policy policies/ --requests events.jsonl --id ID

            A file has events as for eval --stateful: those before the call are answered first, so that \
            limits, sessions, trust and approvals are as they were, and the reason says which earlier \
            result is its cause.
            """)

    @OptionGroup var options: CallOptions

    @Option(name: .long, help: ArgumentHelp("Events, one JSON object a line; - is standard input.", valueName: "file"))
    var requests: String?

    @Option(name: .long, help: "The ID of the call among the events.")
    var id: String?

    @Flag(name: .long, help: "Print the explanation as JSON.")
    var json = false

    func validate() throws {
        guard (options.tool == nil) != (requests == nil) else {
            throw ValidationError("Give either --tool TOOL, or --requests FILE and --id ID.")
        }
        guard (requests == nil) == (id == nil) else { throw ValidationError("--requests and --id are given together.") }
        if requests != nil, options.args != nil || options.context != nil {
            throw ValidationError("--args and --context are for a single call, with --tool.")
        }
    }

    func run() throws {
        let time = try options.policyOptions.fixedTime()
        let gate = try options.policyOptions.load().gate
        let explanation: Explanation
        if let requests, let id {
            explanation = try EventStream(path: requests, gate: gate, start: time, records: nil).explanation(of: id)
        } else {
            var decider = Decider(gate)
            explanation = decider.explain(options.call(tool: options.tool ?? ""), at: time ?? .current)
        }
        let text =
            json
            ? explanation.json + "\n"
            : ExplanationText(isColored: Terminal.output.isColored).text(explanation)
        Terminal.output.write(text)
        if let status = explanation.report.effect.exitStatus { throw status }
    }
}
