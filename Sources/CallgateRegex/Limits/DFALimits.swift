/// How large one DFA may become, and how much work its construction may take.
public struct DFALimits: Sendable, Hashable {
    /// States before it is minimised; at most 65,535, which two bytes name.
    public var states: Int
    /// Bytes of its transition table.
    public var tableBytes: Int
    /// Steps of its construction.
    public var work: Int

    public init(states: Int, tableBytes: Int, work: Int) {
        self.states = states
        self.tableBytes = tableBytes
        self.work = work
    }

    /// For the patterns of conditions, of which a policy may have thousands.
    public static let pattern = DFALimits(
        states: RegexLimits.maximumDFAStates, tableBytes: RegexLimits.maximumDFATableBytes,
        work: RegexLimits.maximumDFAWork)

    /// For the globs of a policy, which share one: some seconds at worst, and 8 MiB of the image.
    public static let globs = DFALimits(states: 65_535, tableBytes: 8 << 20, work: 100_000_000)
}
