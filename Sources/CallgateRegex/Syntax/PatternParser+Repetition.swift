extension PatternParser {
    /// `*`, `+`, `?` or `{n,m}`, with the `?` that makes it lazy, or greedy under the flag `U`.
    mutating func parseRepetition(after preceding: Int?) throws(PatternError) {
        let start = position
        let bounds: (minimum: Int, maximum: Int?)
        switch peek() {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        default:
            guard let counts = parseCounts() else {
                position = start + 1
                pushLiteral(scalars[start])
                return
            }
            bounds = counts
        }
        if scalars[start] != 0x7B {
            position += 1
        }
        var isLazy = flags.contains(.preferFewer)
        if isNext("?") {
            position += 1
            isLazy.toggle()
        }
        if let preceding {
            throw stackedRepetition(from: preceding)
        }
        precedingRepetition = start
        try apply(minimum: bounds.minimum, maximum: bounds.maximum, isLazy: isLazy, from: start)
    }

    private mutating func apply(
        minimum: Int, maximum: Int?, isLazy: Bool, from start: Int
    ) throws(PatternError) {
        let largest = maximum ?? minimum
        if max(minimum, largest) > RegexLimits.maximumRepetition {
            throw error(
                .repetitionTooLarge,
                "`\(text(from: start, to: position))` repeats more than \(RegexLimits.maximumRepetition) times",
                from: start)
        }
        if largest < minimum {
            throw error(
                .repetitionTooLarge, "`\(text(from: start, to: position))` has a minimum above its maximum",
                from: start)
        }
        let last = groups.count - 1
        guard let item = groups[last].items.popLast() else {
            throw error(
                .nothingToRepeat, "`\(text(from: start, to: position))` has nothing before it to repeat", from: start,
                suggestion: "`\\\(text(from: start, to: start + 1))` for the character")
        }
        // As in RE2, only counts multiply: `*`, `+` and `?` cost nothing when they are nested.
        let isCounted = scalars[start] == 0x7B
        let repetitions = item.repetitions * (isCounted ? max(largest, 1) : 1)
        if isCounted, largest >= 2, repetitions > RegexLimits.maximumRepetition {
            throw error(
                .repetitionTooLarge,
                "the nested repetitions multiply to \(repetitions), more than \(RegexLimits.maximumRepetition)",
                from: start)
        }
        let tree = SyntaxTree.repetition(item.tree, minimum: minimum, maximum: maximum, isLazy: isLazy)
        push(tree, repetitions: repetitions)
    }

    /// `{n}`, `{n,}` or `{n,m}`; nil where the brace is a character like any other.
    private mutating func parseCounts() -> (minimum: Int, maximum: Int?)? {
        position += 1
        guard let minimum = parseCount() else { return nil }
        var maximum: Int? = minimum
        if peek() == "," {
            position += 1
            maximum = nil
            if peek() != "}" {
                guard let count = parseCount() else { return nil }
                maximum = count
            }
        }
        guard peek() == "}" else { return nil }
        position += 1
        return (minimum, maximum)
    }

    /// A decimal number without leading zeros, of at most nine digits as in RE2.
    private mutating func parseCount() -> Int? {
        let start = position
        var value = 0
        while let next = peek(), ("0"..."9").contains(next) {
            if value >= 100_000_000 || (value == 0 && position > start) {
                return nil
            }
            value = value * 10 + Int(next.value - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    private func stackedRepetition(from start: Int) -> PatternError {
        let shown = text(from: start, to: position)
        if shown.unicodeScalars.last == "+" {
            return error(
                .stackedRepetition,
                "the possessive `\(shown)` is not supported: matching never goes back, so none is needed",
                from: start, suggestion: "`\(String(shown.unicodeScalars.dropLast()))`")
        }
        return error(
            .stackedRepetition, "`\(shown)` repeats a repetition", from: start,
            suggestion: "put the inner one into `(?:` and `)`")
    }
}
