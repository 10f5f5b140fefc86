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
}
