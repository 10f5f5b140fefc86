import ArgumentParser
import Callgate

struct CelEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate an expression; without one, prompt for them.")

    @Argument(help: ArgumentHelp("The expression.", valueName: "expression"))
    var expression: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Variables, as members of a JSON object.", valueName: "json"))
    var bindings = "{}"

    @Flag(name: .long, help: "Print the type that the checker deduces, and evaluate nothing.")
    var type = false

    @Flag(name: .long, help: "Evaluate with the reference evaluator instead of the machine.")
    var reference = false

    @Flag(name: .long, help: "Print value and type, or the error, as JSON.")
    var json = false

    func run() throws {
        let session = try CelSession(bindings: bindings, onReference: reference)
        guard let expression else {
            var prompt = CelPrompt(session)
            guard prompt.run() else { throw ExitStatus.wrongInput }
            return
        }
        do throws(CelFailure) {
            let text =
                type ? try session.type(of: expression) : try session.text(of: expression, asJSON: json)
            Terminal.output.write(text + "\n")
        } catch {
            guard json else { throw CommandFailure(error.rendered(colored: Terminal.error.isColored)) }
            Terminal.output.write(error.json + "\n")
            throw ExitStatus.wrongInput
        }
    }
}
