internal import CallgateMachine
internal import CallgateSystem

/// What those who submit and the thread that writes share.
final class RecordQueue: Sendable {
    let settings: RecordSettings
    private let state: Mutex<State>
    /// Set when the thread is to look at the queue.
    private let bell = Meeting(false)
    let progress = Meeting(Progress())

    /// So many entries are worth a transaction; fewer wait for others for so many milliseconds.
    private static let worthWriting = 1_024
    private static let lingering = 5
    /// Whoever waits looks again after the first failure: more than a few never come in between.
    private static let rememberedFailures = 64

    private struct State: ~Copyable {
        var filling: QueueHalf
        /// Entries that were taken, ever.
        var accepted: UInt64 = 0
        var lost = LostTally()
        var least = LeastTimes()
        var failure: RecordFailure?
        /// How often writing failed.
        var failures: UInt64 = 0
        var isClosed = false
        /// Somebody waits for what is in the queue.
        var isUrgent = false
        var thread = ThreadState.busy
    }

    private enum ThreadState { case busy, lingering, parked }

    /// What the thread has done, for those who wait for it.
    struct Progress {
        var written: UInt64 = 0
        var failures: UInt64 = 0
        var failure: RecordFailure?
        /// For each of the last failures, what was written when it happened.
        var writtenAtFailure: [UInt64] = []
        var hasEnded = false
        /// Entries that were not written when the thread ended.
        var unwritten = 0
    }

    init(_ settings: RecordSettings) {
        self.settings = settings
        state = Mutex(State(filling: QueueHalf(entries: settings.queueEntries, bytes: settings.queueBytes)))
    }

    // MARK: Submitting

    /// What came of taking an entry.
    private struct Taken {
        var failure: RecordFailure?
        /// The number of the last entry that was taken.
        var ticket: UInt64 = 0
        /// How often writing had failed.
        var failures: UInt64 = 0
        var mustRing = false
    }

    /// Takes an entry.
    ///
    /// - Parameter image: lives until this returns; not a reference that is counted here, since the thread that writes has
    ///   the same object, and the count would go from core to core with each call.
    /// - Throws: why the call must be denied. The entry then says that it was, where there was room for it.
    func submit(
        _ entry: QueuedEntry, _ texts: EntryTexts, image: Unmanaged<RecordedImage>?, matchCount: Int,
        match: (Int) -> UInt32
    ) throws(RecordFailure) -> RecordID {
        var entry = entry
        let bytes = texts.count + 4 * matchCount
        guard bytes <= settings.queueBytes else {
            let failure = RecordFailure.tooLarge(what: "the call", bytes: bytes, limit: settings.queueBytes)
            state.withLock { $0.lost.add(failure, at: entry.time) }
            ring()
            guard settings.onFailure == .allow else { throw failure }
            return entry.id
        }
        let taken = state.withLock { state -> Taken in
            guard !state.isClosed else { return Taken(failure: .closed) }
            var failure = settings.onFailure == .deny ? state.failure : nil
            if state.filling.hasRoom(bytes: bytes) {
                entry.isDenied = failure != nil
                unsafe state.filling.append(entry, texts, image: image, matchCount: matchCount, match: match)
                state.accepted += 1
            } else {
                let full = RecordFailure.queueFull(entries: state.filling.count, bytes: state.filling.used)
                state.lost.add(state.failure ?? full, at: entry.time)
                if settings.onFailure == .deny { failure = state.failure ?? full }
            }
            let mustRing =
                state.thread == .parked || state.thread == .lingering && state.filling.count >= Self.worthWriting
                || settings.durability == .sync
            if mustRing { state.thread = .busy }
            return Taken(failure: failure, ticket: state.accepted, failures: state.failures, mustRing: mustRing)
        }
        if taken.mustRing { ring() }
        if let failure = taken.failure { throw failure }
        if settings.durability == .sync, let failure = waitUntilWritten(taken.ticket, taken.failures),
            settings.onFailure == .deny
        {
            throw failure
        }
        return entry.id
    }

    private func ring() { bell.change { $0 = true } }

    /// Waits until the entries up to a number are written.
    /// - Parameter mark: how often writing had failed when the last of them was taken.
    /// - Returns: why they are not; nil where they are.
    private func waitUntilWritten(_ ticket: UInt64, _ mark: UInt64) -> RecordFailure? {
        let outcome: RecordFailure?? = progress.wait { progress in
            if progress.failures > mark {
                // The first failure after the entry was taken met it, unless it had been written before. Where that
                // is too long ago to tell, it is taken to have met it.
                let index = progress.writtenAtFailure.count - Int(progress.failures - mark)
                let written = index >= 0 ? progress.writtenAtFailure[index] : 0
                return .some(written >= ticket ? nil : progress.failure)
            }
            if progress.written >= ticket { return .some(nil) }
            return progress.hasEnded ? .some(.closed) : nil
        }
        return outcome ?? nil
    }

