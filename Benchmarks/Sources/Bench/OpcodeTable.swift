/// What an instruction of each opcode costs.
///
/// A measurement is of a rule more, whose condition has several instructions. Those of a condition without
/// jumps are each carried out once: where the costs of all but one opcode are known, the rest is that one's.
struct OpcodeTable {
    private let costs: [String: Measurement]
    /// The instructions of a rule more: how many of each opcode.
    private let programs: [String: [String: Double]]

    init(_ costs: [String: Measurement], _ programs: [String: [String: Double]]) {
        self.costs = costs
        self.programs = programs
    }

    var text: String {
        let solved = solved
        let rows = costs.sorted { $0.key < $1.key }.map { name, cost in
            let opcode = String(name.dropFirst("opcode/".count))
            let others = programs[opcode, default: [:]].sorted { $0.key < $1.key }
                .filter { $0.key != opcode && $0.key != "rule" }.map(\.key)
            return [
                opcode, solved[opcode].map { Format.number($0) } ?? "", Format.number(cost.instructions),
                others.joined(separator: " "),
            ]
        }
        return Format.table(
            [["opcode", "instructions", "of a rule with it", "what else is in its condition"]] + rows)
    }

    private var solved: [String: Double] {
        var known: [String: Double] = [:]
        var rest = programs.filter { !$0.value.keys.contains { $0.hasPrefix("jump") || $0.hasPrefix("next") } }
        while true {
            let before = rest.count
            for (opcode, counts) in rest {
                let unknown = counts.keys.filter { known[$0] == nil }
                guard unknown == [opcode], let cost = costs["opcode/\(opcode)"] else { continue }
                let others = counts.filter { $0.key != opcode }.reduce(0) { $0 + known[$1.key, default: 0] * $1.value }
                known[opcode] = (cost.instructions - others) / counts[opcode, default: 1]
                rest[opcode] = nil
            }
            if rest.count == before { return known }
        }
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
