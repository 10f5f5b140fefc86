/// One YAML document as its caller has read it.
public struct PolicyDocumentSource: Sendable {
    /// What diagnostics call it, such as a path.
    public var name: String
    /// The whole text, which must be UTF-8 without a byte order mark.
    public var bytes: [UInt8]

    /// The directory that paths in the document start from; nil for a text that is no file, which names none.
    public var directory: String?

    public init(name: String, bytes: [UInt8], directory: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.directory = directory
    }

    public init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }
}
