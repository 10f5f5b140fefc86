@testable import CallgateOracles
import CallgateBytecode

extension Breakage {
    static let all: [Breakage] =
        records + references + constants + dispatch + instructions + registers + paths + jumps
        + counting + tables + layout + functions + zones + lookups + guards + namedLists

    private static let records = [
        Breakage(2, "an effect that does not exist") { $0.policy.ungoverned = 3 },
        Breakage(2, "a reserved field of the policy") { $0.policy.reserved = 1 },
        Breakage(2, "a rule's effect") { $0.rules[0].effect = 9 },
        Breakage(2, "a rule's mode") { $0.rules[0].mode = 2 },
        Breakage(2, "a rule's severity") { $0.rules[0].severity = 6 },
        Breakage(2, "a rule's kind") { $0.rules[0].kindBits = 4 },
        Breakage(2, "a program's purpose") { contents in
            let last = contents.programs.lastIndex { $0.purpose == ProgramPurpose.decide.rawValue }
            contents.programs[last ?? 0].purpose = 3
        },
        Breakage(2, "a program's effect") { $0.programs[0].defaultEffect = 3 },
        Breakage(2, "a program that governs twice") { $0.programs[0].governs = 2 },
        Breakage(2, "a pattern's form") { $0.patterns[0].form = 11 },
        Breakage(3, "a limit that does not exist") { contents in
            contents.ruleDetails[0].limit = 99
            for index in contents.rules.indices where contents.rules[index].details == 0 {
                contents.rules[index].kindBits |= RuleRecord.limitedBit
            }
        },
        Breakage(3, "a judgement that does not exist") { $0.ruleDetails[0].judgement = 99 },
        Breakage(2, "a reserved field of a node") { $0.paths[0].reserved = 1 },
    ]

    private static let references = [
        Breakage(3, "a name past the data") { $0.policy.name.length = 1 << 20 },
        Breakage(3, "a name that starts past the data") { $0.rules[0].name.offset = .max },
        Breakage(3, "a name that is not UTF-8") { contents in
            contents.data[Int(contents.policy.name.offset)] = 0xFF
        },
        Breakage(3, "an approver past the data") { $0.texts[0].length = 1 << 20 },
        Breakage(3, "approvers past the texts") { $0.ruleDetails[0].approvers.count = 99 },
        Breakage(3, "a message past its parts") { $0.ruleDetails[0].message.start = 99 },
        Breakage(3, "a rule in no source") { $0.ruleDetails[0].source = 9 },
        Breakage(3, "a rule without details") { $0.rules[0].details = 99 },
        Breakage(3, "a tool's ID past the data") { $0.tools[0].id.length = 1 << 20 },
        Breakage(3, "code past its section") { $0.programs[$0.programs.count - 1].code.count += 1 },
        Breakage(3, "a pattern's source past the data") { $0.patterns[0].source.offset = 1 << 30 },
    ]

    private static let constants = [
        Breakage(4, "an error as a constant") { $0.constants[0] = .error(.overflow) },
        Breakage(4, "an iterator as a constant") { $0.constants[0].meta = UInt64(ValueKind.iterator.rawValue) },
        Breakage(4, "a kind that does not exist") { $0.constants[0].meta = 99 },
        Breakage(4, "a bool of 2") { $0.constants[0] = Slot(kind: .bool, payload: 2) },
        Breakage(4, "an int that claims to come from a call") {
            $0.constants[0] = .int(1, flags: Slot.json)
        },
        Breakage(4, "a null that claims to be absent") { $0.constants[0] = .missing },
        Breakage(4, "a timestamp out of range") {
            $0.constants[0] = .timestamp(seconds: 1 << 60, nanoseconds: 0)
        },
        Breakage(4, "a timestamp of too many nanoseconds") {
            $0.constants[0] = .timestamp(seconds: 0, nanoseconds: 1_000_000_000)
        },
        Breakage(4, "a string of the call") {
            $0.constants[0] = .view(.string, .call, offset: 0, length: 1)
        },
        Breakage(4, "a list of later constants") {
            $0.constants[0] = .view(.list, .image, offset: 0, length: 1)
        },
        Breakage(4, "constants that are held again and again") { contents in
            let count = contents.constants.count
            contents.constants += (0..<4).map { .view(.list, .image, offset: $0, length: count - $0) }
        },
        Breakage(4, "a map with a key that is none") { contents in
            let index = contents.constants.firstIndex { $0.isKind(.map) } ?? 0
            contents.constants[contents.constants[index].offset] = .null
        },
        Breakage(4, "a type that is none") { 
            $0.constants[0] = Slot(kind: .type, payload: UInt64(ValueKind.error.rawValue))
        },
        Breakage(4, "an optional as a constant") {
            $0.constants[0] = .view(.optional, .image, offset: 0, length: 0)
        },
        Breakage(4, "an address as a constant") {
            $0.constants[0] = .view(.ip, .image, offset: 0, length: 4)
        },
    ]

