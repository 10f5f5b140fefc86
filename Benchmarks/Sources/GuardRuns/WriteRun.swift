import Callgate
import CallgateMachine
import CallgatePolicy
import CallgateSQLite
import Scenarios

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Decides calls and records them, and waits for the writing each time that the queue is three quarters full.
struct WriteRun {
    let policy: String
    let file: String
    let count: Int
    private static let burst = 49_152

    func run() throws {
        let gate = try Gate(image: CompiledPolicy(PolicyDocumentSource.read([policy])).image)
        let image = RecordedImage(gate)
        let store = try SQLiteRecordStore(writing: file)
        let writer = try RecordWriter(store, signer: CheckpointSigner(privateKey: ImageSignature.makeKeys().privateKey))
        var decider = Decider(gate)
        let calls = ExampleCall.all.map { Array($0.text.utf8) }
        let stopwatch = Stopwatch()
        for index in 0..<count {
            let time = CallTime.current
            try calls[index % calls.count].withUnsafeBytes { call in
                let decision = decider.decide(call, at: time)
                let facts = DecisionFacts(decision, at: time, image: image, durationNanoseconds: 500)
                try writer.submit(facts, by: decider, call: call)
            }
            // Within what the queue holds, so that nothing is refused.
            if index % Self.burst == Self.burst - 1 { try writer.flush() }
        }
        try writer.close()
        try stopwatch.finish("write", count)
        try store.close()
        report("write/bytes_each", Double(sizeOfFile()) / Double(count))
    }

    private func sizeOfFile() -> Int {
        var status = stat()
        stat(file, &status)
        return Int(status.st_size)
    }
}
