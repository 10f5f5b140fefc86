/// A pattern compiled to tell where it matches: an ``NFA`` without the loop before it, whose
/// threads note places.
///
/// The place 2*g* is where group *g* starts to match, 2*g* + 1 where it ends; group 0 is the
/// match as a whole. Of the ways to match, the one is meant that a search which tries
/// alternatives in their order would find first, as in RE2 and Go.
///
/// The simulation keeps a list of threads, each an instruction and its places, in the order of
/// preference. At a position, from that where the search starts to the text's length:
///
/// 1. Where nothing has matched yet and the position is between scalars, add a thread without
///    places at `start`, last.
/// 2. Take the threads in turn. A `match` is the best so far, and ends the turn: what comes after
///    it is less preferred. A `byteRange` that the byte at the position is in adds a thread with
///    the same places at its `next`, at the following position.
///
/// To *add* a thread at a position is to follow, depth first, what consumes nothing: of a `split`
/// first `next`, then `alternative`; through an `assertion` that holds there; through a `save`,
/// with the position noted in its place. An instruction that was added at the position before is
/// not added again: the thread that came first is preferred. So a position costs a visit to each
/// instruction at most.
///
/// - Invariant: `instructions` and `start` are as in ``NFA``, and the place of a `save` is below
///   2 × (`groupCount` + 1).
/// - Complexity: O(*n* · *m*) in instructions and bytes for a search.
public struct CapturingPattern: Sendable, Hashable {
    public let instructions: [NFAInstruction]
    public let start: Int
    /// Groups beside the match as a whole; 0 ... ``RegexLimits/maximumGroups``.
    public let groupCount: Int

    /// - Throws: `tooManyGroups`, or `automatonTooLarge` where it passes
    ///   ``RegexLimits/maximumNFAInstructions``.
    public init(_ pattern: Pattern) throws(PatternError) {
        guard pattern.groupCount <= RegexLimits.maximumGroups else {
            throw PatternError(
                .tooManyGroups,
                "the pattern has \(pattern.groupCount) groups, more than the \(RegexLimits.maximumGroups) that are allowed",
                at: 0..<pattern.source.utf8.count, suggestion: "`(?:` for groups that nothing asks for")
        }
        do throws(NFAWriter.TooLarge) {
            let builder = try CapturingBuilder(pattern.syntax)
            instructions = builder.instructions
            start = Int(builder.start)
        } catch {
            throw .tooLarge(pattern)
        }
        groupCount = pattern.groupCount
    }
}
