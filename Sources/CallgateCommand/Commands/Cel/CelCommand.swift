import ArgumentParser

struct CelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel",
        abstract: "Evaluate an expression of CEL, or run its conformance suite.",
        discussion: """
            Without an expression it is a prompt: lines are evaluated one by one, with a history; \
            :help says what else it takes. Where the lines do not come from a terminal, the exit status is 1 \
            if one of them failed.

            Everything that conditions of policies have is on. Variables come from a JSON object, \
            and behave as the args and the context of a call do:
              callgate cel '"%d days".format([duration("48h").getHours() / 24])'
              callgate cel --type '{"a": [1]}.a[0]'
              callgate cel --bindings '{"args": {"amount": 75000}}' 'args.amount > 50000'
              callgate cel conformance suites/

            Write -- before an expression that begins with a hyphen.
            """,
        subcommands: [CelEvaluateCommand.self, CelConformanceCommand.self],
        defaultSubcommand: CelEvaluateCommand.self)
}
