import ArgumentParser

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
