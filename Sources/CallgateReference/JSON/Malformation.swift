/// Why a text is no call.
public struct Malformation: Error, Sendable, Hashable {
    public var kind: Kind
    /// The first byte that cannot be right; each kind says which that is.
    public var offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// More bytes than allowed; the offset is the limit.
        case callTooLarge = "call_too_large"
        /// At the bracket that is one too deep.
        case nestingTooDeep = "nesting_too_deep"
        /// Not in RFC 8259's form. A string without its end is reported at its quote.
        case invalidJSON = "invalid_json"
        /// At the zero that leads, or where a digit is missing.
        case invalidNumber = "invalid_number"
        /// At the backslash of an escaped half of a surrogate pair without the other.
        case loneSurrogate = "lone_surrogate"
        /// At the first byte of a sequence in a string.
        case invalidUTF8 = "invalid_utf8"
        /// Not there (the offset is 0), or not a string.
        case invalidTool = "invalid_tool"
        /// Not an object.
        case invalidArgs = "invalid_args"
        /// Not an object.
        case invalidContext = "invalid_context"
        /// At the second `tool`, `args` or `context`.
        case duplicateKey = "duplicate_key"
    }
}
