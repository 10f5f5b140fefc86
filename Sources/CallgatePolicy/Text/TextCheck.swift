import CallgateLanguage

/// What makes the bytes of a document unfit to be read as YAML.
struct TextProblem: Error, Equatable {
    var message: String
    var range: SourceRange
    var suggestion: String?
}

/// Checks that bytes are UTF-8 text in which nothing is hidden from a reader. Linear time.
///
/// Refused are byte order marks, bytes that are no UTF-8, control characters, the line separators
/// that YAML 1.1 obeys and editors don't (a comment would end where nobody sees it), and the
/// characters that change the order in which a line is shown. All can be written as escapes in
/// double quotes.
/// - Returns: the problems, at most ``PolicyLimits/diagnostics``; the first alone where the encoding is wrong.
func textProblems(_ bytes: [UInt8]) -> [TextProblem] {
    if let problem = byteOrderMark(bytes) { return [problem] }
    var problems: [TextProblem] = []
    var offset = 0
    while offset < bytes.count, problems.count < PolicyLimits.diagnostics {
        if bytes[offset] >= 0x20, bytes[offset] < 0x7F {
            offset += 1
            continue
        }
        let length: Int
        let value: UInt32
        if bytes[offset] < 0x80 {
            (length, value) = (1, UInt32(bytes[offset]))
        } else if let decoded = decodeScalar(bytes, at: offset) {
            (length, value) = decoded
        } else {
            let byte = hexadecimal(UInt32(bytes[offset]), digits: 2)
            problems.append(
                TextProblem(
                    message: "the document is not UTF-8: byte 0x\(byte) at offset \(offset) begins no character",
                    range: SourceRange(offset, offset + 1), suggestion: "save the file as UTF-8"))
            return problems
        }
        if let message = reasonToRefuse(value, at: offset) {
            let isNUL = value == 0
            problems.append(
                TextProblem(
                    message: message, range: SourceRange(offset, offset + length),
                    suggestion: isNUL
                        ? "save the file as UTF-8 text"
                        : "where it is needed, write it in double quotes as \"\\u\(hexadecimal(value, digits: 4))\""))
            // Each further NUL of a binary or UTF-16 file says the same.
            if isNUL { return problems }
        }
        offset += length
    }
    return problems
}

func byteOrderMark(_ bytes: [UInt8]) -> TextProblem? {
    let marks: [([UInt8], String)] = [
        ([0xEF, 0xBB, 0xBF], "a UTF-8 byte order mark, which has no use"),
        ([0xFF, 0xFE, 0x00, 0x00], "the byte order mark of UTF-32"),
        ([0x00, 0x00, 0xFE, 0xFF], "the byte order mark of UTF-32"),
        ([0xFF, 0xFE], "the byte order mark of UTF-16"),
        ([0xFE, 0xFF], "the byte order mark of UTF-16"),
    ]
    guard let (mark, name) = marks.first(where: { bytes.starts(with: $0.0) }) else { return nil }
    return TextProblem(
        message: "the document begins with \(name), at offset 0", range: SourceRange(0, mark.count),
        suggestion: "save the file as UTF-8 without a byte order mark")
}

private func reasonToRefuse(_ value: UInt32, at offset: Int) -> String? {
    let reason: String
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E: return nil
    case 0x00: return "the document has a NUL byte at offset \(offset): it is no text, or is UTF-16"
    case 0x01...0x1F, 0x7F...0x84, 0x86...0x9F: reason = "is a control character, which cannot stand in a policy"
    case 0x85, 0x2028, 0x2029: reason = "ends a line for YAML but not for most editors"
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        reason = "changes the order in which text is shown, so that a line can read as what it is not"
    case 0xFEFF: reason = "is an invisible byte order mark"
    case 0xFFFE, 0xFFFF: reason = "is no character"
    default: return nil
    }
    return "U+\(hexadecimal(value, digits: 4)) at offset \(offset) \(reason)"
}

/// The scalar of several bytes at an offset, after table 3-7 of the Unicode standard; nil for what is
/// no well-formed UTF-8: overlong forms, surrogates and what is past U+10FFFF included.
func decodeScalar(_ bytes: [UInt8], at offset: Int) -> (length: Int, value: UInt32)? {
    let first = bytes[offset]
    let length: Int
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for index in offset + 1..<offset + length {
        guard bytes[index] & 0xC0 == 0x80 else { return nil }
        value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    let smallest: [UInt32] = [0x80, 0x800, 0x10000]
    guard value >= smallest[length - 2], Unicode.Scalar(value) != nil else { return nil }
    return (length, value)
}

/// A number in capital hexadecimal digits.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
