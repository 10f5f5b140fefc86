/// A text out of a document, with the place of each of its bytes there.
struct MappedText {
    /// UTF-8.
    var bytes: [UInt8]
    /// For each byte, and for the end, its offset in the document; not decreasing.
    var offsets: [Int]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A part of the text, whose end maps to where the part is followed by the next.
    subscript(range: Range<Int>) -> MappedText {
        MappedText(bytes: Array(bytes[range]), offsets: Array(offsets[range.lowerBound...range.upperBound]))
    }

    /// Without blanks and line ends around it.
    var trimmed: MappedText {
        var range = bytes.indices
        while let first = range.first, bytes[first].isBlankOrBreak { range = first + 1..<range.upperBound }
        while let last = range.last, bytes[last].isBlankOrBreak { range = range.lowerBound..<last }
        return range == bytes.indices ? self : self[range]
    }
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var isBreak: Bool { self == 0x0A || self == 0x0D }
    var isBlankOrBreak: Bool { isBlank || isBreak }
}
