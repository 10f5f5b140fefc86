/// Whether a text is one JSON object, and nothing else.
public enum JSONObjectCheck {
    /// Checks as the scan of a call does, nesting counted as within a call.
    public static func isObject(_ text: [UInt8]) -> Bool {
        unsafe text.withUnsafeBytes { unsafe isObject($0) }
    }

    /// Likewise; allocates nothing.
    public static func isObject(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress else { return false }
        // The caller's buffer is valid until this returns.
        var scanner = unsafe JSONScanner(ByteSpan(base: base, count: text.count))
        scanner.skipSpace()
        guard scanner.bytes.peek(scanner.position) == UInt8(ascii: "{"), scanner.value(depth: 1) else {
            return false
        }
        scanner.skipSpace()
        return scanner.position == text.count
    }

    /// The names of an object's members as they are written, escapes and all, in their order.
    ///
    /// - Parameter text: must be an object.
    public static func names(of text: [UInt8]) -> [[UInt8]] {
        guard isObject(text) else { return [] }
        return unsafe text.withUnsafeBytes { buffer in
            var names: [[UInt8]] = []
            // An object is not empty; the buffer is valid within this closure.
            var cursor = unsafe JSONCursor(
                ByteSpan(base: buffer.baseAddress!, count: buffer.count), at: 0)
            cursor.skipSpace()
            guard cursor.enter() else { return [] }
            repeat {
                let name = cursor.key()
                names.append((name.start..<name.end).map { cursor.bytes[$0] })
                cursor.value()
            } while cursor.advance()
            return names
        }
    }
}
