import Callgate
import CallgateMachine
import Foundation
import Synchronization
import Testing

@Suite("IDs and times")
struct RecordIDTests {
    @Test("Version 7: time, version, variant, and the text there and back")
    func form() throws {
        // Later than any other test's: an ID's time is never before that of one made earlier.
        let time = CallTime(seconds: 200_000_000_000, nanoseconds: 123_999_999)
        let id = RecordID.make(at: time)
        #expect(id.high >> 16 == 200_000_000_000_123)
        #expect(id.high >> 12 & 15 == 7)
        #expect(id.low >> 62 == 2)
        #expect("\(id)".wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(RecordID("\(id)") == id)
        #expect(RecordID("\(id)".uppercased()) == id)
        #expect(RecordID(id.bytes) == id)
        #expect(UUID(uuidString: "\(id)") != nil)
    }

    @Test("What is no ID", arguments: [
        "", "0197", "01978c2e9f4b7cc3a1f20d6b7a3e5c11", "01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c1", "01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c1g",
        "01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c11-", "01978c2e-9f4b-7cc3a-1f2-0d6b7a3e5c11",
    ])
    func refused(_ text: String) { #expect(RecordID(text) == nil) }

    @Test("They rise, on one thread and on several, whatever the clock does")
    func monotonic() {
        var last = RecordID(high: 0, low: 0)
        var generator = SeededGenerator(3)
        for _ in 0..<20_000 {
            let id = RecordID.make(at: CallTime(seconds: Int64.random(in: -5...5_000_000_000, using: &generator)))
            #expect(id > last)
            last = id
        }
        let seen = Mutex<Set<RecordID>>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let ids = (0..<5_000).map { _ in RecordID.make(at: .current) }
            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
            seen.withLock { $0.formUnion(ids) }
        }
        #expect(seen.withLock { $0.count } == 20_000)
    }

    @Test("Times as texts", arguments: [
        (0, 0, "1970-01-01T00:00:00.000000000Z"), (1_767_225_600, 123_456_789, "2026-01-01T00:00:00.123456789Z"),
        (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"), (-62_135_596_800, 1, "0001-01-01T00:00:00.000000001Z"),
        (253_402_300_799, 0, "9999-12-31T23:59:59.000000000Z"), (951_782_400, 0, "2000-02-29T00:00:00.000000000Z"),
    ] as [(Int64, UInt32, String)])
    func times(_ seconds: Int64, _ nanoseconds: UInt32, _ wanted: String) {
        let time = CallTime(seconds: seconds, nanoseconds: nanoseconds)
        #expect(RecordTime.text(time) == wanted)
        #expect(CallTime(wanted) == time)
    }
}
