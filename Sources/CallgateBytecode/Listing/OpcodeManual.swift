/// The page spec/bytecode/opcodes.md, made from the opcodes' rows.
public enum OpcodeManual {
    public static var markdown: String {
        var lines = [
            "# Opcodes",
            "",
            "Made by `callgate spec` from the table in the sources; a test keeps the two the same.",
            "",
            "An instruction is a little-endian 64-bit word. Fields that an opcode does not use are",
            "zero.",
            "",
            "    63                              32 31    24 23    16 15     8 7      0",
            "    +--------------------------------+--------+--------+--------+--------+",
            "    |               x                |   c    |   b    |   a    | opcode |",
            "    +--------------------------------+--------+--------+--------+--------+",
            "",
            "`R[…]` is a register, `K[…]` a constant of the program, `pc` the number of the next instruction within",
            "its program, `e` an error. An operation one of whose operands is an error yields the",
            "first such operand, unless its meaning says otherwise. *w* marks a field whose register",
            "is written, *r* one that is read, *u* one that is read and then written; *w, w* is that",
            "register and the next, *r…* as many as `c` counts. Where *pass* is 1, the next instruction",
            "is a `rule` that reads what this one writes, and is passed over where that is false: it",
            "would do nothing.",
            "",
            "| byte | opcode | a | b | c | x | meaning | own errors | traps |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        for opcode in Opcode.allCases { lines.append(line(opcode)) }
        lines += [
            "",
            "## Functions",
            "",
            "What `call` carries out. `x`, `y`, `z` are the operands in turn.",
            "",
            "| x | function | operands | meaning | own errors |",
            "|---|---|---|---|---|",
        ]
        for builtin in Builtin.allCases { lines.append(line(builtin)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ opcode: Opcode) -> String {
        let row = opcode.row
        let meaning = row.meaning.split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
        let cells = [
            "\(opcode.rawValue)", "`\(row.mnemonic)`", letter(row.a), letter(row.b), letter(row.c),
            immediate(row.x), meaning,
            row.errors.map { "\($0.name)" }.joined(separator: ", "),
            row.traps.map { "\($0.name)" }.joined(separator: ", "),
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    private static func line(_ builtin: Builtin) -> String {
        let row = builtin.row
        let (least, most) = (row.operands.lowerBound, row.operands.upperBound)
        let cells = [
            "\(builtin.rawValue)", "`\(row.mnemonic)`",
            least == most ? "\(least)" : "\(least) to \(most)", row.meaning,
            row.errors.map { "\($0.name)" }.joined(separator: ", "),
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    private static func letter(_ use: OpcodeRow.RegisterUse?) -> String {
        switch use {
        case .writes: "w"
        case .reads: "r"
        case .updates: "u"
        case .writesPair: "w, w"
        case .readsRun: "r…"
        case .counts: "count"
        case .passes: "pass"
        case nil: ""
        }
    }

    private static func immediate(_ immediate: OpcodeRow.Immediate) -> String {
        switch immediate {
        case .unused: ""
        case .constant(let kinds):
            kinds.isEmpty ? "constant" : "constant, \(kinds.map { "\($0)" }.joined(separator: " or "))"
        case .forward: "pc ahead"
        case .backward: "pc of the loop's body"
        case .pattern: "pattern"
        case .capturingPattern: "pattern with places"
        case .builtin: "function"
        case .zone: "time zone"
        case .timePart:
            "part: "
                + TimePart.allCases.map { "\($0.rawValue) \($0)" }.joined(separator: ", ")
        case .capacity: "count"
        case .ruleIndex: "rule of the program"
        case .outputIndex: "output"
        case .note: "number of a subexpression"
        case .lookup(let kinds): "lookup: \(kinds.map { "\($0)" }.joined(separator: " or "))"
        case .ruleAhead: "rule ahead, or their number"
        }
    }
}
