internal import CallgateSystem

/// Hands chunks from the thread that reads to those that decide, and on to the one that writes, in order.
///
/// There are so many chunks and no more: who reads waits where all of them are on their way, so that memory is
/// bounded. Who waits sleeps.
final class Pipeline: @unchecked Sendable {
    /// Threads that decide.
    static let mostJobs = 64

    private let monitor = Monitor()
    // What follows is read and written only within the monitor.
    private var empty: [LineChunk]
    /// Chunks that were added and not yet written, oldest first, and whether they have been decided.
    private var pending: [(chunk: LineChunk, isDecided: Bool)] = []
    /// How many of them, from the first, have been taken to be decided.
    private var taken = 0
    private var isClosed = false

    init(jobs: Int) {
        // One for each that decides, as many that wait for them, one that is read into and one that is written.
        empty = (0..<2 * jobs + 2).map { _ in LineChunk() }
    }

    /// A chunk to read into.
    func takeEmpty() -> LineChunk {
        monitor.enter { wait in
            while empty.isEmpty { wait() }
            return empty.removeLast()
        }
    }

    /// What was read, in order.
    func add(_ chunk: LineChunk) { monitor.enter { _ in pending.append((chunk, false)) } }

    /// Nothing more will be added.
    func close() { monitor.enter { _ in isClosed = true } }

    /// The next chunk to decide on; nil when there will be none.
    func take() -> LineChunk? {
        monitor.enter { wait in
            while taken == pending.count, !isClosed { wait() }
            guard taken < pending.count else { return nil }
            taken += 1
            return pending[taken - 1].chunk
        }
    }

    /// A chunk has been decided.
    func finish(_ chunk: LineChunk) {
        monitor.enter { _ in
            if let place = pending.firstIndex(where: { $0.chunk === chunk }) { pending[place].isDecided = true }
        }
    }

    /// The next chunk to write; nil when all are written.
    func takeFinished() -> LineChunk? {
        monitor.enter { wait in
            while !(pending.first?.isDecided ?? isClosed) { wait() }
            guard !pending.isEmpty else { return nil }
            taken -= 1
            return pending.removeFirst().chunk
        }
    }

    /// A chunk has been written.
    func giveBack(_ chunk: LineChunk) { monitor.enter { _ in empty.append(chunk) } }
}

extension Monitor {
    /// Runs with the lock, and then wakes whoever waits.
    /// - Parameter body: gets a function that gives the lock up, sleeps until another thread was here, and
    ///   takes the lock again.
    fileprivate func enter<Result>(_ body: (_ wait: () -> Void) -> Result) -> Result {
        lock()
        defer {
            wakeAll()
            unlock()
        }
        return body { wait() }
    }
}
