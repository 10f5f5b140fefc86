internal import CallgateMachine

/// An entry that waits to be written; its bytes are in the queue.
///
/// Nothing in it needs to be destroyed: ``QueueHalf`` holds what it refers to.
@safe
struct QueuedEntry {
    var kind: EntryKind
    var id: RecordID
    var of: RecordID?
    var approval: RecordID?
    var time: CallTime
    /// The raw value of an effect.
    var effect: UInt8 = 0
    var reason: StaticString = ""
    var error: StaticString?
    var rule: UInt32 = .max
    /// Kept alive by the half of the queue that the entry is in.
    @unsafe var image: Unmanaged<RecordedImage>?
    var durationNanoseconds: UInt64 = 0
    var resultBytes = 0
    var answer: ApprovalAnswer.Answer = .granted
    var isMalformed = false
    /// Whoever submitted the entry was told that it can't be written, and denies.
    var isDenied = false
    /// Where its matches start in the queue's bytes.
    var matchStart: UInt32 = 0
    var matchCount: UInt32 = 0
    var call = Text()
    var session = Text()
    var tool = Text()
    var approver = Text()
    var ruleName = Text()
    /// A list of strings as canonical JSON.
    var labels = Text()
    /// A ``StateNote``.
    var state = Text()
    /// Of a result.
    var isTrusted: Bool?

    /// A text in the queue's bytes, of which there are no more than 32 bits can count; a count of -1 where there is none.
    struct Text {
        var start: UInt32 = 0
        var count: Int32 = -1
    }

    /// What the queue keeps of a match: bit 31 whether the rule only monitors, the others its number.
    static func word(_ match: RuleMatch) -> UInt32 { UInt32(match.rule) | (match.isMonitored ? 1 << 31 : 0) }

    static func match(_ word: UInt32) -> (rule: Int, isMonitored: Bool) {
        (Int(word & (1 << 31 - 1)), word & 1 << 31 != 0)
    }

    init(_ kind: EntryKind, _ id: RecordID, at time: CallTime) {
        self.kind = kind
        self.id = id
        self.time = time
    }

    /// - Parameter facts: their image is not taken: the queue does when it takes the entry.
    init(_ kind: EntryKind, _ id: RecordID, _ facts: borrowing DecisionFacts) {
        self.init(kind, id, at: facts.time)
        approval = facts.approval
        effect = facts.effect.rawValue
        reason = facts.reason
        error = facts.error
        rule = facts.rule
        durationNanoseconds = facts.durationNanoseconds
        isMalformed = facts.isMalformed
    }
}

/// The texts of an entry that is submitted, valid while it is.
@safe
struct EntryTexts {
    @unsafe var call: UnsafeRawBufferPointer?
    @unsafe var session: UnsafeRawBufferPointer?
    @unsafe var tool: UnsafeRawBufferPointer?
    @unsafe var approver: UnsafeRawBufferPointer?
    @unsafe var ruleName: UnsafeRawBufferPointer?
    @unsafe var labels: UnsafeRawBufferPointer?
    @unsafe var state: UnsafeRawBufferPointer?

    var count: Int {
        unsafe (call?.count ?? 0) + (session?.count ?? 0) + (tool?.count ?? 0) + (approver?.count ?? 0)
            + (ruleName?.count ?? 0) + (labels?.count ?? 0) + (state?.count ?? 0)
    }
}
