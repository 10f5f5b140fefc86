/// What one decision may cost; spec/limits.md says why each default is what it is.
public struct MachineLimits: Sendable, Hashable {
    /// Bytes of the JSON text of a call, 1 ... 2^30.
    public var callBytes: Int = 1 << 20
    /// Units of work, one for an iteration or 16 bytes of data looked at; 1 ... 2^40.
    public var fuel: Int = 4_000_000
    /// Bytes of values built while running, and of strings whose escapes are decoded; 4,096 ... 2^30.
    public var arenaBytes: Int = 4 << 20
    /// Subexpressions whose values a tracing program can note, by their numbers; 0 for none.
    public var traceNotes: Int = 0

    public init() {}

    /// Levels of nested arrays and objects in a call, the call itself included. Fixed: the scan
    /// keeps one bit a level in a 128-bit word.
    public static let callDepth = 128

    /// Levels of lists and maps in each other that comparing follows: more than a call and a
    /// condition together can nest.
    public static let valueDepth = 512

    /// Ints that `lists.range` makes: half of what the default arena holds.
    public static let rangeElements = 1 << 17

    /// Digits after the point that a clause of `format` may ask for.
    public static let formatPrecision = 100
}
