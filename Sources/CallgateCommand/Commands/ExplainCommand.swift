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
            """)

    @OptionGroup var options: CallOptions

    @Flag(name: .long, help: "Print the explanation as JSON.")
    var json = false

    func validate() throws {
        guard options.tool != nil else { throw ValidationError("Give --tool TOOL.") }
    }

    func run() throws {
        let time = try options.policyOptions.fixedTime()
        var decider = Decider(try options.policyOptions.load().gate)
        let explanation = decider.explain(options.call(tool: options.tool ?? ""), at: time ?? .current)
        let text =
            json
            ? explanation.json + "\n"
            : ExplanationText(isColored: Terminal.output.isColored).text(explanation)
        Terminal.output.write(text)
        if let status = explanation.report.effect.exitStatus { throw status }
    }
}
