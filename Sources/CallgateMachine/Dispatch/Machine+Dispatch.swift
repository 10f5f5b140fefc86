internal import CXXHash
internal import CallgateBytecode

extension Machine {
    /// Asks for a program's code and rules while the call is still being read: where there are many tools,
    /// they are in no cache, and would be waited for.
    @inline(__always)
    func prefetch(_ program: ProgramRecord) {
        // V12: code and rules lie in their sections. Nothing is read here.
        let code = unsafe view.code.address(of: Int(program.code.start))
        unsafe callgate_prefetch(code)
        unsafe callgate_prefetch(code + 64)
        unsafe callgate_prefetch(view.programRules.address(of: Int(program.rules.start)))
    }

    /// The program that governs a tool, or -1: the interned IDs first, then the globs.
    ///
    /// A hash never decides alone: the bytes are compared.
    @inline(__always)
    func program(governing tool: ByteSpan) -> Int {
        if tool.count <= Int(view.policy.longestTool) {
            let hash = tool.hash
            // V5: the table has a power of two of places, and one of them at least is empty.
            let mask = view.dispatch.count &- 1
            let tag = DispatchRecord.tag(of: hash)
            var place = Int(truncatingIfNeeded: hash) & mask
            while true {
                let record = view.dispatch[verified: place]
                if record.tool == noIndex { break }
                if record.tag == tag {
                    // V5: a place names an existing tool.
                    let candidate = view.tools[verified: Int(record.tool)]
                    if imageBytes(candidate.id).equals(tool) { return Int(candidate.program) }
                }
                place = (place &+ 1) & mask
            }
        }
        guard view.policy.globPattern != noIndex else { return -1 }
        // V5: the globs' pattern exists, and each of its sets has a program or none.
        let set = acceptSet(view.patterns[verified: Int(view.policy.globPattern)], tool)
        let program = view.globPrograms[verified: set]
        return program == noIndex ? -1 : Int(program)
    }
}
