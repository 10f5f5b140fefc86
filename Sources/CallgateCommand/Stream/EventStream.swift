import Callgate

/// Runs the events of a file through a guard and writes a line for each, in their order.
struct EventStream {
    let path: String
    let gate: Gate

    func run() throws {
        var reader = try LineReader(path)
        var events = try GuardEvents(gate) { gate, clock in try Guard(gate, clock: clock) }
        let chunk = LineChunk()
        var progress = Progress()
        while try reader.next(chunk) {
            chunk.answer(with: &events)
            Terminal.output.write(chunk.output)
            progress.count += chunk.decided
            progress.show()
        }
        progress.finish()
    }
}
