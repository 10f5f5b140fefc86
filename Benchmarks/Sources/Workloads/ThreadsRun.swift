import Callgate
import CallgateMachine
import CallgatePolicy
import Scenarios

/// Decides on one thread and on two that share a gate, in turns, and prints of each turn the decisions a second:
/// by the clock, and by the time that the threads had a processor. What else the computer does takes from the
/// first; what threads do to one another, by memory that both write, takes from both.
///
/// Where `one` and `two` make a machine on its own thread, `made_together` has both made by one thread: their
/// blocks of memory may then be neighbours.
struct ThreadsRun {
    let policy: String
    private static let turns = 7
    private static let decisions = 2_000_000

    func run() throws {
        let gate = try Gate(image: CompiledPolicy(PolicyDocumentSource.read([policy])).image)
        for _ in 0..<Self.turns {
            printRates("one", gate, threads: 1, madeTogether: false)
            printRates("two", gate, threads: 2, madeTogether: false)
            printRates("made_together", gate, threads: 2, madeTogether: true)
        }
    }

    /// Decisions a second, of all threads together.
    private func printRates(_ name: String, _ gate: Gate, threads: Int, madeTogether: Bool) {
        let workers = (0..<threads).map { _ in
            let worker = Worker(gate, decisions: Self.decisions)
            if madeTogether { worker.makeDecider() }
            return worker
        }
        let start = ContinuousClock.now
        var ids: [pthread_t] = []
        for worker in workers {
            var id = pthread_t()
            let argument = Unmanaged.passUnretained(worker).toOpaque()
            pthread_create(&id, nil, { Unmanaged<Worker>.fromOpaque($0!).takeUnretainedValue().run() }, argument)
            ids.append(id)
        }
        for id in ids { pthread_join(id, nil) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let busy = workers.reduce(0) { $0 + Double(Self.decisions) / $1.processorSeconds }
        print(name, Int(Double(threads * Self.decisions) / seconds), Int(busy))
    }
}

/// What one thread does.
private final class Worker: @unchecked Sendable {
    private let gate: Gate
    private let decisions: Int
    private var decider: Decider?
    /// What the work took of a processor.
    private(set) var processorSeconds = 0.0

    init(_ gate: Gate, decisions: Int) {
        self.gate = gate
        self.decisions = decisions
    }

    func makeDecider() { decider = Decider(gate) }

    func run() -> UnsafeMutableRawPointer? {
        var mine = decider.take() ?? Decider(gate)
        let time = CallTime(seconds: 1_700_000_000)
        let texts = ExampleCall.all.map { Array($0.text.utf8) }
        var denied = 0
        let start = Self.processorNow
        for text in texts {
            text.withUnsafeBytes { call in
                for _ in 0..<decisions / texts.count where mine.decide(call, at: time).effect == .deny { denied += 1 }
            }
        }
        processorSeconds = Self.processorNow - start
        return denied == 0 ? UnsafeMutableRawPointer(bitPattern: 1) : nil
    }

    /// Seconds that this thread has had a processor.
    private static var processorNow: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
