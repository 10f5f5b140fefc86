/// Regex literals: `/pattern/flags`, where an operand is expected.
extension Lexer {
    /// Scans from the opening slash. A slash within a class, as in `[/]`, does not close it.
    mutating func scanPattern() {
        let start = position
        if peek(1) == UInt8(ascii: "*") {
            skipBlockComment()
            return
        }
        position += 1
        var isInClass = false
        while position < source.count, !source[position].isNewline {
            let byte = source[position]
            if byte == UInt8(ascii: "\\"), position + 1 < source.count, !source[position + 1].isNewline {
                position += 2
                continue
            }
            if byte == UInt8(ascii: "["), !isInClass {
                isInClass = true
            } else if byte == UInt8(ascii: "]") {
                isInClass = false
            } else if byte == UInt8(ascii: "/"), !isInClass {
                break
            }
            position += 1
        }
        guard peek() == UInt8(ascii: "/") else {
            hasUnterminated = true
            report(
                isInClass
                    ? "the pattern that begins here has a class `[` that is never closed"
                    : "the pattern that begins here has no closing `/`",
                at: SourceRange(start, position))
            append(.pattern("", flags: ""), from: start)
            return
        }
        let pattern = text(start + 1..<position)
        position += 1
        append(.pattern(pattern, flags: scanFlags()), from: start)
    }

    private mutating func scanFlags() -> String {
        let start = position
        while peek().isNamePart { position += 1 }
        var flags = ""
        for index in start..<position {
            let flag = Character(Unicode.Scalar(source[index]))
            let range = SourceRange(index, index + 1)
            if flags.contains(flag) {
                report("the flag `\(flag)` is given twice", at: range)
            } else if "imsu".contains(flag) {
                flags.append(flag)
            } else if flag == "g" || flag == "y" {
                report("the flag `\(flag)` has no use here: a match is looked for once, anywhere", at: range)
            } else {
                report("`\(flag)` is not a flag of patterns", at: range, suggestion: "the flags are i, m, s and u")
            }
        }
        return flags
    }

    private mutating func skipBlockComment() {
        let start = position
        position += 2
        while position < source.count, !starts(with: "*/") { position += 1 }
        position = min(position + 2, source.count)
        report("CEL has no block comments", at: SourceRange(start, position), suggestion: "begin each line with `//`")
    }
}
