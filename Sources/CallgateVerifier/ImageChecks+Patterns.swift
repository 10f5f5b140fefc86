import CallgateBytecode

extension ImageChecks {
    /// V11: tables have the form that their pattern says, and are closed: every class, state,
    /// set and target in them exists.
    func checkPatterns() throws(ImageError) {
        var end = 0
        for index in 0..<view.patterns.count {
            let pattern = view.patterns[index]
            try checkReference(pattern.source, "pattern \(index)'s source")
            try require(pattern.reserved == 0, 2, "a reserved field is not zero")
            try require(
                Int(pattern.table.start) == end, 11, "pattern \(index)'s table does not start at \(end)")
            try checkRun(pattern.table, of: view.tables.count, "pattern \(index)'s table")
            end = pattern.table.range.upperBound
            guard let form = PatternForm(rawValue: pattern.form) else {
                throw .verification(rule: 2, reason: "pattern form \(pattern.form)")
            }
            switch form {
            case .always, .never:
                try require(pattern.table.count == 0, 11, "pattern \(index) needs no table")
            case .equals, .hasPrefix, .hasSuffix, .contains: try checkLiterals(pattern, index)
            case .dfa: try checkDFA(pattern, index)
            case .nfa: try checkNFA(pattern, index)
            case .captures: try checkCaptures(pattern, index)
            case .lookup: try checkLookup(of: pattern, index)
            case .rows: try checkRows(pattern, index)
            }
        }
        try require(end == view.tables.count, 11, "\(view.tables.count - end) bytes of no table")
    }

    private func checkLiterals(_ pattern: PatternRecord, _ index: Int) throws(ImageError) {
        let count = Int(pattern.table.count)
        try require(count > 0 && count % 8 == 0, 11, "pattern \(index)'s table has \(count) bytes")
        for offset in stride(from: Int(pattern.table.start), to: pattern.table.range.upperBound, by: 8) {
            let literal = TextRef(offset: word(offset), length: word(offset + 4))
            try checkReference(literal, isText: false, "a literal of pattern \(index)")
        }
    }

    /// The table of such a pattern is the index of its lookup.
    private func checkLookup(of pattern: PatternRecord, _ index: Int) throws(ImageError) {
        try require(
            pattern.table.count == 4, 11, "pattern \(index)'s table has \(pattern.table.count) bytes")
        let lookup = word(Int(pattern.table.start))
        try require(lookup < view.lookups.count, 11, "pattern \(index) has lookup \(lookup)")
        let kind = LookupKind(rawValue: view.lookups[Int(lookup)].kind)
        try require(
            kind == .set || kind == .prefixes || kind == .suffixes || kind == .parts, 11,
            "pattern \(index)'s lookup \(lookup) is none of texts")
    }

    /// The counts at the start of a DFA's table; zeros where there is no room for them.
    func dfaHeader(
        _ pattern: PatternRecord
    ) -> (classes: Int, states: Int, start: Int, sets: Int) {
        guard pattern.table.count >= 8 else { return (0, 0, 0, 0) }
        let start = Int(pattern.table.start)
        return (half(start), half(start + 2), half(start + 4), half(start + 6))
    }

    private func checkDFA(_ pattern: PatternRecord, _ index: Int) throws(ImageError) {
        let (classes, states, start, sets) = dfaHeader(pattern)
        let size = 8 + 256 + 2 * states + 2 * states * classes
        try require(
            classes > 0 && states >= 2 && sets > 0 && start < states, 11,
            "pattern \(index) has \(states) states, \(classes) classes, \(sets) sets, starts in \(start)")
        try require(
            Int(pattern.table.count) == size, 11,
            "pattern \(index)'s table has \(pattern.table.count) bytes, not \(size)")
        let classOf = Int(pattern.table.start) + 8
        for byte in 0..<256 {
            try require(
                Int(view.tables[classOf + byte]) < classes, 11, "pattern \(index): class of byte \(byte)")
        }
        let accepts = classOf + 256
        let transitions = accepts + 2 * states
        for state in 0..<states {
            try require(
                half(accepts + 2 * state) < sets, 11, "pattern \(index): set of state \(state)")
            for column in 0..<classes {
                let next = half(transitions + 2 * (state * classes + column))
                try require(next < states, 11, "pattern \(index): state \(state) leads to \(next)")
                try require(
                    state > 1 || next == state, 11, "pattern \(index): state \(state) can be left")
            }
        }
        try require(half(accepts) == 0, 11, "pattern \(index): state 0 accepts")
    }

