import CallgateBytecode

extension ImageChecks {
    /// V5: each tool ID is found, by its hash, at one place; nothing else is.
    func checkDispatch() throws(ImageError) {
        try checkTools()
        let places = view.dispatch.count
        try require(
            places >= 2 && places & (places - 1) == 0, 5, "the table has \(places) places")
        try require(
            view.tools.count * 2 <= places, 5, "\(view.tools.count) tools in \(places) places")
        var taken = 0
        for place in 0..<places {
            let record = view.dispatch[place]
            if record.tool == noIndex {
                try require(record.tag == 0, 5, "the empty place \(place) has a tag")
                continue
            }
            taken += 1
            try require(record.tool < view.tools.count, 5, "place \(place) names tool \(record.tool)")
        }
        try require(taken == view.tools.count, 5, "\(taken) places name \(view.tools.count) tools")
        for tool in 0..<view.tools.count {
            let id = view.tools[tool].id
            let hash = unsafe XXH3.hash(
                UnsafeRawBufferPointer(
                    start: view.data.address(of: Int(id.offset)), count: Int(id.length)))
            var place = Int(truncatingIfNeeded: hash) & (places - 1)
            while view.dispatch[place].tool != noIndex, view.dispatch[place].tool != tool {
                place = (place + 1) & (places - 1)
            }
            let record = view.dispatch[place]
            try require(
                record.tool == tool && record.tag == DispatchRecord.tag(of: hash), 5, "tool \(tool) is not found by its hash")
        }
        try checkGlobs()
    }

    private func checkTools() throws(ImageError) {
        var longest = 0
        for index in 0..<view.tools.count {
            let tool = view.tools[index]
            try checkReference(tool.id, "tool \(index)'s ID")
            try require(
                tool.id.length <= BytecodeLimits.textBytes, 5,
                "tool \(index)'s ID has \(tool.id.length) bytes")
            try checkProgram(tool.program, "tool \(index)")
            try require(tool.reserved == 0, 2, "a reserved field is not zero")
            longest = max(longest, Int(tool.id.length))
            guard index > 0 else { continue }
            try require(
                precedes(view.tools[index - 1].id, tool.id), 5, "tool \(index) is not after the one before it")
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
