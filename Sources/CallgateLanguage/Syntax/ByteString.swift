/// Text as its UTF-8, for keys of dictionaries: Swift's own equality of strings joins what Unicode calls
/// equivalent, and an array of bytes is hashed byte by byte.
public struct ByteString: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }

    public func hash(into hasher: inout Hasher) {
        // The array's own bytes.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}