    private static let dispatch = [
        Breakage(5, "a pilot too many") { $0.pilots.append(0) },
        Breakage(5, "no pilots") { $0.pilots = [] },
        Breakage(5, "tools in each other's places") { $0.tools.swapAt(0, 1) },
        Breakage(5, "a tool that is there twice") { $0.tools[1] = $0.tools[0] },
        Breakage(5, "a pilot that leads elsewhere") { contents in
            let pilot = contents.pilot(ofTool: 0)
            contents.pilots[pilot] = (0...).first { contents.place(ofTool: 0, pilot: $0) != 0 } ?? 0
        },
        Breakage(5, "another seed") { contents in
            contents.policy.toolSeed = (1...).first { seed in
                contents.tools.indices.contains { contents.place(ofTool: $0, seed: seed) != $0 }
            } ?? 0
        },
        Breakage(5, "a tool without a program") { $0.tools[0].program = 99 },
        Breakage(5, "a tool with the head of another program") { contents in
            let other = contents.programs.first { $0.head != contents.tools[0].head }
            contents.tools[0].head = other?.head ?? contents.tools[0].head
        },
        Breakage(5, "a tool whose program has another default") { $0.tools[0].head.defaultEffect ^= 1 },
        Breakage(5, "another start of an ID") { $0.tools[0].prefix0 ^= 1 << 8 },
        Breakage(5, "a short ID that goes on to its end") { $0.tools[0].prefix1 |= 1 << 56 },
        Breakage(5, "a tool whose program shows a message") { contents in
            let show = contents.programs.firstIndex { $0.purpose == ProgramPurpose.show.rawValue } ?? 0
            contents.tools[0].program = UInt32(show)
            contents.tools[0].head = contents.programs[show].head
        },
        Breakage(5, "a wrong length of the longest tool") { $0.policy.longestTool -= 1 },
        Breakage(5, "globs without a pattern") { $0.policy.globPattern = noIndex },
        Breakage(5, "globs' pattern that is no DFA") { contents in
            contents.policy.globPattern = UInt32(contents.pattern(.hasSuffix))
        },
        Breakage(5, "a set of globs too few") { $0.globPrograms.removeLast() },
        Breakage(5, "a program for no glob") { $0.globPrograms[0] = 0 },
        Breakage(5, "a set of globs without a program") { $0.globPrograms[1] = noIndex },
    ]

