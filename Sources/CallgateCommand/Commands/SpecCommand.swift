import ArgumentParser
import Callgate
import CallgateBytecode

struct SpecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spec",
        abstract: "Write the description of the opcodes from their table.",
        discussion: "Run it where the project stands; `-o -` prints the description instead.")

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write it.", valueName: "file"))
    var output = "spec/bytecode/opcodes.md"

    func run() throws {
        let text = OpcodeManual.markdown
        guard output != "-" else { return Terminal.output.write(text) }
        do {
            try Files.write(Array(text.utf8), to: output)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        Terminal.output.write("\(output) is written\n")
    }
}
