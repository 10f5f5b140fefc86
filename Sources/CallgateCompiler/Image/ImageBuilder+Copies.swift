import CallgateBytecode

/// A tool while the image is built.
struct BuiltTool {
    var id: TextRef
    /// The program's index.
    var program: UInt32
}

// What stands in an image a second time, where a decision finds it without looking further.
extension ImageBuilder {
    /// Lists the tools with the heads of their programs, and the programs' rules with what decisions need of
    /// them; all programs and rules are there by then.
    mutating func finishCopies() {
        contents.tools = tools.map {
            let bytes = contents.data[Int($0.id.offset)..<Int($0.id.offset) + Int($0.id.length)]
            return ToolRecord(
                id: $0.id, bytes: bytes, program: $0.program, head: contents.programs[Int($0.program)].head)
        }
        contents.programRules = programRules.map { ProgramRuleRecord($0, contents.rules[Int($0)]) }
    }
}
