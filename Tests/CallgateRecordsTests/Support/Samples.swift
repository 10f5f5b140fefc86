import Callgate
import CallgateMachine
import CallgatePolicy
import CallgateSQLite
import Foundation
import Testing

/// A generator whose numbers are the same every time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// A folder of its own for a test; gone when the test is over.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "callgate-records-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The bytes of every file in it.
    func contents() throws -> [Data] {
        try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil).map { try Data(contentsOf: $0) }
    }
}

enum Samples {
    static let time = CallTime(seconds: 1_767_225_600, nanoseconds: 123_456_789)
    static let key = [UInt8](repeating: 7, count: 32)

    static func facts(
        _ effect: String = "allow", reason: StaticString = "rule", at time: CallTime = time, rule: UInt32 = .max,
        image: RecordedImage? = nil
    ) -> DecisionFacts {
        DecisionFacts(
            time: time, effect: effect == "allow" ? .allow : effect == "deny" ? .deny : .review, reason: reason,
            rule: rule, image: image, durationNanoseconds: 812)
    }

    static let policy = """
        rules:
          - name: big
            tool: pay
            when: args.amount > 500
            action: deny
          - name: watch
            tool: "p*"
            when: args.amount > 5
            action: deny
            mode: monitor
          - name: any
            tool: [pay, ping]
            action: allow
        """

    static func gate() throws -> Gate {
        try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))]).image)
    }

    /// A chain of decisions, results, approvals and checkpoints, in memory.
    static func chain(_ calls: Int, seed: UInt64 = 1) throws -> MemoryRecordStore {
        let store = MemoryRecordStore()
        try fill(store, calls, seed: seed)
        return store
    }

    /// Records calls; every third one has a result, every fifth one an answer.
    static func fill(_ store: any RecordStore, _ calls: Int, seed: UInt64 = 1) throws {
        var generator = SeededGenerator(seed)
        let gate = try gate()
        let image = RecordedImage(gate)
        var decider = Decider(gate)
        let writer = try RecordWriter(
            store, settings: RecordSettings(checkpointEntries: 7), signer: CheckpointSigner(privateKey: key))
        for number in 0..<calls {
            let tool = ["pay", "ping", "pr\u{E4}fix", "other"].randomElement(using: &generator)!
            let amount = Int.random(in: 0..<1_000, using: &generator)
            let call = Array(#"{"tool":"\#(tool)","args":{"amount":\#(amount)},"context":{"n":\#(number)}}"#.utf8)
            let time = CallTime(seconds: time.seconds + Int64(number), nanoseconds: UInt32(number))
            let session = Array("session \(number % 4)".utf8)
            let id = try call.withUnsafeBytes { call in
                try session.withUnsafeBytes { session in
                    let decision = decider.decide(call, at: time)
                    return try writer.submit(
                        DecisionFacts(decision, at: time, image: image, durationNanoseconds: 700), by: decider, call: call,
                        session: session)
                }
            }
            if number % 3 == 0 {
                let judgement = facts("review", at: time)
                try Array(tool.utf8).withUnsafeBytes {
                    _ = try writer.submit(ResultFacts(of: id, judgement: judgement, bytes: amount, isTrusted: false, labels: ["private"]), tool: $0)
                }
            }
            if number % 5 == 0 {
                try writer.submit(ApprovalAnswer(of: id, time: time, answer: .granted, approver: "ann", rule: "big"))
            }
        }
        try writer.close()
    }

    static func submit(
        _ writer: RecordWriter, _ call: String, _ facts: DecisionFacts = facts(), id: RecordID? = nil
    ) throws(RecordFailure) -> RecordID {
        let bytes = Array(call.utf8)
        let result = bytes.withUnsafeBytes { bytes -> Result<RecordID, RecordFailure> in
            do throws(RecordFailure) { return .success(try writer.submit(facts, call: bytes, id: id)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    static var publicKey: [UInt8] { ImageSignature.publicKey(of: key)! }

    /// The public key verifies; what is wrong is listed.
    static func findings(_ entries: [StoredEntry]) throws -> [RecordFinding] {
        try RecordVerifier(publicKeys: [publicKey]).verify(MemoryRecordStore(entries)).findings
    }
}

extension StoredEntry {
    var string: String { String(decoding: text, as: UTF8.self) }
    var reader: EntryReader? { EntryReader(text) }
}
