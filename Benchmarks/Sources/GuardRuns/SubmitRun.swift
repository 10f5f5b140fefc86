import Callgate
import CallgateMachine
import CallgatePolicy
import Scenarios

/// Hands records over in bursts that the queue has room for, and prints the nanoseconds that one costs whoever decides.
struct SubmitRun {
    let policy: String
    private static let bursts = 400
    private static let burst = 4_000

    func run() throws {
        let gate = try Gate(image: CompiledPolicy(PolicyDocumentSource.read([policy])).image)
        let image = RecordedImage(gate)
        let writer = try RecordWriter(NoStore())
        var decider = Decider(gate)
        let call = Array(ExampleCall.all[0].text.utf8)
        var times: [Double] = []
        for _ in 0..<Self.bursts {
            let elapsed = try call.withUnsafeBytes { call in
                let time = CallTime.current
                let facts = DecisionFacts(
                    decider.decide(call, at: time), at: time, image: image, durationNanoseconds: 500)
                let start = ContinuousClock.now
                for _ in 0..<Self.burst { try writer.submit(facts, by: decider, call: call) }
                return ContinuousClock.now - start
            }
            times.append(elapsed / .nanoseconds(1) / Double(Self.burst))
            try writer.flush()
        }
        times.sort()
        report("submit/median", times[times.count / 2])
        report("submit/most", times[times.count - 1])
    }
}

/// Takes entries and keeps none.
struct NoStore: RecordStore {
    func head() throws(RecordStoreError) -> ChainHead { .start }
    func notedHead() throws(RecordStoreError) -> ChainHead { .start }
    func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {}
    func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] { [] }
    func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { nil }
}
