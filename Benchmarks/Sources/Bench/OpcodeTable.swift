/// What opcodes cost: a rule more, in whose condition one occurs, less the instruction that counts the rule,
/// where that is not passed over.
///
/// What else the condition needs stands beside it: an operation of numbers wants its result compared, and a
/// loop has several instructions, which are carried out once for each of four elements.
struct OpcodeTable {
    private let costs: [String: Measurement]
    /// The instructions of a rule more: how many of each opcode.
    private let programs: [String: [String: Double]]

    init(_ costs: [String: Measurement], _ programs: [String: [String: Double]]) {
        self.costs = costs
        self.programs = programs
    }

    var text: String {
        let rule = costs["opcode/rule"]?.instructions ?? 0
        let rows = costs.sorted { $0.key < $1.key }.map { name, cost in
            let opcode = String(name.dropFirst("opcode/".count))
            let counted = programs[opcode, default: [:]]["rule"] ?? 0
            let others = programs[opcode, default: [:]].sorted { $0.key < $1.key }
                .filter { $0.key != opcode && $0.key != "rule" }.map(\.key)
            let own = opcode == "rule" ? rule : cost.instructions - rule * counted
            return [opcode, Format.number(own), others.joined(separator: " ")]
        }
        return Format.table([["opcode", "instructions", "with these in its condition"]] + rows)
    }
}

extension Workloads {
    /// The instructions of the conditions that opcodes are measured with.
    func opcodePrograms() throws -> [String: [String: Double]] {
        try ChildProcess.output(program, ["opcodes"]).split(separator: "\n").reduce(into: [:]) { result, line in
            let words = line.split(separator: " ")
            for word in words.dropFirst() {
                let parts = word.split(separator: "=")
                result[String(words[0]), default: [:]][String(parts[0])] = Double(parts[1])
            }
        }
    }
}
