/// The bounds of what is a call at all; the reference has no others.
public enum ReferenceLimits {
    /// UTF-8 bytes in one call, unless the reader is told otherwise.
    public static let callBytes = 1_048_576
    /// Arrays and objects within one another, the call itself included.
    public static let callNesting = 128
}