    private func checkNFA(_ pattern: PatternRecord, _ index: Int) throws(ImageError) {
        let start = Int(pattern.table.start)
        try require(pattern.table.count >= 8, 11, "pattern \(index)'s table has no header")
        let total = Int(word(start))
        try require(
            total > 0 && total <= 1 << 20 && Int(pattern.table.count) == 8 + 12 * total, 11,
            "pattern \(index)'s table has \(pattern.table.count) bytes for \(total) instructions")
        try require(word(start + 4) < total, 11, "pattern \(index) starts outside")
        for number in 0..<total {
            let place = start + 8 + 12 * number
            let kind = view.tables[place]
            try require(kind <= 4, 11, "pattern \(index): instruction \(number) has kind \(kind)")
            try require(
                view.tables[place + 3] <= 5, 11, "pattern \(index): instruction \(number)'s assertion")
            let usesNext = kind <= 2
            let usesAlternative = kind == 1
            try require(
                !usesNext || word(place + 4) < total, 11,
                "pattern \(index): instruction \(number) leads outside")
            try require(
                !usesAlternative || word(place + 8) < total, 11,
                "pattern \(index): instruction \(number) leads outside")
            guard kind == 0 else { continue }
            let alternative = Int(word(place + 8))
            try require(
                alternative <= number && view.tables[start + 8 + 12 * alternative] == 0, 11,
                "pattern \(index): instruction \(number) has the alternative \(alternative)")
        }
    }

    /// Its threads try `next` before `alternative`, so that both stand in each instruction for
    /// itself; kind 5 notes the place `low`.
    private func checkCaptures(_ pattern: PatternRecord, _ index: Int) throws(ImageError) {
        let start = Int(pattern.table.start)
        try require(pattern.table.count >= 12, 11, "pattern \(index)'s table has no header")
        let total = Int(word(start))
        let groups = Int(word(start + 8))
        try require(
            total > 0 && total <= 1 << 20 && Int(pattern.table.count) == 12 + 12 * total, 11,
            "pattern \(index)'s table has \(pattern.table.count) bytes for \(total) instructions")
        try require(word(start + 4) < total, 11, "pattern \(index) starts outside")
        try require(
            groups <= BytecodeLimits.patternGroups, 11, "pattern \(index) has \(groups) groups")
        for number in 0..<total {
            let place = start + 12 + 12 * number
            let kind = view.tables[place]
            try require(kind <= 5, 11, "pattern \(index): instruction \(number) has kind \(kind)")
            try require(
                view.tables[place + 3] <= 5, 11, "pattern \(index): instruction \(number)'s assertion")
            try require(
                kind != 5 || Int(view.tables[place + 1]) < 2 * (groups + 1), 11,
                "pattern \(index): instruction \(number) notes place \(view.tables[place + 1])")
            // Kind 3 accepts and kind 4 fails: they lead nowhere.
            try require(
                kind == 3 || kind == 4 || word(place + 4) < total, 11,
                "pattern \(index): instruction \(number) leads outside")
            try require(
                kind > 1 || word(place + 8) < total, 11,
                "pattern \(index): instruction \(number) leads outside")
            guard kind == 0 else { continue }
            let alternative = Int(word(place + 8))
            try require(
                alternative <= number && view.tables[start + 12 + 12 * alternative] == 0, 11,
                "pattern \(index): instruction \(number) has the alternative \(alternative)")
        }
    }

    func half(_ offset: Int) -> Int {
        Int(view.tables[offset]) | Int(view.tables[offset + 1]) << 8
    }

    func word(_ offset: Int) -> UInt32 {
        UInt32(half(offset)) | UInt32(half(offset + 2)) << 16
    }
}
