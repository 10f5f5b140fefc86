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
