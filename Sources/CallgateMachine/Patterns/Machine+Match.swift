internal import CallgateBytecode

extension Machine {
    /// Whether a compiled pattern matches anywhere in a string.
    mutating func match(_ text: Slot, pattern index: Int) -> Slot {
        guard text.isKind(.string) else {
            return text.isKind(.error) ? text : error(.noSuchOverload, text)
        }
        // V6: the pattern exists. V11: its table has the form that it says.
        let pattern = view.patterns[verified: index]
        if pattern.form == PatternForm.lookup.rawValue {
            // V11: the table is the index of a lookup of texts.
            return matchTexts(text, lookup: tableWord(Int(pattern.table.start)))
        }
        let subject = bytes(of: text)
        guard spend(bytes: subject.count) else { return .null }
        switch PatternForm(rawValue: pattern.form) ?? .never {
        case .always: return .bool(true)
        // V6: `match` is not given a pattern that tells places.
        case .never, .captures, .lookup: return .bool(false)
        case .equals: return .bool(anyLiteral(pattern) { $0.equals(subject) })
        case .hasPrefix: return .bool(anyLiteral(pattern) { subject.hasPrefix($0) })
        case .hasSuffix: return .bool(anyLiteral(pattern) { subject.hasSuffix($0) })
        case .contains:
            // Each literal is a search of its own.
            guard spend(literalCount(pattern) &* (1 &+ subject.count &>> 4)) else { return .null }
            return .bool(anyLiteral(pattern) { TwoWaySearch.contains(subject, $0) })
        case .dfa: return .bool(acceptSet(pattern, subject) != 0)
        case .rows: return .bool(runRows(pattern, subject))
        case .nfa: return simulate(pattern, subject)
        }
    }

    @inline(__always)
    private func literalCount(_ pattern: PatternRecord) -> Int { Int(pattern.table.count) / 8 }

    @inline(__always)
    private func anyLiteral(_ pattern: PatternRecord, _ test: (ByteSpan) -> Bool) -> Bool {
        for index in 0..<literalCount(pattern) {
            // V11: the table is a whole number of references, each into the data section.
            let offset = Int(pattern.table.start) &+ index &* 8
            let start = tableWord(offset)
            let length = tableWord(offset &+ 4)
            if test(imageBytes(start, length)) { return true }
        }
        return false
    }

    /// A 32-bit number of the tables section.
    @inline(__always)
    func tableWord(_ offset: Int) -> Int {
        // V11: patterns' tables lie within the section.
        Int(
            unsafe view.tables.address(of: offset).loadUnaligned(
                fromByteOffset: 0, as: UInt32.self))
    }

    /// A 16-bit number of the tables section.
    @inline(__always)
    func tableHalf(_ offset: Int) -> Int {
        // V11: patterns' tables lie within the section.
        Int(
            unsafe view.tables.address(of: offset).loadUnaligned(
                fromByteOffset: 0, as: UInt16.self))
    }

    /// Runs a DFA over the subject: the number of the set of patterns that match, 0 for none.
    ///
    ///     table:  classes u16 | states u16 | start u16 | sets u16
    ///             class of each byte, 256 x u8
    ///             set that a state accepts at the end, states x u16
    ///             next state, states x classes x u16
    @inline(__always)
    func acceptSet(_ pattern: PatternRecord, _ subject: ByteSpan) -> Int {
        let table = Int(pattern.table.start)
        let classes = tableHalf(table)
        let states = tableHalf(table &+ 2)
        let classOf = table &+ 8
        let accepts = classOf &+ 256
        let transitions = accepts &+ 2 &* states
        var state = tableHalf(table &+ 4)
        var index = 0
        // States 0 and 1 lead to themselves only: nothing more can match, or all does already.
        while index < subject.count, state > 1 {
            // V11: classes and states in the table are below their numbers.
            let byteClass = Int(view.tables[verified: classOf &+ Int(subject[index])])
            state = tableHalf(transitions &+ 2 &* (state &* classes &+ byteClass))
            index &+= 1
        }
        return tableHalf(accepts &+ 2 &* state)
    }
}
