internal import CallgateBytecode

extension Machine {
    /// Whether a DFA in rows accepts a subject.
    func runRows(_ pattern: PatternRecord, _ subject: ByteSpan) -> Bool {
        // V11: the table starts with such a header, and lies within the section.
        let table = unsafe view.tables.address(of: Int(pattern.table.start))
        let header = unsafe table.loadUnaligned(as: RowHeader.self)
        guard mayHold(header, subject) else { return false }
        // V11: behind the header are 256 classes, and then the rows.
        let classes = unsafe table + RowHeader.size
        let rows = unsafe classes + 256
        let state =
            header.stride == 2
            ? unsafe runPairs(header, classes, rows, subject) : unsafe runSingles(header, classes, rows, subject)
        // V11: the last element of a state's row says whether it accepts.
        return unsafe Self.element(rows, state &+ header.rowLength &- 1) != 0
    }

    /// Looks for the literal that a match must have in it. Where its rare byte is not so rare, the DFA is
    /// quicker.
    @inline(__always)
    private func mayHold(_ header: RowHeader, _ subject: ByteSpan) -> Bool {
        guard header.literal.length > 0 else { return true }
        // V11: the literal lies in the data section, the rare byte in the literal.
        let literal = imageBytes(header.literal)
        let offset = Int(header.rareByte)
        guard literal.count <= subject.count else { return false }
        let rare = literal[offset]
        // No place before which the literal would start before the subject, or end behind it.
        var place = offset
        var tries = 8
        while tries > 0 {
            place = subject.offset(of: rare, from: place)
            let start = place &- offset
            if start > subject.count &- literal.count { return false }
            if subject.slice(start, literal.count).equals(literal) { return true }
            place &+= 1
            tries &-= 1
        }
        return true
    }

    /// Eight bytes at a time, four steps of two bytes. The classes of bytes don't depend on states, so that
    /// a step waits for one load only: that of the next state.
    @inline(__always)
    private func runPairs(
        _ header: RowHeader, _ classes: UnsafeRawPointer, _ rows: UnsafeRawPointer, _ subject: ByteSpan
    ) -> Int {
        let width = Int(header.classes)
        let done = header.rowLength
        let single = width &* width
        var state = Int(header.start)
        var index = 0
        while index &+ 8 <= subject.count {
            var word = subject.word(index)
            for _ in 0..<4 {
                // V11: classes and states are below their numbers; a byte names one of 256 classes.
                let first = unsafe Self.byteClass(classes, word) &* width
                let second = unsafe Self.byteClass(classes, word &>> 8)
                state = unsafe Self.element(rows, state &+ first &+ second)
                word &>>= 16
            }
            if state <= done { return state }
            index &+= 8
        }
        while index < subject.count {
            // V11: behind the pairs of a row are its single classes.
            let byteClass = unsafe Self.byteClass(classes, UInt64(subject[index]))
            state = unsafe Self.element(rows, state &+ single &+ byteClass)
            index &+= 1
        }
        return state
    }

    @inline(__always)
    private func runSingles(
        _ header: RowHeader, _ classes: UnsafeRawPointer, _ rows: UnsafeRawPointer, _ subject: ByteSpan
    ) -> Int {
        let done = header.rowLength
        var state = Int(header.start)
        var index = 0
        while index &+ 8 <= subject.count {
            var word = subject.word(index)
            for _ in 0..<8 {
                // V11: classes and states are below their numbers; a byte names one of 256 classes.
                state = unsafe Self.element(rows, state &+ Self.byteClass(classes, word))
                word &>>= 8
            }
            if state <= done { return state }
            index &+= 8
        }
        while index < subject.count {
            // V11: as above.
            state = unsafe Self.element(rows, state &+ Self.byteClass(classes, UInt64(subject[index])))
            index &+= 1
        }
        return state
    }

    @inline(__always)
    private static func byteClass(_ classes: UnsafeRawPointer, _ word: UInt64) -> Int {
        // V11: there are 256 classes.
        Int(unsafe classes.load(fromByteOffset: Int(truncatingIfNeeded: word & 0xFF), as: UInt8.self))
    }

    @inline(__always)
    private static func element(_ rows: UnsafeRawPointer, _ index: Int) -> Int {
        // V11: states are starts of rows.
        Int(unsafe rows.loadUnaligned(fromByteOffset: 2 &* index, as: UInt16.self))
    }
}
