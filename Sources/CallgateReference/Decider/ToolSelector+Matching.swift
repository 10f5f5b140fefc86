import CallgatePolicy

extension ToolSelector {
    /// Whether it names a tool, by its bytes.
    func governs(_ tool: String) -> Bool {
        switch self {
        case .exact(let text): hasSameScalars(text, tool)
        case .glob(let text): Self.matches(Array(text.utf8), Array(tool.utf8))
        }
    }

    /// Each `*` stands for any bytes. The pieces between them are looked for from left to right, each as
    /// early as it can be, but the first at the start and the last at the end.
    private static func matches(_ glob: [UInt8], _ text: [UInt8]) -> Bool {
        let pieces = glob.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return glob == text }
        guard text.starts(with: first), text.count >= first.count + last.count,
            text.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() {
            while !rest.starts(with: piece) {
                if rest.isEmpty { return false }
                rest.removeFirst()
            }
            rest.removeFirst(piece.count)
        }
        return true
    }
}
