internal import CallgateMachine

/// What the thread that writes does: takes entries from the queue, makes their texts, and appends them to the store.
struct RecordPump: ~Copyable {
    private let queue: RecordQueue
    private let store: any RecordStore
    private let signer: CheckpointSigner?
    private var builder: EntryBuilder
    private var half: QueueHalf
    /// The end of what is written.
    private var head: ChainHead
    /// Entries of the queue that are written, ever.
    private var written: UInt64 = 0
    private var lastCheckpoint: Int64
    /// When the first entry after the last checkpoint was written.
    private var unsignedSince: ContinuousClock.Instant?

    /// Milliseconds until writing is tried again after it failed: doubled from the first to the last.
    private static let pauses = 50...1_000

    init(_ queue: RecordQueue, _ store: any RecordStore, signer: CheckpointSigner?, head: ChainHead) {
        self.queue = queue
        self.store = store
        self.signer = signer
        self.head = head
        builder = EntryBuilder(queue.settings)
        half = QueueHalf(entries: queue.settings.queueEntries, bytes: queue.settings.queueBytes)
        // What was written before may be unsigned; the first checkpoint covers it.
        lastCheckpoint = head.sequence
    }

    mutating func run() {
        var isEnding = false
        while !isEnding {
            switch queue.take(into: &half, patience: patience) {
            case .entries:
                let left = writeAll(checkpoint: false)
                half.removeAll()
                if left > 0 { return queue.end(unwritten: left) }
            case .nothingForAWhile: _ = writeAll(checkpoint: true)
            case .end: isEnding = true
            }
            if isCheckpointDue { _ = writeAll(checkpoint: true) }
        }
        if signer != nil, head.sequence > lastCheckpoint { _ = writeAll(checkpoint: true) }
        queue.end(unwritten: 0)
    }

    private var interval: Duration { .seconds(queue.settings.checkpointSeconds) }

    /// Milliseconds until a checkpoint is due.
    private var patience: Int? {
        guard signer != nil, let unsignedSince else { return nil }
        return max(0, Int((interval - (ContinuousClock.now - unsignedSince)) / .milliseconds(1)))
    }

    private var isCheckpointDue: Bool {
        guard signer != nil, let unsignedSince else { return false }
        return ContinuousClock.now - unsignedSince >= interval
    }

    /// Writes the entries of the half, and lost ones, batch by batch; again and again where it fails, until it is done
    /// or the queue is closed.
    ///
    /// - Parameter checkpoint: whether a checkpoint follows in any case.
    /// - Returns: how many entries are left.
    private mutating func writeAll(checkpoint: Bool) -> Int {
        var next = 0
        var pause = Self.pauses.lowerBound
        var mustSign = checkpoint
        while next < half.count || mustSign || queue.lost.count > 0 {
            let lost = queue.lost
            let wasClosed = queue.isClosed
            do throws(RecordStoreError) {
                let end = try fill(from: next, lost, mustSign: mustSign)
                try store.append(builder.batch, isDurable: queue.settings.durability == .sync)
                commit(through: end, from: next, lost)
                next = end
                mustSign = mustSign && next < half.count
                pause = Self.pauses.lowerBound
            } catch {
                if hasBeenWritten() {
                    commit(through: next + queued, from: next, lost)
                    next += queued
                    mustSign = mustSign && next < half.count
                    continue
                }
                queue.fail(.store(error), &half, from: next, written: written)
                // Closing waits for one more try, and no longer.
                if wasClosed { return half.count - next }
                _ = queue.waitForBell(pause)
                pause = min(2 * pause, Self.pauses.upperBound)
            }
        }
        return 0
    }

    /// Entries of the queue in the batch.
    private var queued = 0

    /// Fills the next batch.
    /// - Returns: the index after the last entry of the half that is in it.
    private mutating func fill(
        from first: Int, _ lost: LostTally, mustSign: Bool
    ) throws(RecordStoreError) -> Int {
        builder.begin(after: head)
        if lost.count > 0 { builder.addLost(lost, at: .current) }
        var next = first
        var signed = lastCheckpoint
        while next < half.count, !builder.isFull {
            builder.add(half[next], of: half)
            next += 1
            if let signer, builder.batch.head.sequence - signed >= Int64(queue.settings.checkpointEntries) {
                try builder.addCheckpoint(signer, at: .current)
                signed = builder.batch.head.sequence
            }
        }
        if mustSign, next == half.count, let signer, builder.batch.head.sequence > signed {
            try builder.addCheckpoint(signer, at: .current)
        }
        queued = next - first
        return next
    }

    /// Whether a batch whose writing came to an error is in the store all the same: the error came after the commit.
    private func hasBeenWritten() -> Bool {
        guard !builder.batch.rows.isEmpty, let end = try? store.head() else { return false }
        return end == builder.batch.head
    }

    private mutating func commit(through end: Int, from first: Int, _ lost: LostTally) {
        head = builder.batch.head
        written += UInt64(end - first)
        if let checkpoint = builder.batch.rows.last(where: { $0.kind == .checkpoint }) {
            lastCheckpoint = checkpoint.sequence
            unsignedSince = nil
        }
        if head.sequence > lastCheckpoint, unsignedSince == nil { unsignedSince = ContinuousClock.now }
        queue.succeed(written: written, told: lost)
    }
}
