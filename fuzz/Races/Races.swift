import Callgate
import CallgatePolicy
import CallgateSQLite
import Foundation

/// Drives one guard, with records in SQLite, from many threads at once, for ThreadSanitizer to watch.
///
///     callgate-races TURNS     each thread takes so many turns; exit status 0 where nothing was reported
///     callgate-races canary    has a race: it must be reported
@main
struct Races {
    private static let threads = 6

    static func main() throws {
        guard CommandLine.arguments.count == 2 else { throw Failure(description: "usage: callgate-races TURNS | canary") }
        if CommandLine.arguments[1] == "canary" { return canary() }
        guard let turns = Int(CommandLine.arguments[1]) else { throw Failure(description: "TURNS is a number") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "callgate-races-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "records.db").path
        let store = try SQLiteRecordStore(writing: file)
        let writer = try RecordWriter(store)
        let passed = try Self.run(turns, writer)
        try writer.close()
        try store.close()
        let verified = try RecordVerifier().verify(SQLiteRecordStore(reading: file))
        guard passed == Self.limit, verified.findingCount == 0 else {
            throw Failure(description: "\(passed) calls passed the limit, \(verified.findingCount) findings")
        }
        print("\(Self.threads) threads, \(turns) turns each: \(verified.entries) records, nothing reported")
    }

    private static let limit = 100

    private static func policy(_ name: String) -> String {
        """
        tools:
          read: {labels: [private], result: untrusted}
          send: {sends: external}
        flow: {lethal_trifecta: deny}
        rules:
          - {name: rate, tool: pay, action: deny, limit: {max: \(limit), per: 30d}}
          - {name: large, tool: wire, action: require_approval, approvers: [ann]}
          - {name: \(name), tool: [pay, read, send], action: allow}
        results:
          - {name: keys, tool: read, when: 'result.text == "KEY"', block: true}
        """
    }

    /// - Returns: how many calls passed that have a limit.
    private static func run(_ turns: Int, _ writer: RecordWriter) throws -> Int {
        let gates = try ["first", "second"].map { name in
            try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p.yaml", bytes: Array(policy(name).utf8))]).image)
        }
        let shared = try Guard(gates[0], records: writer)
        return Crew.sum(threads) { thread in (0..<turns).count { turn in step(shared, gates, thread, turn) } }
    }

    /// - Returns: whether a call passed that has a limit.
    private static func step(_ shared: Guard, _ gates: [Gate], _ thread: Int, _ turn: Int) -> Bool {
        func call(_ tool: String, id: String? = nil, token: String? = nil) -> GuardedCall {
            let text = #"{"tool":"\#(tool)","args":{"n":\#(turn)},"context":{}}"#
            return GuardedCall(Array(text.utf8), id: id, session: "s\(turn % 5)", token: token)
        }
        switch (thread + turn) % 7 {
        case 0:
            let decision = shared.check(call("read"))
            _ = shared.record(result: Array(#"{"text":"\#(turn % 3 == 0 ? "KEY" : "fine")"}"#.utf8), of: decision)
        case 1: _ = shared.check(call("send"))
        case 2:
            let id = "w-\(thread)-\(turn)"
            guard shared.check(call("wire", id: id)).effect == .review else { return false }
            let approval = try? shared.approvals.approve(id, by: Approver(id: "ann"))
            _ = shared.check(call("wire", token: approval?.token))
        case 3 where turn % 20 == 0: try? shared.reload(gates[turn / 20 % 2])
        case 4: _ = (shared.counts, shared.session("s1"), shared.policy)
        default: return shared.check(call("pay")).isAllowed
        }
        return false
    }

    private final class Unguarded: @unchecked Sendable { var count = 0 }

    private static func canary() {
        let unguarded = Unguarded()
        let turns = 10_000
        _ = Crew.sum(threads) { _ in
            for _ in 0..<turns { unguarded.count += 1 }
            return turns
        }
        print("counted", unguarded.count)
    }
}

/// Threads of the system, each of its own: tasks would share as many as there are cores, and might all run on one.
private final class Crew: @unchecked Sendable {
    // ThreadSanitizer knows its lock, under which alone the rest is touched.
    private let condition = NSCondition()
    private var left: Int
    private var total = 0

    private init(_ count: Int) { left = count }

    /// The sum of what threads come to that run at once.
    static func sum(_ count: Int, _ body: @escaping @Sendable (_ thread: Int) -> Int) -> Int {
        let crew = Crew(count)
        for thread in 0..<count { Thread { crew.add(body(thread)) }.start() }
        return crew.wait()
    }

    private func add(_ number: Int) {
        condition.lock()
        total += number
        left -= 1
        condition.signal()
        condition.unlock()
    }

    private func wait() -> Int {
        condition.lock()
        defer { condition.unlock() }
        while left > 0 { condition.wait() }
        return total
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
}