    private static let instructions = [
        Breakage(6, "an opcode that does not exist") { contents in
            contents.code[contents.place(.equalConstant)].word |= 0xFF
        },
        Breakage(6, "a program without its halt") { contents in
            let last = contents.programs[0].code.range.upperBound - 1
            contents.code[last] = Instruction(.move, a: 0, b: 0)
        },
        Breakage(6, "a halt in the middle") { contents in
            contents.code[contents.place(.move)] = Instruction(.halt)
        },
        Breakage(6, "an operand that the opcode has not") { contents in
            let place = contents.place(.halt)
            contents.code[place] = Instruction(.halt, a: 1)
        },
        Breakage(6, "an index that the opcode has not") { contents in
            let place = contents.place(.move)
            contents.code[place] = contents.code[place].with(x: 1)
        },
        Breakage(6, "an instruction that passes over two") { contents in
            let place = contents.passing
            contents.code[place].word += 1 << 24
        },
        Breakage(6, "an instruction that passes over another register's rule") { contents in
            let place = contents.passing + 1
            contents.code[place] = Instruction(
                .rule, b: contents.code[place].b &+ 1, x: contents.code[place].x)
        },
        Breakage(6, "an instruction that passes over no rule") { contents in
            let place = contents.code.indices.first {
                contents.code[$0].opcode?.row.c == .passes && contents.code[$0 + 1].opcode != .rule
            }
            if let place { contents.code[place] = contents.code[place].passing }
        },
        Breakage(6, "a register that the program has not") { contents in
            let place = contents.place(.move)
            contents.code[place] = Instruction(.move, a: 255, b: contents.code[place].b)
        },
        Breakage(6, "a constant that does not exist") { contents in
            let place = contents.place(.equalConstant)
            contents.code[place] = contents.code[place].with(x: 9_999)
        },
        Breakage(6, "a field's name that is no string") { contents in
            let place = contents.place(.select)
            let program = contents.programs.first { $0.code.range.contains(place) }
            contents.constants[Int(program!.constants.start) + Int(contents.code[place].x)] = .int(1)
        },
        Breakage(6, "a pattern that does not exist") { contents in
            let place = contents.place(.match)
            contents.code[place] = contents.code[place].with(x: 99)
        },
        Breakage(6, "a part of a time that does not exist") { contents in
            let place = contents.place(.timePart)
            contents.code[place] = contents.code[place].with(x: 10)
        },
        Breakage(6, "room for too many elements") { contents in
            let place = contents.place(.newList)
            contents.code[place] = contents.code[place].with(
                x: UInt32(BytecodeLimits.literalElements) + 1)
        },
        Breakage(6, "more registers than there are") { $0.programs[0].registers = 257 },
        Breakage(6, "more filled registers than registers") { contents in
            contents.programs[0].filled = contents.programs[0].registers + 1
        },
        Breakage(6, "the time in a filled register") { contents in
            let index = contents.programs.firstIndex { $0.nowSlot != .max } ?? 0
            contents.programs[index].nowSlot = 0
        },
    ]

    private static let registers = [
        Breakage(7, "a register that is read before it is written") { contents in
            let index = contents.programs.firstIndex { $0.nowSlot != .max } ?? 0
            contents.programs[index].nowSlot = .max
        },
        Breakage(7, "a loop over what is no iterator") { contents in
            let place = contents.place(.range)
            let old = contents.code[place]
            contents.code[place] = Instruction(.jumpIfTrue, b: old.b, x: old.x)
        },
        Breakage(7, "an element added to what is no list being built") { contents in
            let place = contents.place(.newList)
            contents.code[place] = Instruction(.constant, a: contents.code[place].a, x: 0)
        },
        Breakage(7, "an iterator read as a value") { contents in
            let place = contents.place(.first)
            let next = place + 1
            contents.code[next] = Instruction(
                .move, a: contents.code[place].a, b: contents.code[place].b)
        },
    ]

    private static let paths = [
        Breakage(8, "two nodes that fill one register") { contents in
            let nodes = contents.paths.indices.filter { contents.paths[$0].hasSlot == 1 }
            contents.paths[nodes[1]].slot = contents.paths[nodes[0]].slot
        },
        Breakage(8, "a node that fills no filled register") { contents in
            let node = contents.paths.firstIndex { $0.hasSlot == 1 } ?? 0
            contents.paths[node].slot = 250
        },
        Breakage(8, "a node without a register") { contents in
            let node = contents.programs[0].paths.range.upperBound - 1
            contents.paths[node].hasSlot = 0
        },
        Breakage(8, "siblings out of order") { contents in
            let parent = contents.paths.firstIndex { $0.childCount > 1 } ?? 0
            let child = Int(contents.paths[parent].firstChild)
            let keys = (contents.paths[child], contents.paths[child + 1])
            contents.paths[child].takeKey(of: keys.1)
            contents.paths[child + 1].takeKey(of: keys.0)
        },
        Breakage(8, "a node whose head is not its key's") { contents in
            let node = contents.programs[0].paths.range.upperBound - 1
            contents.paths[node].head ^= 1 << 16
        },
        Breakage(8, "children that start elsewhere") { contents in
            let parent = contents.paths.firstIndex { $0.childCount > 0 } ?? 0
            contents.paths[parent].firstChild += 1
        },
        Breakage(8, "a node that is nobody's child") { contents in
            let parent = contents.paths.firstIndex { $0.childCount > 1 } ?? 0
            contents.paths[parent].childCount -= 1
        },
    ]

