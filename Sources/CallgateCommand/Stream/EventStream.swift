import Callgate
import CallgateMachine
import CallgateSQLite

/// Runs the events of a file through a guard and writes a line for each, in their order.
struct EventStream {
    let path: String
    let gate: Gate
    /// The time of events before the first one that has a time; nil for the clock's.
    let start: CallTime?
    /// The file of records; nil for none.
    let records: String?
    /// Signs checkpoints of the records; nil for none.
    var signer: CheckpointSigner?

    /// Bytes of a line: results may be larger than calls.
    private static let longestLine = 1 << 26

    func run() throws {
        var reader = try LineReader(path, longLines: .refuse(past: Self.longestLine))
        var events = try self.events()
        let chunk = LineChunk()
        var progress = Progress()
        while try reader.next(chunk) {
            chunk.answer(with: &events)
            // Events come faster than a disk writes: they wait, so that the queue does not fill. Where writing fails, the
            // next lines say so, as the policy has it.
            try? events.guard.flush()
            Terminal.output.write(chunk.output)
            progress.count += chunk.decided
            progress.show()
        }
        progress.finish()
        do throws(RecordCloseError) { try events.guard.close() } catch { throw CommandFailure("error: \(error)") }
    }

    /// Why a call of the file is decided as it is, after what stands before it.
    func explanation(of id: String) throws -> Explanation {
        var reader = try LineReader(path, longLines: .refuse(past: Self.longestLine))
        var events = try self.events()
        let chunk = LineChunk()
        while try reader.next(chunk) {
            if let explanation = chunk.explanation(of: id, by: &events) { return explanation }
        }
        throw CommandFailure("error: \(path) has no well-formed call whose ID is `\(id)`")
    }

    private func events() throws -> GuardEvents {
        guard start?.isForGuards != false else {
            throw CommandFailure("error: --now: events are of the years 1970 to 2115", status: .usage)
        }
        do {
            return try GuardEvents(gate, from: start) { gate, clock in
                guard let records else { return try Guard(gate, clock: clock) }
                return try Guard(gate, records: records, signer: signer, clock: clock)
            }
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }
}
