extension JSON {
    /// Reads a text that is one value, and nothing else.
    public init(_ bytes: [UInt8]) throws(Malformation) {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        self = try reader.readValue()
        reader.skipSpace()
        guard reader.next == nil else { throw Malformation(.invalidJSON, at: reader.position) }
    }
}