    private static let jumps = [
        Breakage(9, "a jump back") { contents in
            let place = contents.place(.jump)
            contents.code[place] = contents.code[place].with(x: 0)
        },
        Breakage(9, "a jump out of the program") { contents in
            let place = contents.place(.jump)
            contents.code[place] = contents.code[place].with(x: 9_999)
        },
        Breakage(9, "a jump to itself") { contents in
            let place = contents.place(.jumpIfFalse)
            let program = contents.programs.first { $0.code.range.contains(place) }
            let start = program?.code.range.lowerBound ?? 0
            contents.code[place] = contents.code[place].with(x: UInt32(place - start))
        },
        Breakage(9, "a loop that goes back too far") { contents in
            let place = contents.place(.next)
            contents.code[place] = contents.code[place].with(x: contents.code[place].x - 1)
        },
        Breakage(9, "a loop with another iterator") { contents in
            let place = contents.place(.next)
            let old = contents.code[place]
            let outer = contents.code[contents.place(.first)].b
            contents.code[place] = Instruction(.next, a: old.a, b: outer, x: old.x)
        },
        Breakage(9, "a loop that writes its iterator") { contents in
            let place = contents.place(.first)
            let iterator = contents.code[place].b
            let body = place + 1
            contents.code[body] = Instruction(.constant, a: iterator, x: 0)
        },
        Breakage(9, "a loop without an end") { contents in
            let place = contents.place(.next)
            contents.code[place] = Instruction(.constant, a: contents.code[place].a, x: 0)
        },
        Breakage(9, "code that nothing leads to") { contents in
            let place = contents.place(.jump)
            let old = contents.code[place]
            contents.code[place - 1] = old
        },
    ]

    private static let counting = [
        Breakage(10, "rules that are not counted in order") { contents in
            let place = contents.place(.rule)
            contents.code[place] = contents.code[place].with(x: 1)
        },
        Breakage(10, "a rule that is not counted") { contents in
            let place = contents.place(.rule)
            contents.code[place] = Instruction(.move, a: contents.code[place].b, b: contents.code[place].b)
        },
        Breakage(10, "a jump over a rule") { contents in
            let place = contents.place(.jumpIfFalse)
            let program = contents.programs.first { $0.code.range.contains(place) }
            let range = program?.code.range ?? 0..<1
            contents.code[place] = contents.code[place].with(x: UInt32(range.count - 1))
        },
        Breakage(10, "a rule that does not exist") { $0.programRules[0].rule = 99 },
        Breakage(10, "rules of a program that descend") { contents in
            let program = contents.programs.first { $0.rules.count > 1 }
            let start = Int(program?.rules.start ?? 0)
            contents.programRules.swapAt(start, start + 1)
        },
        Breakage(10, "another rule's effect") { $0.programRules[0].effect = Effect.allow.rawValue },
        Breakage(10, "an effect that the rule has not") { $0.programRules[0].effect = 9 },
        Breakage(10, "another rule's mode") { $0.programRules[0].mode ^= RuleMode.monitor.rawValue },
        Breakage(10, "another rule's kind") { $0.programRules[0].kindBits ^= RuleKind.role.rawValue },
        Breakage(10, "a limit that the rule has not") { $0.programRules[0].kindBits |= RuleRecord.limitedBit },
        Breakage(10, "a limit that is left out") { contents in
            let limited = contents.programRules.firstIndex { $0.isLimited } ?? 0
            contents.programRules[limited].kindBits &= ~RuleRecord.limitedBit
        },
        Breakage(10, "a rule of a program with more to say") { $0.programRules[0].reserved = 1 },
        Breakage(10, "a wrong largest number of rules") { $0.policy.mostRules -= 1 },
        Breakage(10, "an output of a decision") { contents in
            let place = contents.place(.move)
            contents.code[place] = Instruction(.output, b: contents.code[place].b, x: 0)
        },
        Breakage(10, "outputs out of order") { contents in
            let place = contents.place(.output)
            contents.code[place] = contents.code[place].with(x: 1)
        },
    ]

