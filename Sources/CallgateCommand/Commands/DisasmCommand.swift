import ArgumentParser
import Callgate
import CallgateBytecode

struct DisasmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disasm",
        abstract: "List an image: header, dispatch, and each rule's code beside its source.")

    @Argument(help: ArgumentHelp("An image, YAML files or directories.", valueName: "policy"))
    var paths: [String]

    func run() throws {
        let gate = try PolicyInput.load(paths).gate
        Terminal.output.write(Disassembler(gate.image).listing())
    }
}
