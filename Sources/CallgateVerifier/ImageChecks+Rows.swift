import CallgateBytecode

extension ImageChecks {
    /// V11: a DFA in rows has the size that its counts say; states are starts of rows; the first two are
    /// not left, and of these only the second accepts; its literal has the byte that is looked for.
    func checkRows(_ pattern: PatternRecord, _ index: Int) throws(ImageError) {
        let table = Int(pattern.table.start)
        try require(
            Int(pattern.table.count) >= RowHeader.size + 256, 11, "pattern \(index)'s table has no header")
        let (classes, states, stride) = (half(table), half(table + 2), half(table + 6))
        try require(
            classes >= 1 && classes <= 256 && states >= 2 && (stride == 1 || stride == 2), 11,
            "pattern \(index) has \(states) states, \(classes) classes, \(stride) bytes a step")
        let header = RowHeader(classes: classes, states: states, start: half(table + 4), stride: stride)
        let length = header.rowLength
        try require(
            length * states <= 1 << 16
                && Int(pattern.table.count) == RowHeader.size + 256 + 2 * length * states, 11,
            "pattern \(index)'s table has \(pattern.table.count) bytes")
        try checkLiteral(at: table, index)
        for byte in 0..<256 {
            try require(
                Int(view.tables[table + RowHeader.size + byte]) < classes, 11,
                "pattern \(index): class of byte \(byte)")
        }
        let rows = table + RowHeader.size + 256
        func isState(_ element: Int) -> Bool { element % length == 0 && element < length * states }
        try require(isState(Int(header.start)), 11, "pattern \(index) starts in \(header.start)")
        for state in 0..<states {
            for column in 0..<length - 1 {
                let next = half(rows + 2 * (state * length + column))
                try require(isState(next), 11, "pattern \(index): state \(state) leads to \(next)")
                try require(
                    state > 1 || next == state * length, 11, "pattern \(index): state \(state) can be left")
            }
            let accepts = half(rows + 2 * (state * length + length - 1))
            try require(
                accepts <= 1 && (state > 1 || accepts == state), 11, "pattern \(index): state \(state) accepts \(accepts)")
        }
    }

    private func checkLiteral(at table: Int, _ index: Int) throws(ImageError) {
        let literal = TextRef(offset: word(table + 8), length: word(table + 12))
        try checkReference(literal, isText: false, "the literal of pattern \(index)")
        let rareByte = word(table + 16)
        try require(
            literal.length == 0 ? rareByte == 0 : rareByte < literal.length, 11,
            "pattern \(index) looks for byte \(rareByte) of its literal")
        try require(word(table + 20) == 0, 2, "a reserved field is not zero")
    }
}
