internal import CallgateBytecode

extension Machine {
    func firstMatch(_ text: Slot, pattern: Int) -> Slot { error(.noSuchOverload, text) }
    func allMatches(_ text: Slot, pattern: Int) -> Slot { error(.noSuchOverload, text) }
    func replaceMatches(_ instruction: Instruction) -> Slot { error(.noSuchOverload) }
}
