/// The limits of one policy; spec/limits.md says why each is what it is.
public enum CompilerLimits {
    public static let rules = 1 << 20
    /// Tool IDs that rules name.
    public static let tools = 1 << 20
    /// Seeds of the hash of tool IDs that are tried.
    public static let toolSeeds = 16
    /// Pilots that are tried to lead IDs to their tools; of 1,048,576 tools, one takes more than this many once
    /// in 10^27 policies.
    public static let pilots: UInt32 = 1 << 26
    /// Rules that govern one tool.
    public static let rulesOfTool = 1 << 16
    /// Bytes of a tool ID or glob.
    public static let toolBytes = 1 << 10
    /// Values of a list that conditions do more with than look values up in it.
    public static let constantList = 4096
    /// Different globs.
    public static let globs = 1 << 10
}
