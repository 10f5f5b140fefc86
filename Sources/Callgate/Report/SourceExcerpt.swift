/// A piece of an expression's source for people, or the beginning of one that is too long to show: a
/// condition may be a list of a million texts.
public struct SourceExcerpt: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a piece that are shown at most.
    public static let mostBytes = 2_048

    /// The source, or its beginning.
    public let text: String
    /// Bytes behind that are left out; 0 where the text is whole.
    public let omittedBytes: Int
    /// Whether the piece may be longer than is known.
    private let isAtLeast: Bool

    /// - Parameter utf8: valid UTF-8; of a long piece, only what is shown is copied.
    init(_ utf8: some Collection<UInt8>) {
        self.init(start: Array(utf8.prefix(Self.mostBytes + 1)), byteCount: utf8.count)
    }

    /// - Parameters:
    ///   - start: the piece, or more of its bytes than are shown.
    ///   - byteCount: of the whole piece.
    ///   - isAtLeast: whether it may have more.
    init(start: [UInt8], byteCount: Int, isAtLeast: Bool = false) {
        var end = start.count
        if byteCount > Self.mostBytes {
            end = Self.mostBytes
            // Only whole characters.
            while start[end] & 0xC0 == 0x80 { end -= 1 }
        }
        text = String(decoding: start[..<end], as: UTF8.self)
        omittedBytes = byteCount - end
        self.isAtLeast = isAtLeast
    }

    /// The text; where some is left out, `…` and how much.
    public var description: String {
        omittedBytes == 0 ? text : "\(text)… (\(isAtLeast ? "at least " : "")\(omittedBytes) more bytes)"
    }
}
