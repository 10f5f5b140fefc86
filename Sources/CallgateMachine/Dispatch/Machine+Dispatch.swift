internal import CXXHash
internal import CallgateBytecode

extension Machine {
    /// Asks for a program's code, rules and constants while the call is still being read: where there are many
    /// tools, they are in no cache, and would be waited for. Two lines of each: most programs have no more, and
    /// few start where a line does.
    @inline(__always)
    private func prefetch(_ program: ProgramHead) {
        // V3: code, rules and constants lie in their sections. Nothing is read here, past their ends neither.
        let code = unsafe view.code.address(of: Int(program.codeStart))
        unsafe callgate_prefetch(code)
        unsafe callgate_prefetch(code + 64)
        prefetch(constants: Int(program.constantsStart), rules: Int(program.rulesStart))
    }

    /// - Parameter constants, rules: where they start.
    @inline(__always)
    func prefetch(constants: Int, rules: Int) {
        // Nothing is read here either.
        let constants = unsafe view.constants.address(of: constants)
        unsafe callgate_prefetch(constants)
        unsafe callgate_prefetch(constants + 64)
        let rules = unsafe view.programRules.address(of: rules)
        unsafe callgate_prefetch(rules)
        unsafe callgate_prefetch(rules + 56)
    }

    /// Where an ID leads, or -1 where no tool has it. The tool that stands there may have another one.
    @inline(__always)
    func place(of id: ByteSpan) -> Int {
        let count = view.tools.count
        guard id.count <= Int(view.policy.longestTool), count > 0 else { return -1 }
        let hash = id.hash(seed: UInt64(view.policy.toolSeed))
        // V5: there are pilots where there are tools.
        let pilot = view.pilots[verified: ToolPlace.pilot(of: hash, pilots: view.pilots.count)]
        return ToolPlace.place(of: hash, pilot: pilot, tools: count)
    }

    /// Whether the tool at a place has an ID. A hash never decides alone: the bytes are compared.
    @inline(__always)
    private func holds(_ place: Int, _ id: ByteSpan) -> Bool {
        // V5: a place is a tool.
        let record = view.tools[verified: place]
        // They come while the ID is compared, and the call is read.
        prefetch(record.head)
        return Int(record.id.length) == id.count && bytes(ofTool: place, record).equals(id)
    }

    /// The tool with an ID, or -1.
    func tool(_ id: ByteSpan) -> Int {
        let place = place(of: id)
        return place >= 0 && holds(place, id) ? place : -1
    }

    /// A tool's ID: in its record, if it is short, so that no other place is waited for.
    @inline(__always)
    private func bytes(ofTool place: Int, _ record: ToolRecord) -> ByteSpan {
        guard Int(record.id.length) <= ToolRecord.prefixLength else { return imageBytes(record.id) }
        // V5: the ID's first bytes stand in the record.
        return unsafe ByteSpan(
            base: view.tools.address(of: place) + ToolRecord.prefixOffset, count: Int(record.id.length))
    }

    /// The program that governs a tool: the IDs that rules name first, then the globs.
    ///
    /// - Parameter known: where the ID leads, if that is known.
    @inline(__always)
    func program(governing id: ByteSpan, at known: Int? = nil) -> GoverningProgram? {
        let place = known ?? place(of: id)
        if place >= 0, holds(place, id) { return program(ofTool: place) }
        guard view.policy.globPattern != noIndex else { return nil }
        // V5: the globs' pattern exists, and each of its sets has a program or none.
        let set = acceptSet(view.patterns[verified: Int(view.policy.globPattern)], id)
        let number = view.globPrograms[verified: set]
        guard number != noIndex else { return nil }
        let program = program(Int(number))
        prefetch(program.head)
        return program
    }
}
