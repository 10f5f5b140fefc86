import Callgate
import CallgateMachine
import CallgatePolicy
import CallgateSQLite
import Foundation

/// What a guard takes for a call that has a session, counts for a limit and leaves a record, which a thread of its
/// own writes; beside it the machine alone, with the rules that it can decide by itself.
struct CheckRun {
    static let policy = """
        sessions: {max: 2000000}
        rules:
          - {name: cap, tool: refund, when: args.amount_cents > 50000, action: deny}
          - {name: rate, tool: refund, action: deny, limit: {max: 1000000000, per: 1h, key: context.customer_id}}
          - {name: after, tool: refund, when: 'session.called("change_payee", duration("5m"))', action: deny}
          - {name: pass, tool: refund, when: args.amount_cents > 0, action: allow}
        """
    private static let plainPolicy = """
        rules:
          - {name: cap, tool: refund, when: args.amount_cents > 50000, action: deny}
          - {name: pass, tool: refund, when: args.amount_cents > 0, action: allow}
        """
    private static let batches = 1_001
    private static let batch = 100
    /// Batches whose records the queue has room for, beside those that the thread has written meanwhile.
    private static let batchesInQueue = 100
    /// Batches before the first that is timed: sessions and customers are known then, and the queue's memory is there.
    private static let earlierBatches = 400
    /// Sessions, and customers.
    private static let many = 1_000

    static func gate(_ text: String) throws -> Gate {
        try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", bytes: Array(text.utf8))]).image)
    }

    static func call(_ number: Int) -> GuardedCall {
        let json = #"{"tool":"refund","args":{"amount_cents":4200,"currency":"usd","reason":"damaged on arrival","#
            + #""order":"o-1234567"},"context":{"customer_id":"c-\#(number)","environment":"production"}}"#
        return GuardedCall(Array(json.utf8), id: "call-\(number)", session: "session-\(number)")
    }

    func run() throws {
        let calls = (0..<Self.many).map { Self.call($0) }
        try machine(calls)
        let gate = try Self.gate(Self.policy)
        report("check/without_records", try median(of: Guard(gate), calls) {})

        let folder = FileManager.default.temporaryDirectory.appending(path: "guard-runs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteRecordStore(writing: folder.appending(path: "records.db").path)
        let writer = try RecordWriter(store)
        var batches = 0
        let checked = try median(of: Guard(gate, records: writer), calls) {
            batches += 1
            if batches % Self.batchesInQueue == 0 { try writer.flush() }
        }
        report("check/with_records", checked)
        try writer.close()
        try store.close()
    }

    private func machine(_ calls: [GuardedCall]) throws {
        var decider = Decider(try Self.gate(Self.plainPolicy))
        let time = CallTime.current
        let times = try times {
            for index in 0..<Self.batch {
                let isAllowed = calls[index].json.withUnsafeBytes { decider.decide($0, at: time).effect == .allow }
                guard isAllowed else { throw RunFailure("the machine denies") }
            }
        } between: {}
        report("check/machine", times)
    }

    private func median(
        of guarding: Guard, _ calls: [GuardedCall], between: () throws -> Void
    ) throws -> Double {
        var next = 0
        return try times {
            for _ in 0..<Self.batch {
                guard guarding.check(calls[next]).isAllowed else { throw RunFailure("a call is denied") }
                next = (next + 1) % calls.count
            }
        } between: {
            try between()
        }
    }

    /// Nanoseconds for each operation of a batch: the median of the batches.
    private func times(_ batch: () throws -> Void, between: () throws -> Void) throws -> Double {
        for _ in 0..<Self.earlierBatches {
            try batch()
            try between()
        }
        var times: [Double] = []
        for _ in 0..<Self.batches {
            let start = ContinuousClock.now
            try batch()
            times.append((ContinuousClock.now - start) / .nanoseconds(1) / Double(Self.batch))
            try between()
        }
        times.sort()
        return times[times.count / 2]
    }
}
