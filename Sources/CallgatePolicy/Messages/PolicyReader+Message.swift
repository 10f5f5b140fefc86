import CallgateLanguage

/// Messages with expressions in braces.
extension PolicyReader {
    /// The parts of a message; empty, and reported, where it is wrong.
    mutating func message(of entry: YAMLEntry) -> [MessagePart] {
        guard let scalar = scalar(of: entry.value, key: entry.key.range, "`message`", .long) else { return [] }
        let mapped = ScalarDecoder.decode(scalar, in: texts[document].bytes)
        let bytes = mapped.bytes
        var parts: [MessagePart] = []
        var literal: [UInt8] = []
        var count = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
                literal.append(byte)
                index += 1
                continue
            }
            if index + 1 < bytes.count, bytes[index + 1] == byte {
                literal.append(byte)
                index += 2
                continue
            }
            guard byte == UInt8(ascii: "{") else {
                reportBrace("nothing opens the `}` here", "}}", mapped, index)
                index += 1
                continue
            }
            count += 1
            guard count <= PolicyLimits.placeholders else {
                error(
                    "a message has at most \(PolicyLimits.placeholders) expressions",
                    at: SourceRange(mapped.offsets[index], mapped.offsets[index + 1]))
                return []
            }
            guard let end = endOfPlaceholder(mapped, from: index) else { return [] }
            Self.flush(&literal, to: &parts)
            if let expression = placeholder(mapped, index + 1..<end) { parts.append(.expression(expression)) }
            index = end + 1
        }
        Self.flush(&literal, to: &parts)
        return parts
    }

    private static func flush(_ literal: inout [UInt8], to parts: inout [MessagePart]) {
        guard !literal.isEmpty else { return }
        parts.append(.text(String(decoding: literal, as: UTF8.self)))
        literal = []
    }

    private mutating func placeholder(_ mapped: MappedText, _ range: Range<Int>) -> EmbeddedExpression? {
        let expression = mapped[range].trimmed
        guard expression.bytes.isEmpty else { return self.expression(expression) }
        error(
            "there is no expression between the braces",
            at: SourceRange(mapped.offsets[range.lowerBound - 1], mapped.offsets[range.upperBound + 1]),
            suggestion: "write `{{` and `}}` for braces that are text")
        return nil
    }

    /// The offset of the brace that closes the one at an offset; nil, and reported, if none does.
    private mutating func endOfPlaceholder(_ mapped: MappedText, from start: Int) -> Int? {
        switch PlaceholderScanner.end(in: mapped.bytes, from: start + 1) {
        case .closed(let end): return end
        case .open:
            reportBrace("nothing closes the `{` here", "{{", mapped, start)
        case .unterminated(let begin):
            error(
                "the string or pattern that begins here, within a `{`, has no end",
                at: SourceRange(mapped.offsets[begin], mapped.offsets[begin + 1]),
                suggestion: "write `{{` for a brace that is text")
        }
        return nil
    }

    private mutating func reportBrace(
        _ message: String, _ double: String, _ mapped: MappedText, _ index: Int
    ) {
        error(
            message, at: SourceRange(mapped.offsets[index], mapped.offsets[index + 1]),
            suggestion: "write `\(double)` for a brace that is text")
    }
}
