import CallgateLanguage

/// A node of a document's tree, aliases replaced by what they stand for.
struct YAMLNode {
    indirect enum Content {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
        /// Something that has been reported and is not to be looked at.
        case refused
    }

    var content: Content
    /// Where the node stands: a scalar's text, the start of a collection, or the alias.
    var range: SourceRange
    /// Nodes in the subtree, itself included, aliases expanded.
    var nodeCount: Int
    /// Bytes of its scalars, aliases expanded.
    var textBytes: Int
}

/// A key and its value.
struct YAMLEntry {
    var key: YAMLNode
    var value: YAMLNode
}

/// A scalar as it is written.
struct YAMLScalar {
    /// What it means, as UTF-8: escapes decoded, lines folded.
    var bytes: [UInt8]
    var style: YAMLScalarStyle
    /// The bytes of the document from its first character (the quote, or `|` and `>`) to its end.
    var source: SourceRange

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
