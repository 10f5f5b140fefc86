import ArgumentParser
import Callgate
import CallgateMachine

/// The option that names files of tools.
struct ToolOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            """
            What the tools' arguments are, as an MCP server's tools/list has it (name and JSON Schema); rules are \
            checked against it. Can be given several times.
            """,
            valueName: "file"))
    var tools: [String] = []
}

/// The sources of a policy, where no image is wanted.
struct SourceOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("YAML files, or directories of them.", valueName: "policy"))
    var paths: [String]

    @OptionGroup var toolOptions: ToolOptions
}

/// The options that name a policy to decide by, and when.
struct PolicyOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("The policy: an image, YAML files or directories.", valueName: "path"))
    var policy: [String]

    @OptionGroup var toolOptions: ToolOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Accept the image only if it is signed with this public key.", valueName: "file"))
    var requireSignature: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The time of the decision, such as 2026-01-31T12:00:00Z; the clock's if left out.",
            valueName: "timestamp"))
    var now: String?

    func load() throws -> PolicyInput.Loaded {
        try PolicyInput.load(policy, tools: toolOptions.tools, requiring: requireSignature)
    }

    /// The time to decide at; nil where it is the clock's.
    func fixedTime() throws -> CallTime? {
        guard let now else { return nil }
        guard let time = CallTime(now) else {
            throw CommandFailure(
                "error: --now: expected a timestamp such as 2026-01-31T12:00:00Z, not `\(now)`",
                status: .usage)
        }
        return time
    }
}
