import CallgateBytecode

extension ImageChecks {
    /// V5: each tool ID leads to its tool, which has the head of its program.
    func checkDispatch() throws(ImageError) {
        try checkTools()
        try checkGlobs()
    }

    private func checkTools() throws(ImageError) {
        let count = view.tools.count
        let pilots = ToolPlace.pilots(forTools: count)
        try require(view.pilots.count == pilots, 5, "\(view.pilots.count) pilots for \(count) tools")
        var longest = 0
        for index in 0..<count {
            let tool = view.tools[index]
            try checkReference(tool.id, "tool \(index)'s ID")
            try require(
                tool.id.length <= BytecodeLimits.textBytes, 5,
                "tool \(index)'s ID has \(tool.id.length) bytes")
            try checkProgram(tool.program, "tool \(index)")
            // The reference has been checked.
            let id = unsafe UnsafeRawBufferPointer(
                start: view.data.address(of: Int(tool.id.offset)), count: Int(tool.id.length))
            let head = view.programs[Int(tool.program)].head
            let expected = unsafe ToolRecord(id: tool.id, bytes: id, program: tool.program, head: head)
            try require(
                tool == expected, 5, "tool \(index) does not say what its ID and its program say")
            longest = max(longest, Int(tool.id.length))
            let hash = unsafe XXH3.hash(id, seed: UInt64(view.policy.toolSeed))
            let pilot = view.pilots[ToolPlace.pilot(of: hash, pilots: pilots)]
            // As many places as tools, and each tool in its own: no ID is there twice.
            try require(
                ToolPlace.place(of: hash, pilot: pilot, tools: count) == index, 5,
                "tool \(index) is not where its ID leads")
        }
        try require(
            longest == Int(view.policy.longestTool), 5,
            "the longest tool ID has \(longest) bytes, not \(view.policy.longestTool)")
    }

    private func checkGlobs() throws(ImageError) {
        let pattern = view.policy.globPattern
        guard pattern != noIndex else {
            return try require(view.globPrograms.count == 0, 5, "programs of globs without globs")
        }
        try require(
            pattern < view.patterns.count
                && view.patterns[Int(pattern)].form == PatternForm.dfa.rawValue, 5,
            "pattern \(pattern) of the globs is no DFA")
        let sets = dfaHeader(view.patterns[Int(pattern)]).sets
        try require(
            sets == view.globPrograms.count, 5,
            "\(view.globPrograms.count) programs for \(sets) sets of globs")
        for set in 0..<sets {
            let program = view.globPrograms[set]
            if set == 0 {
                try require(program == noIndex, 5, "a program for no glob")
            } else {
                try checkProgram(program, "glob set \(set)")
            }
        }
    }

    private func checkProgram(_ program: UInt32, _ who: @autoclosure () -> String) throws(ImageError)
    {
        try require(program < view.programs.count, 5, "\(who()) has program \(program)")
        try require(
            view.programs[Int(program)].purpose == ProgramPurpose.decide.rawValue, 5,
            "\(who())'s program does not decide")
    }
}
