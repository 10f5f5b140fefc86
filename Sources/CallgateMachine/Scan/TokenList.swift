internal import CJSONBlocks

/// The tokens of a call, in order: where each bracket, brace, comma and colon stands, each string's
/// opening quote and the first byte of each number or word. Tokens are named by their index.
///
/// Whoever reads them checks the grammar; strings, escapes and UTF-8 were checked when the tokens
/// were found. Nothing here says what is wrong with a text: it is then read again byte by byte.
///
/// Past the last token stands one more, the text's end: its ``byte(_:)`` is 0, which every step
/// refuses, so that none goes beyond it.
@safe
struct TokenList {
    let text: ByteSpan
    private let offsets: UnsafeMutablePointer<UInt32>
    private let bytes: UnsafeMutablePointer<UInt8>
    /// What is known of the text beside its tokens.
    let facts: Facts

    struct Facts {
        fileprivate var count = 0
        /// Whether nothing was found that no JSON text has.
        fileprivate(set) var isSound = false
        /// Whether a string may have escapes.
        fileprivate var hasBackslashes = false
    }

    /// Levels of nesting below which a value is skipped here; deeper calls are read byte by byte.
    static var depth: Int { 64 }

    /// - Parameters:
    ///   - text: at most ``TokenRoom/textBytes`` long.
    ///   - path: available, and not the portable one.
    ///   - room: for the text; nobody else uses it as long as the list is read.
    @inline(__always)
    init(_ text: ByteSpan, _ path: ScanPath, _ room: TokenRoom) {
        precondition(text.count <= room.textBytes)
        // The text is `count` bytes long, and the precondition has shown the room.
        let blocks = unsafe callgate_blocks_read(
            text.base.assumingMemoryBound(to: UInt8.self), text.count, path.blocks, room.offsets.base,
            room.bytes.base)
        self.text = text
        unsafe offsets = room.offsets.base
        unsafe bytes = room.bytes.base
        facts = Facts(count: blocks.count, isSound: blocks.bad == 0, hasBackslashes: blocks.backslashes != 0)
    }

    /// The tokens that the room still holds.
    ///
    /// - Parameters:
    ///   - text: the one that they are of, which has not changed since.
    ///   - facts: what was known of it then.
    @inline(__always)
    init(again text: ByteSpan, _ facts: Facts, _ room: TokenRoom) {
        self.text = text
        unsafe offsets = room.offsets.base
        unsafe bytes = room.bytes.base
        self.facts = facts
    }

    /// Where a token stands; the text's length past the last one.
    @inline(__always)
    func position(_ token: Int) -> Int {
        assert(token >= 0 && token <= facts.count)
        // Every step begins at a token whose byte it has seen, and goes on by one.
        return Int(unsafe offsets[token])
    }

    /// A token's first byte; 0 past the last one.
    @inline(__always)
    func byte(_ token: Int) -> UInt8 {
        assert(token >= 0 && token <= facts.count)
        // As above.
        return unsafe bytes[token]
    }

    /// The first bytes of this token and the next, the first one lowest.
    @inline(__always)
    func two(_ token: Int) -> UInt16 {
        assert(token >= 0 && token <= facts.count)
        // There is room past the last token; what stands there follows a 0, so that it is never
        // taken for a token.
        return unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: token, as: UInt16.self)
    }

    /// Those of four tokens.
    @inline(__always)
    func four(_ token: Int) -> UInt32 {
        assert(token >= 0 && token <= facts.count)
        // As above.
        return unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: token, as: UInt32.self)
    }

    /// Whether this is the last token.
    @inline(__always)
    func isLast(_ token: Int) -> Bool { token &+ 1 == facts.count }

    /// Where a list or object ends whose closing bracket is the token before this one.
    @inline(__always)
    func end(before token: Int) -> Int { position(token &- 1) &+ 1 }

    /// The text of a string.
    ///
    /// - Parameter token: a quote.
    @inline(__always)
    func string(_ token: Int) -> StringRange {
        let quote = position(token)
        let last = position(token &+ 1) &- 1
        // The text is sound, so that a quote closes the string before the next token.
        let end = text.peek(last) == UInt8(ascii: "\"") ? last : close(quote, last)
        return StringRange(
            start: quote &+ 1, end: end, hasEscapes: facts.hasBackslashes && hasBackslash(quote, end))
    }

    /// The closing quote of a string with space between it and the next token.
    @inline(never)
    private func close(_ quote: Int, _ last: Int) -> Int {
        var end = last
        while end > quote &+ 1, text[end] != UInt8(ascii: "\"") { end &-= 1 }
        return end
    }

    @inline(never)
    private func hasBackslash(_ start: Int, _ end: Int) -> Bool {
        text.contains(UInt8(ascii: "\\"), start, end)
    }

    // First bytes of tokens that stand together, as ``two(_:)`` and ``four(_:)`` give them.
    @inline(__always)
    static var key: UInt16 { 0x3A22 }
    /// A key, a string and a comma.
    @inline(__always)
    static var textMember: UInt32 { 0x2C22_3A22 }
}

/// Room for the tokens of a call, allocated with its machine; only what calls use of it becomes
/// resident.
struct TokenRoom {
    /// Bytes of the longest text that there is room for.
    let textBytes: Int
    let offsets: FixedBuffer<UInt32>
    let bytes: FixedBuffer<UInt8>

    /// Texts of more bytes are read byte by byte, not by their tokens: room is five times the text.
    private static let mostTextBytes = 1 << 26

    init(textBytes: Int) {
        self.textBytes = min(textBytes, Self.mostTextBytes)
        // What is written past the last token: a vector, whatever it holds.
        offsets = FixedBuffer(uninitialized: self.textBytes + 80)
        bytes = FixedBuffer(uninitialized: self.textBytes + 80)
    }

    func deallocate() {
        offsets.deallocate()
        bytes.deallocate()
    }
}
