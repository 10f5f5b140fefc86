/// Literal and folded block scalars.
extension ScalarDecoder {
    mutating func decodeBlock(isFolded: Bool) {
        // The header, `|` or `>` with its indicators and perhaps a comment, fills its line.
        while position < end, !source[position].isBreak { position += 1 }
        guard position < end else { return }
        skipBreak()
        let indent = blockIndent()
        /// Offsets of the line ends since the last line with text.
        var breaks: [Int] = []
        var isFirst = true
        var previousIsIndented = false
        while !hasDiverged, position < end {
            skipSpaces(upTo: indent)
            if position < end, source[position].isBreak {
                breaks.append(position)
                skipBreak()
                continue
            }
            guard position < end, !isFinished else { break }
            let isIndented = source[position].isBlank
            emit(breaks, isFolded: isFolded && !isFirst && !previousIsIndented && !isIndented)
            breaks = []
            isFirst = false
            previousIsIndented = isIndented
            while isRunning, !source[position].isBreak { copy() }
            guard position < end, source[position].isBreak else { break }
            breaks.append(position)
            skipBreak()
        }
        // The chomping indicator says how many of the last line ends stay; libyaml has obeyed it.
        let kept = min(breaks.count, value.count - offsets.count)
        for offset in breaks.prefix(kept) { emit(0x0A, from: offset) }
        if kept < breaks.count { position = breaks[kept] }
    }

    /// The line ends between two lines with text: where they fold, one is a space and of several
    /// the first vanishes.
    private mutating func emit(_ breaks: [Int], isFolded: Bool) {
        if isFolded, breaks.count == 1 {
            emit(0x20, from: breaks[0])
        } else {
            for offset in breaks.dropFirst(isFolded ? 1 : 0) { emit(0x0A, from: offset) }
        }
    }

    private mutating func skipSpaces(upTo indent: Int) {
        var count = 0
        while count < indent, peek() == 0x20 {
            position += 1
            count += 1
        }
    }

    /// How many spaces stand before each line: those of the first line with text, less those that the
    /// value itself begins that line with. The indent may be given by a digit relative to a parent
    /// that is not known here.
    private func blockIndent() -> Int {
        var index = position
        var spaces = 0
        while index < end, source[index] == 0x20 || source[index].isBreak {
            spaces = source[index] == 0x20 ? spaces + 1 : 0
            index += 1
        }
        var kept = 0
        for byte in value {
            guard byte == 0x20 || byte == 0x0A else { break }
            kept = byte == 0x20 ? kept + 1 : 0
        }
        return max(0, spaces - kept)
    }
}
