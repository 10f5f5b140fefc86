internal import CallgateBytecode

/// A tool whose ID was looked up once, for calls whose values are already there.
///
/// It belongs to the machine that resolved it.
public struct ResolvedTool: Sendable, Hashable {
    /// The program that governs it, or -1.
    let program: Int
    /// The ID: in the image, or in what the machine keeps.
    let id: Slot
    /// The registers of fields whose objects are there before any is set: all but those inside of
    /// an object that is given as JSON.
    let present: RegisterMask

    /// Whether a rule governs or monitors the tool; for all others the policy has one answer.
    public var isGoverned: Bool { program >= 0 }
}

/// A field that a tool's rules read, and where its value goes.
public struct FieldSlot: Sendable, Hashable {
    let register: UInt8
    /// Its node among the paths of the image.
    let node: UInt32
    let program: Int
    /// Whether it is an object that rules read fields of and as a whole too: it is given as JSON, its
    /// fields with it.
    public let isObject: Bool
}

extension Machine {
    /// Looks up a tool.
    ///
    /// The ID of a tool that no rule names is kept in the machine's memory as long as the machine
    /// lives.
    /// - Returns: nil where a quarter of that memory is taken by such IDs, or the ID is not UTF-8.
    public mutating func resolve(_ id: [UInt8]) -> ResolvedTool? {
        guard String(validating: id, as: UTF8.self) != nil else { return nil }
        empty()
        guard floor + id.count <= arena.capacity / 4 else { return nil }
        var slot = text(id, as: .string)
        guard trap == nil else { return nil }
        let program = program(governing: bytes(of: slot))
        if let number = (0..<view.tools.count).first(where: { view.bytes(view.tools[$0].id) == id }) {
            slot = .view(
                .string, .image, offset: Int(view.tools[number].id.offset), length: id.count)
        } else {
            floor = arena.used
        }
        return ResolvedTool(program: program, id: slot, present: present(program))
    }

    /// The fields that a tool's rules read, by how they are written in conditions: `args.amount`.
    public func slots(of tool: ResolvedTool) -> [(path: String, slot: FieldSlot)] {
        guard tool.isGoverned else { return [] }
        let record = view.programs[tool.program]
        let read = registersRead(by: record)
        var result: [(path: String, slot: FieldSlot)] = []
        func visit(_ index: Int, _ path: String, isRoot: Bool = false) {
            let node = view.paths[index]
            let isObject = isRoot || node.childCount > 0
            if node.hasSlot == 1, !isObject || read.contains(node.slot) {
                let slot = FieldSlot(
                    register: node.slot, node: UInt32(index), program: tool.program,
                    isObject: isObject)
                return result.append((path, slot))
            }
            for child in node.children {
                visit(child, "\(path).\(view.text(view.paths[child].key))")
            }
        }
        for (root, name) in ["args", "context"].enumerated() {
            visit(Int(record.paths.start) + root, name, isRoot: true)
        }
        return result
    }

    /// The slot of a field; nil where no rule of the tool reads it.
    public func slot(_ path: String, of tool: ResolvedTool) -> FieldSlot? {
        slots(of: tool).first { $0.path == path }?.slot
    }

    private func present(_ program: Int) -> RegisterMask {
        var mask = RegisterMask()
        guard program >= 0 else { return mask }
        let tool = ResolvedTool(program: program, id: .null, present: mask)
        for (_, slot) in slots(of: tool) { mask.insert(slot.register) }
        // Where a call has no `args`, its fields are absent as well.
        let roots = Int(view.programs[program].paths.start)
        for root in roots..<roots + 2 {
            for child in view.paths[root].children { mask.insert(view.paths[child].slot) }
        }
        return mask
    }

    private func registersRead(by program: ProgramRecord) -> Set<UInt8> {
        var read: Set<UInt8> = []
        for place in program.code.range {
            let instruction = view.code[place]
            guard let row = instruction.opcode?.row else { continue }
            for (register, use) in [
                (instruction.a, row.a), (instruction.b, row.b), (instruction.c, row.c),
            ] {
                switch use {
                case .reads, .updates: read.insert(register)
                case .readsRun: for offset in 0..<instruction.c { read.insert(register &+ offset) }
                default: break
                }
            }
        }
        return read
    }
}

extension PathRecord {
    /// The indices of a node's children.
    fileprivate var children: Range<Int> {
        Int(firstChild)..<Int(firstChild) + Int(childCount)
    }
}

/// A set of registers, a bit for each.
struct RegisterMask: Sendable, Hashable {
    /// Registers 0 to 63, 64 to 127 and so on.
    private var words: InlineWords = InlineWords()

    private struct InlineWords: Sendable, Hashable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    /// The bits of 64 registers, the lowest that of register 64 × `index`.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: words.first
        case 1: words.second
        case 2: words.third
        default: words.fourth
        }
    }

    mutating func insert(_ register: UInt8) {
        let bit: UInt64 = 1 << UInt64(register & 63)
        switch register >> 6 {
        case 0: words.first |= bit
        case 1: words.second |= bit
        case 2: words.third |= bit
        default: words.fourth |= bit
        }
    }
}
