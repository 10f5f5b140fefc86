public import CallgateMachine
internal import CallgateSystem

/// Writes records: whoever decides hands them over in well under a microsecond, and a thread makes their texts,
/// chains them, and appends them to a store.
///
/// What happens where a record can't be written, and what a crash can lose, is in `spec/records.md`.
public final class RecordWriter: Sendable {
    private let queue: RecordQueue
    let store: any RecordStore
    private let closesStore: Bool
    /// Whether a guard keeps what it knows in the store.
    private let isClaimed = Mutex(false)

    /// Starts the thread; the chain goes on where the store ends.
    ///
    /// - Parameters:
    ///   - store: nobody else may append to it until the writer is closed.
    ///   - signer: signs checkpoints; without one there are none.
    ///   - closesStore: whether the store is closed with the writer.
    /// - Throws: where the store can't be read or its end is not as it was written, or there is no thread.
    public init(
        _ store: any RecordStore, settings: RecordSettings = .standard, signer: CheckpointSigner? = nil,
        closesStore: Bool = false
    ) throws(RecordFailure) {
        let head: ChainHead
        do throws(RecordStoreError) {
            head = try store.head()
        } catch {
            throw .store(error)
        }
        let queue = RecordQueue(settings)
        let thread = SystemThread {
            var pump = RecordPump(queue, store, signer: signer, head: head)
            pump.run()
        }
        guard let thread else { throw .noThread }
        thread.detach()
        self.queue = queue
        self.store = store
        self.closesStore = closesStore
    }

    deinit { try? close() }

    /// Hands over a decision.
    ///
    /// - Parameters:
    ///   - call: the call as JSON; copied. At most ``RecordSettings/queueBytes``.
    ///   - session: UTF-8, at most ``RecordLimits/nameBytes``; copied.
    ///   - matches: the rules that matched, of the image of the facts.
    ///   - id: the entry's; a new one if left out.
    /// - Returns: the entry's ID.
    /// - Throws: why the record can't be written; the call must be denied then, with the reason `records`, which is what
    ///   its entry will say. Never where ``RecordSettings/onFailure`` is `allow`, but for names that are too long.
    @discardableResult
    public func submit(
        _ facts: DecisionFacts, call: UnsafeRawBufferPointer, session: UnsafeRawBufferPointer? = nil,
        matches: [RuleMatch] = [], id: RecordID? = nil
    ) throws(RecordFailure) -> RecordID {
        try unsafe check("the session", session)
        return try unsafe queue.submit(
            QueuedEntry(.decision, id ?? RecordID.make(at: facts.time), facts), EntryTexts(call: call, session: session),
            image: facts.imageReference, matchCount: matches.count
        ) { QueuedEntry.word(matches[$0]) }
    }

    /// Hands over a decision of which the matches are those of a decider's last decision; see the other one.
    @discardableResult
    public func submit(
        _ facts: DecisionFacts, by decider: borrowing Decider, call: UnsafeRawBufferPointer,
        session: UnsafeRawBufferPointer? = nil, id: RecordID? = nil
    ) throws(RecordFailure) -> RecordID {
        try unsafe check("the session", session)
        let entry = QueuedEntry(.decision, id ?? RecordID.make(at: facts.time), facts)
        let count = facts.isMalformed ? 0 : decider.machine.matchedCount
        return try unsafe queue.submit(
            entry, EntryTexts(call: call, session: session), image: facts.imageReference, matchCount: count
        ) { QueuedEntry.word(decider.machine.matched($0)) }
    }

    /// Hands over the judgement of a call's result.
    ///
    /// - Parameters:
    ///   - tool: the tool that was called, UTF-8; copied.
    ///   - session: UTF-8, at most ``RecordLimits/nameBytes``; copied.
    ///   - matches: the rules that matched, of the image of the judgement.
    /// - Throws: as for a decision: the result must be denied then.
    @discardableResult
    public func submit(
        _ result: ResultFacts, tool: UnsafeRawBufferPointer?, session: UnsafeRawBufferPointer? = nil,
        matches: [RuleMatch] = []
    ) throws(RecordFailure) -> RecordID {
        try unsafe submit(result, tool: tool, session: session, matches: matches, state: nil)
    }

    /// Hands over the judgement of a call's result, and what it changes in what a guard knows.
    func submit(
        _ result: ResultFacts, tool: UnsafeRawBufferPointer?, session: UnsafeRawBufferPointer?, matches: [RuleMatch],
        state: UnsafeRawBufferPointer?
    ) throws(RecordFailure) -> RecordID {
        try unsafe check("the session", session)
        var entry = QueuedEntry(.result, RecordID.make(at: result.judgement.time), result.judgement)
        entry.of = result.of
        entry.resultBytes = result.bytes
        entry.isTrusted = result.isTrusted
        let labels = result.labels.isEmpty ? nil : CanonicalJSON.list(result.labels)
        return try unsafe Self.withBytes(labels) { labels throws(RecordFailure) in
            try unsafe queue.submit(
                entry, EntryTexts(session: session, tool: tool, labels: labels, state: state),
                image: result.judgement.imageReference, matchCount: matches.count
            ) { QueuedEntry.word(matches[$0]) }
        }
    }

