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
            let tag = text.offset(ofScalar: error.contextStart)
            range = SourceRange(tag, text.bytes.endOfWord(from: tag))
            notes = []
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
        } else if error.problem.hasPrefix("did not find expected"), Self.followsQuotedText(text.bytes, start) {
            message = "more text follows the closing quote on this line"
            suggestion = "put the whole text in quotes of the other kind, or on lines of its own after `|`"
        }
    }

    /// Whether a closing quote stands before an offset on the same line, with blanks between at most.
    private static func followsQuotedText(_ bytes: [UInt8], _ offset: Int) -> Bool {
        var index = min(offset, bytes.count)
        while index > 0, bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 { index -= 1 }
        guard index > 0, offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D else { return false }
        return bytes[index - 1] == UInt8(ascii: "\"") || bytes[index - 1] == UInt8(ascii: "'")
    }
}