    private static let tables = [
        Breakage(11, "a class that rows have not") { $0.tables[$0.rows + 24] = 255 },
        Breakage(11, "a state of no row") { $0.tables[$0.rows + 24 + 256 + 2 * 3 * $0.rowLength] ^= 1 },
        Breakage(11, "a start of no row") { $0.tables[$0.rows + 4] ^= 1 },
        Breakage(11, "three bytes a step") { $0.tables[$0.rows + 6] = 3 },
        Breakage(11, "rows of a state too many") { $0.tables[$0.rows + 2] += 1 },
        Breakage(11, "a dead row that is left") { contents in
            contents.tables[contents.rows + 24 + 256] = UInt8(truncatingIfNeeded: contents.rowLength)
            contents.tables[contents.rows + 24 + 257] = UInt8(contents.rowLength >> 8)
        },
        Breakage(11, "a dead row that accepts") {
            $0.tables[$0.rows + 24 + 256 + 2 * ($0.rowLength - 1)] = 1
        },
        Breakage(11, "a row that accepts twice") {
            $0.tables[$0.rows + 24 + 256 + 2 * (3 * $0.rowLength - 1)] = 2
        },
        Breakage(11, "a rare byte past its literal") { $0.tables[$0.rows + 16] = 200 },
        Breakage(3, "a literal past the data") { $0.tables[$0.rows + 11] = 0x7F },
        Breakage(2, "a reserved field of rows") { $0.tables[$0.rows + 20] = 1 },
        Breakage(11, "a class that does not exist") { contents in
            let start = Int(contents.patterns[contents.pattern(.dfa)].table.start)
            contents.tables[start + 8] = 255
        },
        Breakage(11, "a state that does not exist") { contents in
            let table = contents.patterns[contents.pattern(.dfa)].table
            contents.tables[table.range.upperBound - 1] = 0xFF
        },
        Breakage(11, "a start that does not exist") { contents in
            let start = Int(contents.patterns[contents.pattern(.dfa)].table.start)
            contents.tables[start + 5] = 0xFF
        },
        Breakage(11, "a dead state that accepts") { contents in
            let start = Int(contents.patterns[contents.pattern(.dfa)].table.start)
            contents.tables[start + 264] = 1
        },
        Breakage(11, "a number of states that does not fit") { contents in
            let start = Int(contents.patterns[contents.pattern(.dfa)].table.start)
            contents.tables[start + 2] += 1
        },
        Breakage(11, "an NFA that starts outside") { contents in
            let start = Int(contents.patterns[contents.pattern(.nfa)].table.start)
            contents.tables[start + 7] = 0x7F
        },
        Breakage(11, "an instruction of an NFA that is none") { contents in
            let start = Int(contents.patterns[contents.pattern(.nfa)].table.start)
            contents.tables[start + 8] = 5
        },
        Breakage(11, "an assertion that is none") { contents in
            let start = Int(contents.patterns[contents.pattern(.nfa)].table.start)
            contents.tables[start + 11] = 6
        },
        Breakage(11, "a literal in half") { contents in
            let index = contents.pattern(.hasSuffix)
            contents.patterns[index].table.count -= 4
            for later in contents.patterns.indices.dropFirst(index + 1) {
                contents.patterns[later].table.start -= 4
            }
            contents.tables.removeSubrange(
                contents.patterns[index].table.range.upperBound..<contents.patterns[index].table.range.upperBound + 4)
        },
        Breakage(11, "bytes of no table") { $0.tables.append(0) },
    ]

    private static let layout = [
        Breakage(12, "a position too few") { $0.positions.removeLast() },
        Breakage(12, "rules of no program") { $0.programRules.append($0.programRules[0]) },
        Breakage(12, "a program that starts in another one") { $0.programs[1].code.start -= 1 },
        Breakage(12, "a message that takes an output twice") { contents in
            let parts = contents.messageParts.indices.filter { contents.messageParts[$0].output != noIndex }
            contents.messageParts[parts[1]].output = 0
        },
        Breakage(12, "a message without its program") { $0.ruleDetails[Int($0.rules[0].details)].messageProgram = noIndex },
        Breakage(12, "a message with a program that decides") { $0.ruleDetails[Int($0.rules[0].details)].messageProgram = $0.tools[0].program },
        Breakage(12, "a message that another rule has") { contents in
            let said = contents.ruleDetails.first { $0.message.count > 0 }
            let silent = contents.ruleDetails.lastIndex { $0.message.count == 0 } ?? 0
            contents.ruleDetails[silent].message = said?.message ?? .empty
            contents.ruleDetails[silent].messageProgram = said?.messageProgram ?? noIndex
        },
        Breakage(12, "a piece of no message") { $0.messageParts.append($0.messageParts[0]) },
        Breakage(13, "half a signature") { $0.signature = [UInt8](repeating: 0, count: 64) },
    ]
}
