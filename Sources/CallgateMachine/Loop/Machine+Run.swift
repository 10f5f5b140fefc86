internal import CallgateBytecode

extension Machine {
    /// Carries out a program whose registers are filled, and sums up its rules.
    ///
    /// Unchecked here, and why that is safe: V6 the opcode exists and the last instruction is
    /// `halt`; V9 jumps stay in the program and loops end; V7 every register was written; V6
    /// constants, patterns, rules and outputs exist and have the kind that the opcode wants.
    mutating func run(_ governing: GoverningProgram) -> Decision {
        let program = governing.head
        var verdict = Verdict(program)
        var next = Int(program.codeStart)
        let base = next
        while true {
            // What can't trap goes on with `continue`; behind all else the trap is looked at.
            assert(trap == nil)
            let instruction = view.code[verified: next]
            pc = next
            next &+= 1
            switch Opcode(verified: instruction.opcodeByte) {
            case .halt:
                return verdict.decision(of: governing.number)
            case .constant:
                write(constant(instruction, of: program), instruction)
                continue
            case .move:
                write(left(instruction), instruction)
                continue
            case .select:
                write(select(left(instruction), constant(instruction, of: program)), instruction)
            case .presence:
                write(presence(left(instruction), constant(instruction, of: program)), instruction)
            case .filled:
                write(filled(left(instruction)), instruction)
                continue
            case .index:
                write(index(left(instruction), right(instruction)), instruction)
            case .contained:
                write(contained(left(instruction), in: right(instruction)), instruction)

            case .not:
                write(not(left(instruction)), instruction)
            case .and:
                write(and(left(instruction), right(instruction)), instruction)
                continue
            case .or:
                write(or(left(instruction), right(instruction)), instruction)
                continue
            case .requireBool:
                write(requireBool(left(instruction)), instruction)
                continue
            case .jump:
                next = base &+ Int(instruction.x)
                continue
            case .jumpIfTrue:
                if left(instruction).isTrue { next = base &+ Int(instruction.x) }
                continue
            case .jumpIfFalse:
                if left(instruction).isFalse { next = base &+ Int(instruction.x) }
                continue

            case .equal:
                write(equality(left(instruction), right(instruction), wanted: true), instruction)
            case .notEqual:
                write(equality(left(instruction), right(instruction), wanted: false), instruction)
            case .less:
                write(ordering(left(instruction), right(instruction), .less), instruction)
            case .lessEqual:
                write(ordering(left(instruction), right(instruction), .lessEqual), instruction)
            case .greater:
                write(ordering(left(instruction), right(instruction), .greater), instruction)
            case .greaterEqual:
                write(ordering(left(instruction), right(instruction), .greaterEqual), instruction)
            case .equalConstant:
                conclude(
                    equality(left(instruction), toConstant: constant(instruction, of: program), wanted: true), instruction,
                    &next)
            case .notEqualConstant:
                conclude(
                    equality(left(instruction), toConstant: constant(instruction, of: program), wanted: false), instruction,
                    &next)
            case .lessConstant:
                conclude(ordering(left(instruction), constant(instruction, of: program), .less), instruction, &next)
            case .lessEqualConstant:
                conclude(ordering(left(instruction), constant(instruction, of: program), .lessEqual), instruction, &next)
            case .greaterConstant:
                conclude(ordering(left(instruction), constant(instruction, of: program), .greater), instruction, &next)
            case .greaterEqualConstant:
                conclude(ordering(left(instruction), constant(instruction, of: program), .greaterEqual), instruction, &next)

            case .add:
                write(add(left(instruction), right(instruction)), instruction)
            case .subtract:
                write(subtract(left(instruction), right(instruction)), instruction)
                continue
            case .multiply:
                write(multiply(left(instruction), right(instruction)), instruction)
                continue
            case .divide:
                write(divide(left(instruction), right(instruction)), instruction)
                continue
            case .modulo:
                write(modulo(left(instruction), right(instruction)), instruction)
                continue
            case .negate:
                write(negate(left(instruction)), instruction)
                continue

            case .size:
                write(size(left(instruction)), instruction)
            case .contains:
                write(contains(left(instruction), right(instruction)), instruction)
            case .startsWith:
                write(startsWith(left(instruction), right(instruction)), instruction)
            case .endsWith:
                write(endsWith(left(instruction), right(instruction)), instruction)
            case .match:
                conclude(match(left(instruction), pattern: Int(instruction.x)), instruction, &next)

            case .toBool:
                write(toBool(left(instruction)), instruction)
            case .toBytes:
                write(toBytes(left(instruction)), instruction)
            case .toDouble:
                write(toDouble(left(instruction)), instruction)
            case .toDuration:
                write(toDuration(left(instruction)), instruction)
            case .toInt:
                write(toInt(left(instruction)), instruction)
            case .toString:
                write(toString(left(instruction)), instruction)
            case .toTimestamp:
                write(toTimestamp(left(instruction)), instruction)
            case .toUint:
                write(toUint(left(instruction)), instruction)
            case .typeOf:
                write(typeOf(left(instruction)), instruction)
                continue
            case .timePart:
                write(timePart(left(instruction), instruction.x), instruction)
                continue
            case .timePartZoned:
                write(timePart(left(instruction), instruction.x, zone: right(instruction)), instruction)

            case .newList:
                write(newList(capacity: Int(instruction.x)), instruction)
            case .newListFor:
                write(newList(for: left(instruction)), instruction)
            case .append:
                write(append(left(instruction), to: registers[instruction.a]), instruction)
            case .newMap:
                write(newMap(capacity: Int(instruction.x)), instruction)
            case .insert:
                write(
                    insert(left(instruction), right(instruction), into: registers[instruction.a]), instruction
                )
            case .spoil:
                let failure = left(instruction)
                write(failure.isKind(.error) ? failure : error(.noSuchOverload, failure), instruction)
                continue
            case .range:
                let iterator = range(over: left(instruction))
                write(iterator, instruction)
                if !iterator.isKind(.iterator) { next = base &+ Int(instruction.x) }
            case .first:
                if !advance(instruction) { next = base &+ Int(instruction.x) }
            case .next:
                if advance(instruction) { next = base &+ Int(instruction.x) }

            case .rule:
                count(rule: Int(instruction.x), left(instruction), program, &verdict)
                continue
            case .output:
                outputs[Int(instruction.x)] = left(instruction)
                continue
            case .trace:
                if Int(instruction.x) < notes.count {
                    notes[Int(instruction.x)] = TraceNote(isSet: true, value: left(instruction))
                }
                continue

            case .appendPresent:
                write(appendPresent(left(instruction), to: registers[instruction.a]), instruction)
            case .insertPresent:
                write(
                    insertPresent(left(instruction), right(instruction), into: registers[instruction.a]),
                    instruction)
            case .insertAll:
                write(insertAll(left(instruction), into: registers[instruction.a]), instruction)
            case .firstPair:
                if !advancePair(instruction) { next = base &+ Int(instruction.x) }
            case .nextPair:
                if advancePair(instruction) { next = base &+ Int(instruction.x) }

            case .call:
                write(invoke(instruction), instruction)
            case .firstMatch:
                write(firstMatch(left(instruction), pattern: Int(instruction.x)), instruction)
            case .allMatches:
                write(allMatches(left(instruction), pattern: Int(instruction.x)), instruction)
            case .replaceMatches:
                write(replaceMatches(instruction), instruction)
            case .localTime:
                write(localTime(left(instruction), zone: Int(instruction.x)), instruction)
                continue

            case .equalText:
                write(equalTexts(left(instruction), right(instruction), wanted: true), instruction)
            case .notEqualText:
                write(equalTexts(left(instruction), right(instruction), wanted: false), instruction)
            case .equalTextConstant:
                conclude(
                    equality(left(instruction), toConstant: constant(instruction, of: program), wanted: true), instruction,
                    &next)
            case .notEqualTextConstant:
                conclude(
                    equality(left(instruction), toConstant: constant(instruction, of: program), wanted: false), instruction,
                    &next)
            case .equalInt:
                write(equalInts(left(instruction), right(instruction), wanted: true), instruction)
            case .notEqualInt:
                write(equalInts(left(instruction), right(instruction), wanted: false), instruction)
            case .equalIntConstant:
                conclude(equalInts(left(instruction), constant(instruction, of: program), wanted: true), instruction, &next)
            case .notEqualIntConstant:
                conclude(equalInts(left(instruction), constant(instruction, of: program), wanted: false), instruction, &next)
            case .addInt:
                write(addInts(left(instruction), right(instruction)), instruction)
            case .subtractInt:
                write(subtractInts(left(instruction), right(instruction)), instruction)
                continue
            case .multiplyInt:
                write(multiplyInts(left(instruction), right(instruction)), instruction)
                continue

            case .screen:
                screen(left(instruction), lookup: Int(instruction.x))
            case .proceed:
                let rule = agenda.removeFirst(before: Int(instruction.x))
                // V15: the program has an entry for each rule and one for their end.
                next = base &+ Int(view.entries[verified: Int(program.entries) &+ rule])
                continue
            case .member:
                conclude(member(left(instruction), lookup: Int(instruction.x)), instruction, &next)
            case .matchTexts:
                conclude(matchTexts(left(instruction), lookup: Int(instruction.x)), instruction, &next)
            }
            if trap != nil { break }
        }
        if program.entries != noIndex { agenda.removeAll() }
        return .trap(trap ?? .fuel)
    }

    @inline(__always)
    private func write(_ value: Slot, _ instruction: Instruction) {
        registers[instruction.a] = value
    }

    /// Writes a condition's value, and passes over the rule that looks at it where that has nothing to do.
    @inline(__always)
    private func conclude(_ value: Slot, _ instruction: Instruction, _ next: inout Int) {
        write(value, instruction)
        // V6: a rule of this register follows where `c` is 1.
        if value.isFalse { next &+= Int(instruction.c) }
    }

    @inline(__always)
    private func left(_ instruction: Instruction) -> Slot { registers[instruction.b] }

    @inline(__always)
    private func right(_ instruction: Instruction) -> Slot { registers[instruction.c] }

    @inline(__always)
    private func constant(_ instruction: Instruction, of program: ProgramHead) -> Slot {
        // V6: the constant exists and has a kind that the opcode takes.
        view.constants[verified: Int(program.constantsStart) &+ Int(instruction.x)]
    }
}
