internal import CJSONBlocks

/// The tokens of a call, in order: where each bracket, brace, comma and colon stands, each string's
/// opening quote and the first byte of each number or word. Tokens are named by their index.
///
/// Whoever reads them checks the grammar; strings, escapes and UTF-8 were checked when the tokens
/// were found. Nothing here says what is wrong with a text: it is then read again byte by byte.
///
/// Past the last token stands one more, the text's end, which has no byte: ``byte(_:)`` is 0 there,
/// which every step refuses, so that none goes beyond it.
@safe
struct TokenList {
    let text: ByteSpan
    private let tokens: UnsafeMutablePointer<UInt32>
    private let count: Int
    /// Whether nothing was found that no JSON text has.
    let isSound: Bool
    /// Whether a string may have escapes.
    private let hasBackslashes: Bool

    /// Levels of nesting below which a value is skipped here; deeper calls are read byte by byte.
    static var depth: Int { 64 }

    /// Texts of which there are so many bytes at most are read by their tokens: offsets have 32 bits,
    /// and room for them is four times the text.
    static var textBytes: Int { 1 << 26 }

    /// Room for the tokens of any text of so many bytes.
    static func room(for bytes: Int) -> Int { min(bytes, textBytes) &+ 80 }

    /// - Parameters:
    ///   - text: at most ``textBytes`` long.
    ///   - path: available, and not the portable one.
    ///   - room: as much as ``room(for:)`` says; nobody else uses it as long as the list is read.
    @inline(__always)
    init(_ text: ByteSpan, _ path: ScanPath, _ room: FixedBuffer<UInt32>) {
        precondition(room.count >= text.count &+ 80)
        // The text is `count` bytes long, and the precondition has shown the room.
        let blocks = unsafe callgate_blocks_read(
            text.base.assumingMemoryBound(to: UInt8.self), text.count, path.blocks, room.base)
        self.text = text
        unsafe tokens = room.base
        count = blocks.count
        isSound = blocks.bad == 0
        hasBackslashes = blocks.backslashes != 0
    }

    /// Where a token stands; the text's length past the last one.
    @inline(__always)
    func position(_ token: Int) -> Int {
        assert(token >= 0 && token <= count)
        // Every step begins at a token whose byte it has seen, and goes on by one.
        return Int(unsafe tokens[token])
    }

    /// A token's first byte; 0 past the last one.
    @inline(__always)
    func byte(_ token: Int) -> UInt8 { text.peek(position(token)) }

    /// Where a list or object ends whose closing bracket is the token before this one.
    @inline(__always)
    func end(before token: Int) -> Int { position(token &- 1) &+ 1 }

    /// The text of a string.
    ///
    /// - Parameter token: not past the last one.
    /// - Returns: whether the token is a string that ends before the next one.
    @inline(__always)
    func string(_ token: Int, _ range: inout StringRange) -> Bool {
        let quote = position(token)
        guard text.peek(quote) == UInt8(ascii: "\"") else { return false }
        let last = position(token &+ 1) &- 1
        let end = last > quote && text.peek(last) == UInt8(ascii: "\"") ? last : close(quote, last)
        range.start = quote &+ 1
        range.end = end
        range.hasEscapes = hasBackslashes && hasBackslash(quote, end)
        return end > quote
    }

    /// The closing quote of a string with space between it and the next token, or its opening one
    /// where it has none.
    @inline(never)
    private func close(_ quote: Int, _ last: Int) -> Int {
        var end = last
        while end > quote, text[end] != UInt8(ascii: "\"") { end &-= 1 }
        return end
    }

    @inline(never)
    private func hasBackslash(_ start: Int, _ end: Int) -> Bool {
        text.contains(UInt8(ascii: "\\"), start, end)
    }
}
