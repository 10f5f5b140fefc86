/// The bounds of what is a call at all, and of what single numbers can ask for; the reference has no others.
public enum ReferenceLimits {
    /// UTF-8 bytes in one call, unless the reader is told otherwise.
    public static let callBytes = 1_048_576
    /// Arrays and objects within one another, the call itself included.
    public static let callNesting = 128
    /// Elements that `lists.range` makes at most.
    public static let rangeCount: Int64 = 131_072
    /// Digits behind the point that a clause of `format` can ask for.
    public static let formatPrecision = 100
}
