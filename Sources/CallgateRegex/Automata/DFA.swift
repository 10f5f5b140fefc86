/// A minimised deterministic automaton over the bytes of UTF-8, for one pattern or a set of them.
///
///     var state = start
///     for byte in text {
///         state = transitions[state * classCount + classOf[byte]]
///         if state <= 1 { break }
///     }
///     matched = acceptSets[acceptAtEnd[state]]
///
/// State 0 is dead: no pattern has matched and none can any more. State 1 is done: all patterns
/// have matched. Both lead only to themselves, so a run may stop there. The other states are
/// numbered in the order in which a breadth-first walk from `start` meets them, classes in rising
/// order, so that equal patterns have equal tables.
///
/// - Invariant: `classOf` has 256 entries below `classCount`; `transitions` has `stateCount` ×
///   `classCount` entries below `stateCount`, one row for each state; `acceptAtEnd` has
///   `stateCount` entries that index `acceptSets`; `stateCount` is at least 2.
public struct DFA: Sendable, Hashable {
    /// The class of each byte; bytes of one class are alike in every state.
    public var classOf: [UInt8]
    /// 1 to 256.
    public var classCount: Int
    public var stateCount: Int
    public var start: UInt16
    public var transitions: [UInt16]
    /// For each state the index in `acceptSets` of what has matched when the text ends there.
    public var acceptAtEnd: [UInt16]
    /// Indices of patterns in rising order. Set 0 is empty, set 1 holds all patterns; for a
    /// single pattern there is no other.
    public var acceptSets: [[Int]]

    /// The indices of the patterns that match some part of the text.
    ///
    /// - Parameter utf8: valid UTF-8.
    public func matchedSet(_ utf8: some Collection<UInt8>) -> [Int] {
        var state = Int(start)
        for byte in utf8 {
            state = Int(transitions[state * classCount + Int(classOf[Int(byte)])])
            if state <= 1 {
                break
            }
        }
        return acceptSets[Int(acceptAtEnd[state])]
    }

    /// Whether some part of the text matches one of the patterns.
    ///
    /// - Parameter utf8: valid UTF-8.
    public func matches(_ utf8: some Collection<UInt8>) -> Bool {
        !matchedSet(utf8).isEmpty
    }
}
