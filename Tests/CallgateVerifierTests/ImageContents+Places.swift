import CallgateBytecode

extension ImageContents {
    /// The place of the first instruction with an opcode.
    func place(_ opcode: Opcode) -> Int {
        guard let place = code.firstIndex(where: { $0.opcode == opcode }) else {
            fatalError("the sample has no \(opcode)")
        }
        return place
    }

    /// The place of the first instruction that passes over the rule behind it.
    var passing: Int {
        guard let place = code.firstIndex(where: { $0.opcode?.row.c == .passes && $0.c == 1 }) else {
            fatalError("the sample has no instruction that passes over a rule")
        }
        return place
    }

    private func hash(ofTool tool: Int, seed: UInt8?) -> UInt64 {
        let id = tools[tool].id
        return XXH3.hash(data[Int(id.offset)..<Int(id.offset + id.length)], seed: UInt64(seed ?? policy.toolSeed))
    }

    /// Which pilot leads to a tool.
    func pilot(ofTool tool: Int, seed: UInt8? = nil) -> Int {
        ToolPlace.pilot(of: hash(ofTool: tool, seed: seed), pilots: pilots.count)
    }

    /// Where a tool's ID leads, with another pilot or seed than its own.
    func place(ofTool tool: Int, pilot: UInt32? = nil, seed: UInt8? = nil) -> Int {
        ToolPlace.place(
            of: hash(ofTool: tool, seed: seed), pilot: pilot ?? pilots[self.pilot(ofTool: tool, seed: seed)], tools: tools.count)
    }

    /// The index of the first pattern of a form.
    func pattern(_ form: PatternForm) -> Int {
        guard let index = patterns.firstIndex(where: { $0.form == form.rawValue }) else {
            fatalError("the sample has no pattern of form \(form)")
        }
        return index
    }
}

extension PathRecord {
    mutating func takeKey(of other: PathRecord) {
        (head, keyOffset, keyLength) = (other.head, other.keyOffset, other.keyLength)
    }
}
