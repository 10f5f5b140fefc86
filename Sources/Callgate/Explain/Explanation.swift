public import CallgateBytecode

/// Why a decision came out as it did.
public struct Explanation: Hashable, Sendable {
    public var report: DecisionReport
    /// One sentence.
    public var why: String
    /// The call whose result is the reason.
    public var cause: String?
    /// Every rule that looks at the tool, in the order of the documents.
    public var rules: [Rule]

    /// What one rule made of the call.
    public struct Rule: Hashable, Sendable {
        public var name: String
        public var effect: Effect
        public var isMonitored: Bool
        public var outcome: Outcome
        /// File and line.
        public var place: String
        /// The condition's source, or nil where the rule has none.
        public var condition: SourceExcerpt?
        /// The condition and its parts, each part after what it is a part of.
        public var values: [Value]
    }

    public enum Outcome: String, Hashable, Sendable {
        case matched
        case didNotMatch = "did not match"
        /// The condition came to an error, or to something that is no bool.
        case failed
        /// The condition is true, and the rule's limit is not reached.
        case withinLimit = "within its limit"
        /// The evaluation passed a limit of work or memory.
        case didNotFinish = "did not finish"
    }

    /// A subexpression and its value.
    public struct Value: Hashable, Sendable {
        public var source: SourceExcerpt
        /// 0 for the condition itself.
        public var depth: Int
        /// In CEL's notation; nil where it was not evaluated.
        public var value: String?
        public var isError: Bool
        /// Within a loop: the value is that of the last time around.
        public var isInLoop: Bool
    }
}
