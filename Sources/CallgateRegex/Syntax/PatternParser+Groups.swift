extension PatternParser {
    /// `(` and everything up to the group's first item.
    mutating func parseGroupStart() throws(PatternError) {
        let start = position
        let outerFlags = flags
        var isNumbered = true
        position += 1
        if isNext("?") {
            if isNext("?P<") || isNamedGroupNext {
                try parseGroupName(start)
            } else {
                guard try parseFlags(start) else { return }
                isNumbered = false
            }
        }
        if groups.count > RegexLimits.maximumNestingDepth {
            throw error(
                .nestingTooDeep, "groups are nested deeper than \(RegexLimits.maximumNestingDepth)", from: start)
        }
        if isNumbered {
            groupCount += 1
        }
        groups.append(Group(start: start, outerFlags: outerFlags, number: isNumbered ? groupCount : nil))
    }

    mutating func parseGroupEnd() throws(PatternError) {
        guard groups.count > 1 else {
            throw error(
                .unexpectedClosingParenthesis, "`)` closes no group", from: position, to: position + 1,
                suggestion: "`\\)` for the character")
        }
        position += 1
        closeAlternative()
        let group = groups.removeLast()
        flags = group.outerFlags
        let content = SyntaxTree.alternating(group.alternatives)
        push(group.number.map { .group(content, number: $0) } ?? content, repetitions: group.repetitions)
    }

    /// `(?<` that is not a look-behind.
    private var isNamedGroupNext: Bool {
        isNext("?<") && peek(2) != "=" && peek(2) != "!"
    }

    /// `?P<name>` or `?<name>`. The name is checked and forgotten: groups go by their numbers.
    private mutating func parseGroupName(_ start: Int) throws(PatternError) {
        position += isNext("?P") ? 3 : 2
        let nameStart = position
        while let next = peek(), next != ">" {
            guard NamedClasses.groupName.contains(next.value) else {
                throw error(
                    .invalidGroupName, "a group's name holds letters, digits and `_` only, not `\(next)`",
                    from: position, to: position + 1)
            }
            position += 1
        }
        guard peek() == ">" else {
            throw error(.invalidGroupName, "the group's name is never closed", from: start, suggestion: "`>`")
        }
        position += 1
        if position == nameStart + 1 {
            throw error(.invalidGroupName, "the group's name is empty", from: start)
        }
    }

    /// `?flags:` or `?flags)`. Says whether a group was opened.
    private mutating func parseFlags(_ start: Int) throws(PatternError) -> Bool {
        position += 1
        var changed = flags
        var isNegated = false
        var isFlagMissing = false
        while let next = peek() {
            position += 1
            var flag: PatternFlags = []
            switch next {
            case "i": flag = .foldCase
            case "m": flag = .multiline
            case "s": flag = .dotMatchesNewline
            case "U": flag = .preferFewer
            case "-" where !isNegated:
                isNegated = true
                isFlagMissing = true
                continue
            case ":" where !isFlagMissing, ")" where !isFlagMissing:
                flags = changed
                return next == ":"
            default:
                throw unknownGroupSyntax(start)
            }
            isFlagMissing = false
            if isNegated {
                changed.subtract(flag)
            } else {
                changed.formUnion(flag)
            }
        }
        throw error(.unclosedGroup, "`(?` is never closed", from: start, suggestion: "`)`")
    }

    private func unknownGroupSyntax(_ start: Int) -> PatternError {
        let shown = text(from: start, to: position)
        for lookAround in ["(?=", "(?!", "(?<=", "(?<!"] where isText(lookAround, at: start) {
            return error(
                .lookAround,
                "look-around `\(lookAround)` is not supported: it cannot be matched in linear time",
                from: start, to: start + lookAround.unicodeScalars.count,
                suggestion: "write it as a condition of its own and join the two with `&&`")
        }
        if isText("(?P=", at: start) {
            return error(
                .backReference, "the back-reference `(?P=` is not supported: it cannot be matched in linear time",
                from: start, to: start + 4)
        }
        if isText("(?>", at: start) {
            return error(
                .atomicGroup, "the atomic group `(?>` is not supported: matching never goes back, so none is needed",
                from: start, to: start + 3, suggestion: "`(?:`")
        }
        if isText("(?#", at: start) {
            return error(.unknownGroupSyntax, "comments in patterns are not supported", from: start)
        }
        return error(
            .unknownGroupSyntax, "`\(shown)` starts no group and sets no flags", from: start,
            suggestion: "flags are i, m, s, U")
    }

    private func isText(_ expected: String, at start: Int) -> Bool {
        let wanted = expected.unicodeScalars.map(\.value)
        return start + wanted.count <= scalars.count && Array(scalars[start..<(start + wanted.count)]) == wanted
    }

    /// `0-9A-Za-z_`.
    static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "_": true
        default: false
        }
    }
}
