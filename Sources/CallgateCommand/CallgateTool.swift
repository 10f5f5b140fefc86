import ArgumentParser
import CallgateSystem

/// The command-line tool.
@main
struct CallgateTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callgate",
        abstract: "Decides whether an AI agent may make a tool call.",
        discussion: """
            A policy is one or more YAML files of rules whose conditions are CEL. It is compiled \
            to a verified image, which decides calls: allow, review or deny.

            A first look:
              callgate check policies/
              callgate eval --policy policies/ --tool refund_payment --args '{"amount_cents": 75000}'
              callgate explain --policy policies/ --tool refund_payment --args '{"amount_cents": 75000}'
              callgate compile policies/ -o policy.cgb
              callgate eval --policy policy.cgb --requests calls.jsonl
              callgate bench --policy policy.cgb --requests calls.jsonl

            Exit status: 0 done, 1 the input is wrong, 2 wrong usage. For a single call, eval and \
            explain exit with 0 for allow, 3 for review and 4 for deny.
            """,
        version: "callgate 0.1.0",
        subcommands: [
            CheckCommand.self, CompileCommand.self, EvalCommand.self, ExplainCommand.self,
            BenchCommand.self, ListsCommand.self, RecordsCommand.self, CelCommand.self, DisasmCommand.self,
            KeygenCommand.self, SpecCommand.self,
        ])

    static func main() {
        // Writing to a reader that has gone ends the tool quietly, as with other filters.
        signal(SIGPIPE, SIG_DFL)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            failure.print()
            endProcess(failure.status.rawValue)
        } catch let status as ExitStatus {
            endProcess(status.rawValue)
        } catch {
            let isHelp = exitCode(for: error) == .success
            let text = fullMessage(for: error)
            if isHelp { print(text) } else { Terminal.error.write(text + "\n") }
            endProcess(isHelp ? 0 : ExitStatus.usage.rawValue)
        }
    }
}
