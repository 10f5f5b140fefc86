extension Disassembler {
    mutating func list(program index: Int) {
        let program = view.programs[index]
        let isDecision = program.purpose == ProgramPurpose.decide.rawValue
        let isExpression = program.purpose == ProgramPurpose.evaluate.rawValue
        let purpose = isDecision ? "decides" : isExpression ? "evaluates" : "shows a message"
        lines += ["", "program \(index)  \(purpose)"]
        let users = tools.filter { view.tools[$0].program == index }
        if !users.isEmpty {
            lines.append(
                "  tools      "
                    + users.map { Self.quoted(view.text(view.tools[$0].id)) }.joined(separator: ", "))
        }
        if isDecision {
            let state = program.governs == 1 ? "" : " (not governed: its rules monitor)"
            lines.append(
                "  default    \(Self.name(Effect(rawValue: program.defaultEffect)))\(state)")
        }
        if let owner = codeOwners[program.codeStart], owner != index {
            lines.append("  code       that of program \(owner), with constants of its own")
        }
        codeOwners[program.codeStart] = codeOwners[program.codeStart] ?? index
        listFields(program)
        var rule = 0
        var isFresh = true
        for place in program.code.range {
            // Where rules are passed over, lookups come first.
            let isStart =
                program.entries == noIndex
                || Int(view.entries[Int(program.entries) + rule]) == place - program.code.range.lowerBound
            if isFresh, isStart, isDecision, rule < program.rules.count {
                list(rule: Int(view.programRules[program.rules.range.lowerBound + rule].rule))
                isFresh = false
            }
            let instruction = view.code[place]
            lines.append(line(instruction, at: place - program.code.range.lowerBound, program, rule, place))
            if instruction.opcode == .rule {
                rule += 1
                isFresh = true
            }
        }
    }

    private mutating func listFields(_ program: ProgramRecord) {
        var names: [Int: String] = [:]
        for node in program.paths.range {
            let record = view.paths[node]
            let name = names[node] ?? view.text(record.key)
            if record.hasSlot == 1 { lines.append("  field      r\(record.slot) := \(name)") }
            for child in 0..<Int(record.childCount) {
                let index = Int(record.firstChild) + child
                names[index] = "\(name).\(view.text(view.paths[index].key))"
            }
        }
        if program.toolSlot != .max { lines.append("  field      r\(program.toolSlot) := tool") }
        if program.nowSlot != .max { lines.append("  field      r\(program.nowSlot) := now") }
    }

    private mutating func list(rule index: Int) {
        let rule = view.rules[index]
        let condition = view.text(rule.condition)
        let place = "\(view.text(view.sources[Int(view.details(of: rule).source)])):\(rule.line)"
        let mode = rule.mode == RuleMode.monitor.rawValue ? ", monitored" : ""
        lines.append(
            "  rule \(view.text(rule.name))  \(Self.name(Effect(rawValue: rule.effect)))\(mode)  \(place)")
        lines.append("    when \(condition.isEmpty ? "(always)" : Self.oneLine(condition))")
    }

    private func line(
        _ instruction: Instruction, at pc: Int, _ program: ProgramRecord, _ rule: Int, _ place: Int
    ) -> String {
        guard let opcode = instruction.opcode else { return "    \(pc)  ?" }
        let row = OpcodeRow.table[Int(opcode.rawValue)]
        var operands: [String] = []
        if row.a != nil { operands.append("r\(instruction.a)") }
        if row.b == .readsRun {
            for offset in 0..<Int(instruction.c) { operands.append("r\(Int(instruction.b) + offset)") }
        } else if row.b != nil {
            operands.append("r\(instruction.b)")
        }
        if row.c?.namesRegister == true { operands.append("r\(instruction.c)") }
        let index = Int(instruction.x)
        switch row.x {
        case .unused: break
        case .constant:
            operands.append(Self.text(of: view.constants[program.constants.range.lowerBound + index], in: view))
        case .forward, .backward: operands.append("-> \(index)")
        case .pattern, .capturingPattern: operands.append(Self.quoted(view.text(view.patterns[index].source)))
        case .timePart: operands.append(TimePart(rawValue: UInt8(index)).map { "\($0)" } ?? "?")
        case .builtin:
            operands.insert(Builtin(rawValue: UInt8(index))?.row.mnemonic ?? "?", at: 0)
        case .zone: operands.append(Self.quoted(view.text(view.zones[index].name)))
        case .capacity, .outputIndex, .note: operands.append("\(index)")
        case .lookup: operands.append("lookup \(index), \(LookupKind(rawValue: view.lookups[index].kind).map { "\($0)" } ?? "?")")
        case .ruleAhead where index == program.rules.count: operands.append("-> end")
        case .ruleAhead:
            let number = view.programRules[program.rules.range.lowerBound + index].rule
            operands.append("-> " + view.text(view.rules[Int(number)].name))
        case .ruleIndex:
            let number = view.programRules[program.rules.range.lowerBound + index].rule
            operands.append(view.text(view.rules[Int(number)].name))
        }
        if row.c == .passes, instruction.c == 1 { operands.append("or pass") }
        let code =
            "    " + Self.column("\(pc)", 6) + Self.column(row.mnemonic, 22)
            + operands.joined(separator: ", ")
        let source = piece(place, program, rule)
        return source.isEmpty ? code : Self.column(code, 62) + "; " + source
    }

    /// The part of the rule's condition that an instruction comes from.
    private func piece(_ place: Int, _ program: ProgramRecord, _ rule: Int) -> String {
        guard rule < program.rules.count else { return "" }
        let number = view.programRules[program.rules.range.lowerBound + rule].rule
        let condition = view.bytes(view.rules[Int(number)].condition)
        let position = view.positions[place]
        let start = Int(position.offset)
        let end = start + Int(position.length)
        guard start < end, end <= condition.count else { return "" }
        return Self.oneLine(String(decoding: condition[start..<end], as: UTF8.self))
    }

    /// A constant in CEL's notation.
    private static func text(of slot: Slot, in view: ImageView) -> String {
        switch slot.kind {
        case .null: return "null"
        case .bool: return slot.payload == 1 ? "true" : "false"
        case .int: return "\(slot.int)"
        case .uint: return "\(slot.payload)u"
        case .double: return "\(slot.double)"
        case .string:
            return quoted(
                view.text(TextRef(offset: UInt32(slot.offset), length: slot.extra)))
        case .bytes: return "\(slot.length) bytes"
        case .list:
            let elements = (0..<slot.length).map { text(of: view.constants[slot.offset + $0], in: view) }
            return "[\(elements.joined(separator: ", "))]"
        case .map:
            let entries = (0..<slot.length).map {
                let key = text(of: view.constants[slot.offset + 2 * $0], in: view)
                return "\(key): \(text(of: view.constants[slot.offset + 2 * $0 + 1], in: view))"
            }
            return "{\(entries.joined(separator: ", "))}"
        case .duration: return "duration(\"\(slot.int)ns\")"
        case .timestamp: return "timestamp(\(slot.int))"
        case .type, .optional, .ip, .cidr, .error, .iterator: return "\(slot.kind)(\(slot.payload))"
        }
    }

    static func name(_ effect: Effect?) -> String { effect.map { "\($0.name)" } ?? "?" }

    static func column(_ text: String, _ width: Int) -> String {
        text.count < width ? text + String(repeating: " ", count: width - text.count) : text + " "
    }

    static func quoted(_ text: String) -> String { "\"\(oneLine(text))\"" }

    /// Text without what would disturb a terminal.
    private static func oneLine(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
