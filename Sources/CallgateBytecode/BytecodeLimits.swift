/// The limits of the image format; spec/limits.md says why each is what it is.
public enum BytecodeLimits {
    /// Labels of results: a bit for each.
    public static let labels = 64
    /// Bytes of a label.
    public static let labelBytes = 256
    /// Registers of a program, prefilled ones included.
    public static let registers = 256
    /// Instructions of one program.
    public static let programLength = 1 << 20
    /// Expressions in one message.
    public static let outputs = 32
    /// Elements or entries of one list or map literal.
    public static let literalElements = 1 << 20
    /// Levels of fields that the scan of a call fills directly; deeper ones are selected.
    public static let pathDepth = 16
    /// Bytes of a tool ID, and of a field's name that the scan of a call looks for.
    public static let textBytes = 1 << 10
    /// Nesting of constant lists and maps.
    public static let constantDepth = 64
    /// Constants of all programs together, those that several have counted for each.
    public static let programConstants = 1 << 27
    /// Rules of one program.
    public static let programRules = 1 << 16
    /// Bytes of an image.
    public static let imageBytes = 1 << 30
    /// Groups of a pattern that tells where it matches.
    public static let patternGroups = 64
    /// Nested loops of a program.
    public static let loopDepth = 32
    /// Places of a lookup that are looked at for one key.
    public static let probes = 256
    /// Bytes of a text that a set of beginnings, ends or parts has.
    public static let affixBytes = 1 << 10
}