    /// Hands over an approver's answer.
    /// - Throws: as for a decision: the answer must not count then.
    @discardableResult
    public func submit(_ answer: ApprovalAnswer) throws(RecordFailure) -> RecordID {
        var entry = QueuedEntry(.approval, RecordID.make(at: answer.time), at: answer.time)
        entry.of = answer.of
        entry.answer = answer.answer
        let texts = [answer.approver, answer.rule].map { $0.map { Array($0.utf8) } }
        return try unsafe Self.withBytes(texts[0]) { approver throws(RecordFailure) in
            try unsafe Self.withBytes(texts[1]) { rule throws(RecordFailure) in
                try unsafe check("the approver", approver)
                try unsafe check("the rule", rule)
                return try unsafe queue.submit(
                    entry, EntryTexts(approver: approver, ruleName: rule), image: nil, matchCount: 0
                ) { _ in 0 }
            }
        }
    }

    /// Hands over a decision, and what it changes in what a guard knows.
    ///
    /// - Parameter image: in the place of that of the facts; lives until this returns.
    func submit(
        _ facts: DecisionFacts, call: UnsafeRawBufferPointer, session: UnsafeRawBufferPointer?, matches: [RuleMatch],
        by image: Unmanaged<RecordedImage>, id: RecordID, state: UnsafeRawBufferPointer?
    ) throws(RecordFailure) {
        try unsafe check("the session", session)
        _ = try unsafe queue.submit(
            QueuedEntry(.decision, id, facts), EntryTexts(call: call, session: session, state: state), image: image,
            matchCount: matches.count
        ) { QueuedEntry.word(matches[$0]) }
    }

    /// Lets one guard keep what it knows in the store, until it gives that up.
    /// - Returns: false where another one does.
    func claimState() -> Bool {
        isClaimed.withLock { isClaimed in
            defer { isClaimed = true }
            return !isClaimed
        }
    }

    /// Has what is submitted from here on be kept for so long at least, under whichever policy it came.
    func keep(atLeast times: LeastTimes) { queue.keep(atLeast: times) }

    func giveUpState() { isClaimed.withLock { $0 = false } }

    /// What a decision waits for.
    var durability: RecordSettings.Durability { queue.settings.durability }

    /// Waits until everything that was submitted is written.
    /// - Throws: why it is not.
    public func flush() throws(RecordFailure) { try queue.flush() }

    /// Takes no more, waits until everything is written, and ends the thread.
    /// - Throws: where entries could not be written: how many.
    public func close() throws(RecordCloseError) {
        let (unwritten, failure) = queue.close()
        // What is written is written, also where somebody still reads and the log stays beside the file.
        if closesStore { try? store.close() }
        if unwritten > 0 { throw RecordCloseError(unwritten: unwritten, failure: failure) }
    }

    /// Why records can't be written at the moment; nil where they can.
    public var failure: RecordFailure? { queue.failure }

    // MARK: Handing over

    private func check(_ what: String, _ name: UnsafeRawBufferPointer?) throws(RecordFailure) {
        guard let name = unsafe name, name.count > RecordLimits.nameBytes else { return }
        throw .tooLarge(what: what, bytes: name.count, limit: RecordLimits.nameBytes)
    }

    /// Gives the bytes of an array to a function, or nil where there is none.
    static func withBytes<Result>(
        _ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) throws(RecordFailure) -> Result
    ) throws(RecordFailure) -> Result {
        guard let bytes else { return try body(nil) }
        let result = unsafe bytes.withUnsafeBytes { buffer -> Swift.Result<Result, RecordFailure> in
            do throws(RecordFailure) { return .success(try unsafe body(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Gives the bytes of a text to a function, or nil where there is none.
    static func withBytes<Result>(
        _ text: String?, _ body: (UnsafeRawBufferPointer?) throws(RecordFailure) -> Result
    ) throws(RecordFailure) -> Result {
        guard var text else { return try body(nil) }
        let result = text.withUTF8 { bytes -> Swift.Result<Result, RecordFailure> in
            do throws(RecordFailure) {
                return .success(try unsafe body(UnsafeRawBufferPointer(bytes)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Entries were not written when the writer was closed.
public struct RecordCloseError: Error, Hashable, Sendable, CustomStringConvertible {
    public var unwritten: Int
    public var failure: RecordFailure?

    public var description: String {
        let reason = failure.map { ": \($0)" } ?? ""
        return "\(unwritten) record\(unwritten == 1 ? " was" : "s were") not written\(reason)"
    }
}
