extension CallTime {
    /// The time that an RFC 3339 text names, or nil where it names none in range.
    public init?(_ text: String) {
        var text = text
        let time = text.withUTF8 { buffer -> CallTime? in
            guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return nil }
            // The buffer is valid within this closure.
            var reader = unsafe TimestampReader(ByteSpan(base: base, count: buffer.count))
            guard reader.read(), TimeText.seconds.contains(reader.seconds) else { return nil }
            return CallTime(seconds: reader.seconds, nanoseconds: reader.nanoseconds)
        }
        guard let time else { return nil }
        self = time
    }
}
