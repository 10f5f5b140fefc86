internal import CallgateBytecode

extension Machine {
    /// Carries out a program whose registers are filled, and sums up its rules.
    ///
    /// Unchecked here, and why that is safe: V6 the opcode exists and the last instruction is
    /// `halt`; V9 jumps stay in the program and loops end; V7 every register was written; V6
    /// constants, patterns, rules and outputs exist and have the kind that the opcode wants.
    mutating func run(_ program: ProgramRecord) -> Decision {
        var verdict = Verdict(program)
        var next = Int(program.code.start)
        let base = next
        while true {
            let instruction = view.code[verified: next]
            pc = next
            next &+= 1
            switch Opcode(verified: instruction.opcodeByte) {
            case .halt:
                return verdict.decision
            case .constant:
                registers[instruction.a] = constant(instruction)
            case .move:
                registers[instruction.a] = registers[instruction.b]
            case .select:
                guard set(instruction.a, select(registers[instruction.b], constant(instruction))) else { return trapped }
            case .presence:
                guard set(instruction.a, presence(registers[instruction.b], constant(instruction))) else { return trapped }
            case .filled:
                registers[instruction.a] = filled(registers[instruction.b])
            case .index:
                guard set(instruction.a, index(
                    registers[instruction.b], registers[instruction.c])) else { return trapped }
            case .contained:
                guard set(instruction.a, contained(
                    registers[instruction.b], in: registers[instruction.c])) else { return trapped }

            case .not:
                registers[instruction.a] = not(registers[instruction.b])
            case .and:
                registers[instruction.a] = and(registers[instruction.b], registers[instruction.c])
            case .or:
                registers[instruction.a] = or(registers[instruction.b], registers[instruction.c])
            case .requireBool:
                registers[instruction.a] = requireBool(registers[instruction.b])
            case .jump:
                next = base &+ Int(instruction.x)
            case .jumpIfTrue:
                if registers[instruction.b].isTrue { next = base &+ Int(instruction.x) }
            case .jumpIfFalse:
                if registers[instruction.b].isFalse { next = base &+ Int(instruction.x) }

            case .equal:
                guard set(instruction.a, equality(
                    registers[instruction.b], registers[instruction.c], wanted: true)) else { return trapped }
            case .notEqual:
                guard set(instruction.a, equality(
                    registers[instruction.b], registers[instruction.c], wanted: false)) else { return trapped }
            case .less:
                guard set(instruction.a, ordering(
                    registers[instruction.b], registers[instruction.c], .less)) else { return trapped }
            case .lessEqual:
                guard set(instruction.a, ordering(
                    registers[instruction.b], registers[instruction.c], .lessEqual)) else { return trapped }
            case .greater:
                guard set(instruction.a, ordering(
                    registers[instruction.b], registers[instruction.c], .greater)) else { return trapped }
            case .greaterEqual:
                guard set(instruction.a, ordering(
                    registers[instruction.b], registers[instruction.c], .greaterEqual)) else { return trapped }
            case .equalConstant:
                guard set(instruction.a, equality(
                    registers[instruction.b], constant(instruction), wanted: true)) else { return trapped }
            case .notEqualConstant:
                guard set(instruction.a, equality(
                    registers[instruction.b], constant(instruction), wanted: false)) else { return trapped }
            case .lessConstant:
                guard set(instruction.a, ordering(
                    registers[instruction.b], constant(instruction), .less)) else { return trapped }
            case .lessEqualConstant:
                guard set(instruction.a, ordering(
                    registers[instruction.b], constant(instruction), .lessEqual)) else { return trapped }
            case .greaterConstant:
                guard set(instruction.a, ordering(
                    registers[instruction.b], constant(instruction), .greater)) else { return trapped }
            case .greaterEqualConstant:
                guard set(instruction.a, ordering(
                    registers[instruction.b], constant(instruction), .greaterEqual)) else { return trapped }

            case .add:
                guard set(instruction.a, add(registers[instruction.b], registers[instruction.c])) else { return trapped }
            case .subtract:
                registers[instruction.a] = subtract(
                    registers[instruction.b], registers[instruction.c])
            case .multiply:
                registers[instruction.a] = multiply(
                    registers[instruction.b], registers[instruction.c])
            case .divide:
                registers[instruction.a] = divide(
                    registers[instruction.b], registers[instruction.c])
            case .modulo:
                registers[instruction.a] = modulo(
                    registers[instruction.b], registers[instruction.c])
            case .negate:
                registers[instruction.a] = negate(registers[instruction.b])

            case .size:
                guard set(instruction.a, size(registers[instruction.b])) else { return trapped }
            case .contains:
                guard set(instruction.a, contains(
                    registers[instruction.b], registers[instruction.c])) else { return trapped }
            case .startsWith:
                guard set(instruction.a, startsWith(
                    registers[instruction.b], registers[instruction.c])) else { return trapped }
            case .endsWith:
                guard set(instruction.a, endsWith(
                    registers[instruction.b], registers[instruction.c])) else { return trapped }
            case .match:
                guard set(instruction.a, match(
                    registers[instruction.b], pattern: Int(instruction.x))) else { return trapped }

            case .toBool:
                guard set(instruction.a, toBool(registers[instruction.b])) else { return trapped }
            case .toBytes:
                guard set(instruction.a, toBytes(registers[instruction.b])) else { return trapped }
            case .toDouble:
                guard set(instruction.a, toDouble(registers[instruction.b])) else { return trapped }
            case .toDuration:
                guard set(instruction.a, toDuration(registers[instruction.b])) else { return trapped }
            case .toInt:
                guard set(instruction.a, toInt(registers[instruction.b])) else { return trapped }
            case .toString:
                guard set(instruction.a, toString(registers[instruction.b])) else { return trapped }
            case .toTimestamp:
                guard set(instruction.a, toTimestamp(registers[instruction.b])) else { return trapped }
            case .toUint:
                guard set(instruction.a, toUint(registers[instruction.b])) else { return trapped }
            case .typeOf:
                registers[instruction.a] = typeOf(registers[instruction.b])
            case .timePart:
                registers[instruction.a] = timePart(registers[instruction.b], instruction.x)
            case .timePartZoned:
                registers[instruction.a] = timePart(
                    registers[instruction.b], instruction.x, zone: registers[instruction.c])

            case .newList:
                guard set(instruction.a, newList(capacity: Int(instruction.x))) else { return trapped }
            case .newListFor:
                guard set(instruction.a, newList(for: registers[instruction.b])) else { return trapped }
            case .append:
                guard set(instruction.a, append(
                    registers[instruction.b], to: registers[instruction.a])) else { return trapped }
            case .newMap:
                guard set(instruction.a, newMap(capacity: Int(instruction.x))) else { return trapped }
            case .insert:
                guard set(instruction.a, insert(
                    registers[instruction.b], registers[instruction.c],
                    into: registers[instruction.a])) else { return trapped }
            case .spoil:
                let failure = registers[instruction.b]
                registers[instruction.a] =
                    failure.isKind(.error) ? failure : error(.noSuchOverload, failure)
            case .range:
                let iterator = range(over: registers[instruction.b])
                if trap != nil { return trapped }
                registers[instruction.a] = iterator
                if !iterator.isKind(.iterator) { next = base &+ Int(instruction.x) }
            case .first:
                if !advance(instruction) { next = base &+ Int(instruction.x) }
                if trap != nil { return trapped }
            case .next:
                if advance(instruction) { next = base &+ Int(instruction.x) }
                if trap != nil { return trapped }

            case .rule:
                count(rule: Int(instruction.x), registers[instruction.b], program, &verdict)
            case .output:
                outputs[Int(instruction.x)] = registers[instruction.b]
            case .trace:
                if noteCount < notes.count {
                    notes[noteCount] = TraceNote(
                        number: instruction.x, value: registers[instruction.b])
                    noteCount &+= 1
                }
            }
        }
    }

    /// Writes a register; false where the operation has trapped.
    @inline(__always)
    private mutating func set(_ register: UInt8, _ value: Slot) -> Bool {
        registers[register] = value
        return trap == nil
    }

    private var trapped: Decision { .trap(trap ?? .fuel) }

    @inline(__always)
    private func constant(_ instruction: Instruction) -> Slot {
        // V6: the constant exists and has a kind that the opcode takes.
        view.constants[verified: Int(instruction.x)]
    }
}
