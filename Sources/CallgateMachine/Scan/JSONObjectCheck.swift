/// Whether a text is one JSON object, and nothing else.
public enum JSONObjectCheck {
    /// Checks as the scan of a call does, nesting counted as within a call.
    public static func isObject(_ text: [UInt8]) -> Bool {
        unsafe text.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            // The buffer is valid within this closure.
            var scanner = unsafe JSONScanner(ByteSpan(base: base, count: buffer.count))
            scanner.skipSpace()
            guard scanner.bytes.peek(scanner.position) == UInt8(ascii: "{"), scanner.value(depth: 1) else {
                return false
            }
            scanner.skipSpace()
            return scanner.position == buffer.count
        }
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
