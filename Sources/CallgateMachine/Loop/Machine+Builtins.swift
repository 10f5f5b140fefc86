internal import CallgateBytecode

extension Machine {
    /// Carries out a `call`: the operands stand in the registers from b on, c of them.
    ///
    /// Apart from the loop, which stays small that way. V6: the function exists and takes so many
    /// operands; V7: they were written.
    @inline(never)
    mutating func invoke(_ instruction: Instruction) -> Slot {
        let builtin = Builtin(verified: UInt8(truncatingIfNeeded: instruction.x))
        let count = Int(instruction.c)
        let x = count > 0 ? registers[instruction.b] : .null
        let y = count > 1 ? registers[instruction.b &+ 1] : .null
        if x.isKind(.error) { return x }
        switch builtin {
        case .or, .orValue: break
        default: if y.isKind(.error) { return y }
        }
        switch builtin {
        case .optionalNone: return .emptyOptional
        case .optionalOf: return optional(of: x)
        case .optionalOfNonZeroValue: return optional(ofNonZero: x)
        case .hasValue: return hasValue(x)
        case .value: return value(of: x)
        case .or: return or(x, else: y)
        case .orValue: return orValue(x, else: y)
        case .optionalSelect: return optionalSelect(x, y)
        case .optionalIndex: return optionalIndex(x, y)
        case .unwrapOptionals: return unwrapOptionals(x)
        default: return error(.noSuchOverload, x, y)
        }
    }
}
