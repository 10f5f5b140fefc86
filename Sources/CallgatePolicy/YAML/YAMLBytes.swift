import CallgateLanguage

/// Small scans over the bytes of a document.
extension [UInt8] {
    /// Where the scalar behind an anchor begins: past `&name`, blanks, line ends and comments.
    func endOfAnchor(in range: SourceRange) -> Int {
        var index = endOfWord(from: range.lowerBound)
        while index < range.upperBound {
            switch self[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case UInt8(ascii: "#"): index = endOfLine(from: index)
            default: return index
            }
        }
        return range.upperBound
    }

    /// Where the tag of a node begins: at its start or behind its anchor.
    func startOfTag(in range: SourceRange) -> Int {
        guard range.lowerBound < count, self[range.lowerBound] == UInt8(ascii: "&") else { return range.lowerBound }
        return endOfAnchor(in: SourceRange(range.lowerBound, count))
    }

    /// The first blank or line end from an offset on.
    func endOfWord(from start: Int) -> Int {
        var index = start
        while index < count, self[index] != 0x20, self[index] != 0x09, self[index] != 0x0A, self[index] != 0x0D {
            index += 1
        }
        return index
    }

    func endOfLine(from start: Int) -> Int {
        var index = start
        while index < count, self[index] != 0x0A, self[index] != 0x0D { index += 1 }
        return index
    }

    /// The end of the Unicode scalar that begins at an offset.
    func endOfScalar(from start: Int) -> Int {
        guard start < count else { return count }
        var index = start + 1
        while index < count, self[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }
}
