import CallgateLanguage

/// The text of a document, with quick ways between byte offsets, scalar indices, lines and columns.
///
/// `SourceText` counts a line from its start for each place; a policy written as one line of JSON
/// would make that quadratic.
struct DocumentText {
    let source: SourceText
    let bytes: [UInt8]
    /// The offset of the first byte of each line; lines end as in `SourceText`.
    let lineStarts: [Int]
    /// How many scalars begin before each block of bytes.
    private let scalarsBeforeBlock: [Int]

    /// Whether offsets and scalar indices are the same.
    private let isASCII: Bool

    /// A power of two.
    private static let blockBytes = 64

    /// - Parameter bytes: valid UTF-8, or shown with replacement characters if not. Takes time linear in them.
    init(name: String, bytes: [UInt8]) {
        source = SourceText(name: name, text: String(decoding: bytes, as: UTF8.self))
        self.bytes = bytes
        var starts = [0]
        var blocks: [Int] = []
        var scalars = 0
        var index = 0
        for byte in bytes {
            if index & (Self.blockBytes - 1) == 0 { blocks.append(scalars) }
            index += 1
            if byte & 0xC0 != 0x80 { scalars += 1 }
            if byte == 0x0A || (byte == 0x0D && (index == bytes.count || bytes[index] != 0x0A)) {
                starts.append(index)
            }
        }
        if bytes.count % Self.blockBytes == 0 { blocks.append(scalars) }
        lineStarts = starts
        scalarsBeforeBlock = blocks
        isASCII = scalars == bytes.count
    }

    /// How many scalars begin before an offset. Takes constant time.
    func scalarIndex(of offset: Int) -> Int {
        let offset = min(max(offset, 0), bytes.count)
        if isASCII { return offset }
        let block = offset / Self.blockBytes
        var count = scalarsBeforeBlock[block]
        for byte in bytes[block * Self.blockBytes..<offset] where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The offset of a scalar by its index, clamped to the text. Takes time logarithmic in the text.
    func offset(ofScalar index: Int) -> Int {
        if isASCII { return min(max(index, 0), bytes.count) }
        var low = 0
        var high = scalarsBeforeBlock.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if scalarsBeforeBlock[middle] <= index { low = middle } else { high = middle }
        }
        var left = index - scalarsBeforeBlock[low]
        var offset = low * Self.blockBytes
        while offset < bytes.count {
            if bytes[offset] & 0xC0 != 0x80 {
                if left == 0 { break }
                left -= 1
            }
            offset += 1
        }
        return offset
    }

    /// Line and column of an offset, which is clamped. Takes time logarithmic in the lines.
    func position(of offset: Int) -> SourceText.Position {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourceText.Position(
            line: low + 1, column: scalarIndex(of: offset) - scalarIndex(of: lineStarts[low]) + 1)
    }

    /// The bytes of a line without its ending.
    func content(ofLine number: Int) -> Range<Int> {
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }
}
