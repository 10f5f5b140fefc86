import Callgate
import CallgateMachine
import CallgateSystem

/// Decides the lines of a file and writes a decision line for each, in their order.
struct RequestStream: ~Copyable {
    private var reader: LineReader
    private let gate: Gate
    /// `now` for all calls; nil takes the clock's for each piece that is read.
    private let time: CallTime?

    init(path: String, gate: Gate, at time: CallTime?) throws {
        reader = try LineReader(path)
        self.gate = gate
        self.time = time
    }

    /// On this thread alone.
    mutating func decide() throws {
        let chunk = LineChunk()
        var lines = DecisionLines(Decider(gate))
        var progress = Progress()
        while try reader.next(chunk) {
            chunk.time = time ?? .current
            chunk.decide(with: &lines)
            Terminal.output.write(chunk.output)
            progress.count += chunk.decided
            progress.show()
        }
        progress.finish()
    }

    /// On so many threads, with a machine each: this one reads, and one more writes.
    mutating func decide(jobs: Int) throws {
        let pipeline = Pipeline(jobs: jobs)
        let gate = gate
        var threads = (0..<jobs).map { _ in
            SystemThread.started {
                var lines = DecisionLines(Decider(gate))
                while let chunk = pipeline.take() {
                    chunk.decide(with: &lines)
                    pipeline.finish(chunk)
                }
            }
        }
        threads.append(
            SystemThread.started {
                var progress = Progress()
                while let chunk = pipeline.takeFinished() {
                    Terminal.output.write(chunk.output)
                    progress.count += chunk.decided
                    progress.show()
                    pipeline.giveBack(chunk)
                }
                progress.finish()
            })
        // What was read before an error is decided and written all the same, as by one thread.
        defer {
            pipeline.close()
            for thread in threads { thread.join() }
        }
        while true {
            let chunk = pipeline.takeEmpty()
            guard try reader.next(chunk) else { break }
            chunk.time = time ?? .current
            pipeline.add(chunk)
        }
    }
}

extension SystemThread {
    /// A thread that does some work.
    ///
    /// - Postcondition: the process ends where the system has no more threads to give.
    fileprivate static func started(_ run: @escaping @Sendable () -> Void) -> SystemThread {
        guard let thread = SystemThread(run) else {
            Terminal.error.write("error: the system can't start another thread\n")
            endProcess(ExitStatus.wrongInput.rawValue)
        }
        return thread
    }
}
