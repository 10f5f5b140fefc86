internal import CallgateBytecode

/// A tool whose ID was looked up once, for calls whose values are already there.
///
/// It is good for the machine that resolved it, and for no other.
public struct ResolvedTool: Sendable, Hashable {
    /// ``Machine/number`` of the machine.
    let machine: UInt64
    /// The program that governs it, or -1.
    let program: Int
    /// The ID: in the image, or in what the machine keeps.
    let id: Slot
    /// How many registers are made absent to begin a call, where that is all there is to it; else 0.
    let plainFields: Int

    /// Whether a rule governs or monitors the tool; for all others the policy has one answer.
    public var isGoverned: Bool { program >= 0 }
}

/// A field that a tool's rules read, or that has such fields, and where its value goes.
public struct FieldSlot: Sendable, Hashable {
    let machine: UInt64
    let program: Int
    /// Its node among the paths of the image.
    let node: UInt32
    let register: UInt8
    /// Levels of objects around it: 0 for `args` and `context`.
    let depth: UInt8
    /// Whether rules read fields of it, or it is `args` or `context`: as JSON, it is given with them.
    public let isObject: Bool

    /// A field of `args` or `context` that has no fields: setting it is one write.
    @inline(__always)
    var isPlain: Bool { depth <= 1 && !isObject }
}

extension Machine {
    /// Looks up a tool. What was begun before is given up.
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
        let tool = tool(bytes(of: slot))
        if tool >= 0 {
            slot = .view(.string, .image, offset: Int(view.tools[tool].id.offset), length: id.count)
        } else {
            floor = arena.used
        }
        return ResolvedTool(
            machine: number, program: program?.number ?? -1, id: slot,
            plainFields: program.map { plainFields(of: $0.head) } ?? 0)
    }

    /// The registers that are filled, where they hold fields of `args` and `context` and nothing else.
    private func plainFields(of program: ProgramHead) -> Int {
        let roots = (0..<2).map { view.paths[Int(program.pathsStart) + $0] }
        let fields = roots.reduce(0) { $0 + Int($1.childCount) }
        let isPlain =
            roots.allSatisfy { $0.hasSlot == 0 } && fields == Int(program.filled) && program.inputCount == 0
            && program.toolSlot == .max
        return isPlain ? fields : 0
    }

    /// The fields that a tool's rules read and the objects around them, by how they are written in
    /// conditions: `args.amount`.
    ///
    /// Fields of an object that rules also read as a whole are not among them: it is given as JSON.
    public func slots(of tool: ResolvedTool) -> [(path: String, slot: FieldSlot)] {
        guard tool.machine == number, tool.isGoverned else { return [] }
        let record = view.programs[tool.program]
        let read = registersRead(by: record)
        var result: [(path: String, slot: FieldSlot)] = []
        func visit(_ index: Int, _ path: String, depth: Int) {
            let node = view.paths[index]
            let isObject = depth == 0 || node.childCount > 0
            if node.hasSlot == 1 {
                result.append(
                    (
                        path,
                        FieldSlot(
                            machine: number, program: tool.program, node: UInt32(index),
                            register: node.slot, depth: UInt8(depth), isObject: isObject)
                    ))
                if isObject, read.contains(node.slot) { return }
            }
            for child in node.children {
                visit(child, "\(path).\(view.text(view.paths[child].key))", depth: depth + 1)
            }
        }
        for (root, name) in ["args", "context"].enumerated() {
            visit(Int(record.paths.start) + root, name, depth: 0)
        }
        return result
    }

    /// The slot of a field; nil where no rule of the tool reads it.
    public func slot(_ path: String, of tool: ResolvedTool) -> FieldSlot? {
        slots(of: tool).first { $0.path == path }?.slot
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
    @inline(__always)
    var children: Range<Int> { Int(firstChild)..<Int(firstChild) &+ Int(childCount) }
}
