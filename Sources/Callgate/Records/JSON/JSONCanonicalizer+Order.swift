extension JSONCanonicalizer {
    /// Whether a key comes before another, by the UTF-16 code units of both.
    ///
    /// - Parameter a: a key as a canonical string without its quotes, as a range of the buffer.
    static func precedes(_ a: Range<Int>, _ b: Range<Int>, _ buffer: borrowing LineBuffer) -> Bool {
        unsafe buffer.withBytes { unsafe precedes(a, b, $0) }
    }

    static func precedes(_ a: Range<Int>, _ b: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        // The ranges are of the output that the bytes are.
        let (left, right) = unsafe (
            UnsafeRawBufferPointer(rebasing: bytes[a]), UnsafeRawBufferPointer(rebasing: bytes[b])
        )
        var index = 0
        let common = min(left.count, right.count)
        while index < common {
            let (x, y) = unsafe (left[index], right[index])
            if x != y { break }
            // An escape stands for something that sorts elsewhere than its backslash.
            if x == UInt8(ascii: "\\") { return unsafe codeUnits(left).lexicographicallyPrecedes(codeUnits(right)) }
            index += 1
        }
        guard index < common else { return left.count < right.count }
        let (x, y) = unsafe (left[index], right[index])
        if x == UInt8(ascii: "\\") || y == UInt8(ascii: "\\") {
            return unsafe codeUnits(left).lexicographicallyPrecedes(codeUnits(right))
        }
        return weight(x) < weight(y)
    }

    /// UTF-8 sorts as UTF-16 does, but for U+E000 ... U+FFFF, which start with EE or EF: they come after the
    /// surrogates, whose characters start with F0 ... F4.
    private static func weight(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x08 : byte }

    private static func codeUnits(_ key: UnsafeRawBufferPointer) -> [UInt16] {
        var decoded = LineBuffer()
        unsafe CanonicalString.decode(key, into: &decoded)
        return Array(decoded.string.utf16)
    }
}