    /// Waits until what was submitted is written.
    func flush() throws(RecordFailure) {
        let (ticket, mark) = state.withLock { state in
            state.isUrgent = true
            return (state.accepted, state.failures)
        }
        ring()
        if let failure = waitUntilWritten(ticket, mark) { throw failure }
    }

    /// Takes no more entries, and waits until the thread has ended.
    /// - Returns: how many entries could not be written.
    func close() -> (unwritten: Int, failure: RecordFailure?) {
        state.withLock { $0.isClosed = true }
        ring()
        let unwritten = progress.wait { $0.hasEnded ? $0.unwritten : nil } ?? 0
        return (unwritten, state.withLock { $0.failure })
    }

    /// Has what entries change, that are not taken yet, be kept for so long at least.
    func keep(atLeast times: LeastTimes) { state.withLock { $0.least = times } }

    var failure: RecordFailure? { state.withLock { $0.failure } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    // MARK: The thread

    enum Work {
        /// The half was filled; the entries up to this number are in it or written.
        case entries(through: UInt64)
        case nothingForAWhile
        case end
    }

    /// Waits for entries and takes them.
    ///
    /// - Parameters:
    ///   - half: empty; exchanged for the one with the entries.
    ///   - patience: milliseconds to wait where there is nothing; nil for ever.
    func take(into half: inout QueueHalf, patience: Int?) -> Work {
        enum Step { case take(UInt64), linger, park, end }
        var hasLingered = false
        while true {
            let step = state.withLock { state -> Step in
                let hasWork = state.filling.count > 0 || state.lost.count > 0
                let isWorth =
                    hasLingered || state.isUrgent || state.isClosed || settings.durability == .sync
                    || state.filling.count >= Self.worthWriting
                state.isUrgent = false
                if hasWork, isWorth {
                    swap(&state.filling, &half)
                    half.least = state.least
                    state.thread = .busy
                    return .take(state.accepted)
                }
                if !hasWork, state.isClosed { return .end }
                state.thread = hasWork ? .lingering : .parked
                return hasWork ? .linger : .park
            }
            switch step {
            case .take(let accepted): return .entries(through: accepted)
            case .end: return .end
            case .linger:
                _ = waitForBell(Self.lingering)
                hasLingered = true
            case .park: if !waitForBell(patience) { return .nothingForAWhile }
            }
        }
    }

    /// - Returns: whether it rang.
    func waitForBell(_ milliseconds: Int?) -> Bool {
        bell.wait(atMost: milliseconds) { hasRung in
            guard hasRung else { return nil }
            hasRung = false
            return true
        } ?? false
    }

    /// Entries that are lost and not told of yet.
    var lost: LostTally { state.withLock { $0.lost } }

    /// Writing failed: those who wait are told, and what they wait for is marked as denied.
    func fail(_ failure: RecordFailure, _ half: inout QueueHalf, from first: Int, written: UInt64) {
        let mustDeny = settings.durability == .sync && settings.onFailure == .deny
        if mustDeny { half.deny(from: first) }
        let failures = state.withLock { state in
            state.failure = failure
            state.failures += 1
            if mustDeny { state.filling.deny(from: 0) }
            return state.failures
        }
        progress.change { progress in
            progress.failures = failures
            progress.failure = failure
            progress.writtenAtFailure.append(written)
            if progress.writtenAtFailure.count > Self.rememberedFailures { progress.writtenAtFailure.removeFirst() }
        }
    }

    /// Entries were written.
    /// - Parameter told: lost ones of which the chain now tells.
    func succeed(written: UInt64, told: LostTally) {
        state.withLock { state in
            state.failure = nil
            state.lost.subtract(told)
        }
        progress.change { $0.written = written }
    }

    /// Nothing more will be written.
    func end(unwritten: Int) {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.filling.count + Int(state.lost.count)
        }
        progress.change { progress in
            progress.hasEnded = true
            progress.unwritten = unwritten + waiting
        }
    }
}

/// Entries that could not be kept.
struct LostTally {
    private(set) var count: Int64 = 0
    private(set) var since = CallTime(seconds: 0)
    private(set) var until = CallTime(seconds: 0)
    private(set) var reason: StaticString = ""

    mutating func add(_ failure: RecordFailure, at time: CallTime) {
        if count == 0 {
            since = time
            reason = failure.name
        }
        until = time
        count += 1
    }

    mutating func subtract(_ other: LostTally) { count -= other.count }
}
