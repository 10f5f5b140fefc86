@testable import CallgateOracles
import CallgateBytecode

extension Breakage {
    /// What a guard keeps: V16, and V2 for what these records are made of.
    static let guards = [
        Breakage(16, "a rule that says it has a limit") { $0.rules[0].kindBits |= RuleRecord.limitedBit },
        Breakage(16, "inputs of no program") { $0.inputs.append(InputRecord($0.inputKind, register: 0)) },
        Breakage(16, "inputs that start too late") { contents in
            contents.programs[contents.asking].inputs += 1
        },
        Breakage(16, "an input in the tool's register") { contents in
            let place = contents.programs.firstIndex { $0.inputCount > 0 && $0.toolSlot != .max } ?? 0
            let program = contents.programs[place]
            contents.inputs[Int(program.inputs)].register = UInt8(program.toolSlot)
        },
        Breakage(16, "an input in a register that the program has not") { contents in
            contents.inputs[Int(contents.programs[contents.asking].inputs)].register = 255
        },
        Breakage(2, "an input of no kind") { $0.inputs[0].kind = 5 },
        Breakage(2, "a reserved field of an input") { $0.inputs[0].reserved = 1 },
        Breakage(3, "an input about a tool past the data") { contents in
            let place = contents.inputs.firstIndex { $0.kind == InputKind.calls.rawValue } ?? 0
            contents.inputs[place].tool = TextRef(offset: 0, length: 1 << 30)
        },
        Breakage(2, "an input that names a tool and is about none") { contents in
            let place = contents.inputs.firstIndex { $0.kind == InputKind.trust.rawValue } ?? 0
            contents.inputs[place].tool = contents.policy.name
            contents.inputs[place].tool.length = max(contents.inputs[place].tool.length, 1)
        },
        Breakage(16, "a limit of less than nothing") { $0.limits[0].maximum = -1 },
        Breakage(16, "a limit without a window") { $0.limits[0].window = 0 },
        Breakage(16, "a limit that wants more outputs than are written") { $0.limits[0].keyCount += 1 },
        Breakage(16, "a limit that wants fewer") { contents in
            contents.limits[0].keyCount = 0
            contents.limits[0].isSum = 0
        },
        Breakage(16, "a key without a program") { $0.limits[0].program = noIndex },
        Breakage(3, "a limit whose program does not exist") { $0.limits[0].program = 9_999 },
        Breakage(16, "a limit whose program decides") { contents in
            let decides = contents.programs.firstIndex { $0.purpose == ProgramPurpose.decide.rawValue }
            contents.limits[0].program = UInt32(decides ?? 0)
        },
        Breakage(2, "a limit that sums twice") { $0.limits[0].isSum = 2 },
        Breakage(16, "a session that is over at once") { $0.guardRecord.sessionSeconds = 0 },
        Breakage(16, "no room for sessions") { $0.guardRecord.sessionCount = 0 },
        Breakage(16, "no time for approvals") { $0.guardRecord.approvalSeconds = 0 },
        Breakage(16, "checkpoints after nothing") { $0.guardRecord.checkpointInterval = 0 },
        Breakage(2, "a form of records") { $0.guardRecord.argumentsForm = 4 },
        Breakage(2, "a flag of records") { $0.guardRecord.recordFlags = 4 },
        Breakage(2, "a reserved field of the guard") { $0.guardRecord.reserved = 1 },
        Breakage(3, "labels past the texts") { $0.guardRecord.labels.count = 60_000 },
        Breakage(16, "too many labels") { contents in
            let start = UInt32(contents.texts.count)
            contents.texts += Array(repeating: contents.policy.name, count: 65)
            contents.guardRecord.labels = RunRef(start: start, count: 65)
        },
        Breakage(16, "results that are no image of their own") { contents in
            var inner = contents
            inner.results = contents.encoded()
            contents.results = inner.encoded()
        },
    ]
}

extension ImageContents {
    /// The first program that asks something of the session.
    fileprivate var asking: Int {
        guard let index = programs.firstIndex(where: { $0.inputCount > 0 }) else {
            fatalError("the sample has no program that asks of the session")
        }
        return index
    }

    fileprivate var inputKind: InputKind { .trust }
}
