/// A text with a name, in which places are found by line and column.
///
/// Lines end with LF, CRLF or a lone CR. Lines and columns count from 1, columns in Unicode scalars.
public struct SourceText: Sendable {
    /// What diagnostics call it, such as a path.
    public let name: String
    public let text: String
    private let bytes: [UInt8]
    /// The offset of the first byte of each line.
    private let starts: [Int]

    /// Takes time linear in the text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
        bytes = Array(text.utf8)
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A || (byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)) {
                starts.append(index + 1)
            }
        }
        self.starts = starts
    }

    /// At least 1; a line ending at the end of the text begins one more, empty line.
    public var lineCount: Int { starts.count }

    public struct Position: Hashable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// The place of a UTF-8 byte offset, which is clamped to the text. Takes time logarithmic in the
    /// lines and linear in the line's length.
    public func position(of offset: Int) -> Position {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(of: offset)
        return Position(line: line + 1, column: scalarCount(starts[line]..<offset) + 1)
    }

    /// The text of a line by its number, without its ending; empty for one that is not there.
    public func line(_ number: Int) -> String {
        guard starts.indices.contains(number - 1) else { return "" }
        return String(decoding: bytes[contentRange(number - 1)], as: UTF8.self)
    }

    /// A diagnostic at a range of UTF-8 byte offsets. Its length ends with the range's first line.
    public func diagnostic(
        _ severity: Diagnostic.Severity, _ message: String, at range: SourceRange,
        suggestion: String? = nil, notes: [String] = []
    ) -> Diagnostic {
        let position = position(of: range.lowerBound)
        let content = contentRange(position.line - 1)
        let start = min(max(range.lowerBound, content.lowerBound), content.upperBound)
        let end = min(max(range.upperBound, start), content.upperBound)
        return Diagnostic(
            severity, message, file: name, line: position.line, column: position.column,
            length: scalarCount(start..<end), sourceLine: line(position.line), suggestion: suggestion,
            notes: notes)
    }

    private func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func contentRange(_ line: Int) -> Range<Int> {
        var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
        while end > starts[line], bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return starts[line]..<end
    }

    /// Scalars that begin within a range of bytes.
    private func scalarCount(_ range: Range<Int>) -> Int {
        var count = 0
        for byte in bytes[range] where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
