import CallgateLanguage

/// An error of libyaml in the words of an author of policies.
struct SyntaxAdvice {
    var message: String
    var suggestion: String?
    var notes: [String] = []
    /// What to mark.
    var range: SourceRange

    init(_ error: YAMLSyntaxError, text: DocumentText) {
        let start = text.offset(ofScalar: error.problemStart)
        let byte: UInt8? = start < text.bytes.count ? text.bytes[start] : nil
        range = SourceRange(start, text.bytes.endOfScalar(from: start))
        message = error.context.isEmpty ? error.problem : error.context + ", " + error.problem
        message = "YAML: " + message
        if !error.context.isEmpty, error.contextStart != error.problemStart {
            let position = text.position(of: text.offset(ofScalar: error.contextStart))
            notes.append("what was being read begins at \(position.line):\(position.column)")
        }
        if error.context.hasPrefix("while scanning a tag") || error.problem.hasPrefix("found undefined tag") {
            message = "a text that begins with `!` is a YAML tag, and policies have none"
            suggestion = "put a condition that begins with `!` in quotes"
            markContext(error, text)
        } else if error.context.hasPrefix("while scanning an alias") {
            message = "a text that begins with `*` is a YAML alias"
            markContext(error, text)
            let written = String(decoding: text.bytes[range.lowerBound..<range.upperBound], as: UTF8.self)
            suggestion = "put it in quotes: \"\(written)\""
        } else if error.problem.hasPrefix("could not find expected ':'") {
            message = "this line has no `:` with a space after it, which ends a key"
            markContext(error, text)
        } else if error.problem.hasSuffix("<document start>") {
            message = "nothing can follow the end of the document, `...`"
        } else if byte == 0x09, error.problem.hasPrefix("found character that cannot start") {
            message = "a tab cannot indent YAML"
            suggestion = "indent with spaces"
        } else if let byte, byte == UInt8(ascii: "@") || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "%"),
            error.problem.hasPrefix("found character that cannot start")
        {
            message = "a text cannot begin with `\(Unicode.Scalar(byte))` unless it is in quotes"
            suggestion = "put the text in quotes"
        } else if error.problem.hasPrefix("mapping values are not allowed") {
            message = "`:` with a space after it cannot stand in a text without quotes"
            suggestion = "put the text in quotes, or begin the key on a line of its own"
        } else if error.problem.hasPrefix("did not find expected"), let mark = Self.endMark(text.bytes, before: start) {
            message = "more text follows the closing `\(mark)` on this line"
            suggestion = "put the whole text in quotes of another kind, or on lines of its own after `|`"
        }
    }

    /// Marks the word that was being read instead of the place where it turned out wrong.
    private mutating func markContext(_ error: YAMLSyntaxError, _ text: DocumentText) {
        let start = text.offset(ofScalar: error.contextStart)
        range = SourceRange(start, text.bytes.endOfWord(from: start))
        notes = []
    }

    /// The quote or bracket that stands before an offset on the same line, with blanks between at most.
    private static func endMark(_ bytes: [UInt8], before offset: Int) -> Unicode.Scalar? {
        var index = min(offset, bytes.count)
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        guard index > 0, offset < bytes.count, !bytes[offset].isBreak else { return nil }
        let mark = Unicode.Scalar(bytes[index - 1])
        return ["\"", "'", "]", "}"].contains(mark) ? mark : nil
    }
}
