/// The bounds within which a pattern is accepted and compiled.
public enum RegexLimits {
    /// Bytes of a pattern's source. The longest patterns in public e-mail and URL collections have some
    /// 6,000; a list of 50,000 hosts has a million. What is no list of texts meets the limits below first.
    public static let maximumPatternBytes = 1 << 20

    /// Groups within groups. Every walk of a tree recurses at most a small multiple of this,
    /// which a thread's 512 KiB stack holds.
    public static let maximumNestingDepth = 200

    /// The largest count in `{n,m}`, and the largest product of such counts that are nested.
    /// It is RE2's.
    public static let maximumRepetition = 1_000

    /// Groups of a ``CapturingPattern``: two places each for every thread of a simulation.
    public static let maximumGroups = 64

    /// Instructions of an NFA: their indices fit two bytes, which the sets of a simulation hold.
    /// At 12 bytes each that is 768 KiB of an image; `\pL` takes 1,085.
    public static let maximumNFAInstructions = 65_535

    /// Bytes of a DFA's transition table, two to an entry: what fits a core's second-level cache.
    public static let maximumDFATableBytes = 262_144

    /// States of a DFA before it is minimised.
    public static let maximumDFAStates = 8_192

    /// Steps that the construction of one DFA may take, one for each instruction that is looked
    /// at for each state and byte class; at worst a tenth of a second.
    public static let maximumDFAWork = 2_000_000

    /// Strings that a ``LiteralTest`` compares with one by one. Past it one pass of a DFA, or a hash
    /// table, is cheaper.
    public static let maximumLiterals = 16

    /// Strings of a ``LiteralTest`` whose strings are looked up in a hash table.
    public static let maximumTableLiterals = 65_536

    /// Bytes of all of these together, those that are made on the way included.
    public static let maximumTableBytes = 4 << 20

    /// Bytes of one string in a ``LiteralTest``, so that a search for it costs a bounded number
    /// of comparisons for each byte of the text.
    public static let maximumLiteralBytes = 256
}
