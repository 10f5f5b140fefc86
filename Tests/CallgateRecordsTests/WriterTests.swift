import Callgate
import CallgateOracles
import CallgateMachine
import Foundation
import Synchronization
import Testing

@Suite("Writing records")
struct WriterTests {
    private func written(_ call: String, _ facts: DecisionFacts = Samples.facts(), _ settings: RecordSettings = .standard) throws -> EntryReader {
        let store = MemoryRecordStore()
        let writer = try RecordWriter(store, settings: settings)
        _ = try Samples.submit(writer, call, facts)
        try writer.close()
        #expect(try RecordVerifier().verify(store).isSound)
        return try #require(store.entries.first?.reader)
    }

    private func text(_ reader: EntryReader, _ key: String) -> String? {
        reader.json(key).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A decision holds what was called, what was decided, and why")
    func decision() throws {
        let store = MemoryRecordStore()
        let gate = try Samples.gate()
        let image = RecordedImage(gate)
        var decider = Decider(gate)
        let writer = try RecordWriter(store)
        let call = Array(#"{"tool":"pay","context":{"b":1,"a":"\u00e9"},"args":{"amount":900.50}, "other":1}"#.utf8)
        let id = try call.withUnsafeBytes { call in
            try Array("s\"1".utf8).withUnsafeBytes { session in
                let decision = decider.decide(call, at: Samples.time)
                return try writer.submit(
                    DecisionFacts(decision, at: Samples.time, image: image, durationNanoseconds: 812), by: decider, call: call,
                    session: session)
            }
        }
        try writer.close()
        let wanted = #"{"args":{"amount":900.5},"context":{"a":"é","b":1},"decision":"deny","duration_ns":812,"id":"\#(id)","image":"\#(image.digest)","kind":"decision","matched":["big","any"],"monitored":["watch"],"previous":"\#(String(repeating: "0", count: 64))","reason":"rule","rule":"big","sequence":1,"session":"s\"1","time":"2026-01-01T00:00:00.123456789Z","tool":"pay"}"#
        #expect(store.entries.map(\.string) == [wanted])
        let index = try #require(store.entries[0].reader?.index(sequence: 1))
        #expect(index.rules == ["any", "big", "watch"])
        #expect(index.tool == "pay")
        #expect(index.session == "s\"1")
        #expect(index.time == 1_767_225_600_123_456)
    }

    @Test("Results and answers refer to the call")
    func others() throws {
        let store = MemoryRecordStore()
        let writer = try RecordWriter(store)
        let id = try Samples.submit(writer, #"{"tool":"t"}"#)
        try Array("t".utf8).withUnsafeBytes {
            _ = try writer.submit(ResultFacts(of: id, judgement: Samples.facts("deny"), bytes: 17, isTrusted: false, labels: ["private"]), tool: $0)
        }
        for answer in ApprovalAnswer.Answer.allCases {
            try writer.submit(ApprovalAnswer(of: id, time: Samples.time, answer: answer, approver: answer == .expired ? nil : "ann"))
        }
        try writer.close()
        let readers = store.entries.compactMap(\.reader)
        #expect(readers.dropFirst().allSatisfy { $0.string("of") == "\(id)" })
        #expect(readers[1].integer("bytes") == 17)
        #expect(readers[1].string("decision") == "deny")
        #expect(readers[1].string("tool") == "t")
        #expect(readers.dropFirst(2).map { $0.string("answer") } == ["granted", "refused", "expired", "withdrawn"])
        #expect(readers.dropFirst(2).map { $0.string("approver") } == ["ann", "ann", nil, "ann"])
    }

    @Test("What is kept of the parts of a call", arguments: [
        ("whole", #"{"a":{"b":1,"c":[1,2]},"d":"x"}"#), ("none", nil), ("args.a.b", #"{"a":{"b":1}}"#), ("args.a.c[1]", #"{"a":{"c":[2]}}"#),
        ("args.a.c[*]", #"{"a":{"c":[1,2]}}"#), ("args.zzz", "{}"), ("args.d.x", "{}"), ("args.d", #"{"d":"x"}"#), ("args.a[0]", "{}"),
    ])
    func detail(_ detail: String, _ wanted: String?) throws {
        let settings = try RecordSettings(
            args: detail == "whole" ? .whole : detail == "none" ? .none : .fields([FieldPath(detail)]), context: .none)
        let reader = try written(#"{"tool":"t","args":{"d":"x","a":{"c":[1,2],"b":1}},"context":{"q":1}}"#, Samples.facts(), settings)
        #expect(text(reader, "args") == wanted)
        #expect(text(reader, "context") == nil)
    }

    @Test("Hashed parts: equal values, equal hashes")
    func hashed() throws {
        let settings = try RecordSettings(args: .hashed, context: .hashed)
        let one = try written(#"{"tool":"t","args":{"a":1.0,"b":"é"},"context":{}}"#, Samples.facts(), settings)
        let other = try written(#"{"tool":"t","args":{"b":"\u00e9", "a":1},"context":{}}"#, Samples.facts(), settings)
        #expect(text(one, "args") == nil)
        #expect(one.string("args_sha256") == other.string("args_sha256"))
        // SHA-256 of {}
        #expect(one.string("context_sha256") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        let third = try written(#"{"tool":"t","args":{"a":9007199254740993,"b":"é"}}"#, Samples.facts(), settings)
        let fourth = try written(#"{"tool":"t","args":{"a":9007199254740992,"b":"é"}}"#, Samples.facts(), settings)
        #expect(third.string("args_sha256") != fourth.string("args_sha256"))
    }

    @Test("What is redacted, whatever shape the call has", arguments: [
        (#"{"card":{"number":"4111","cvc":1}}"#, #"{"card":{"cvc":1,"number":"[redacted]"}}"#),
        (#"{"card":{"\u006eumber":"4111"}}"#, #"{"card":{"number":"[redacted]"}}"#),
        (#"{"card":{"number":{"deep":["4111"]}}}"#, #"{"card":{"number":"[redacted]"}}"#),
        (#"{"card":"4111"}"#, #"{"card":"[redacted]"}"#), (#"{"card":["4111"]}"#, #"{"card":"[redacted]"}"#),
        (#"{"card":null}"#, #"{"card":"[redacted]"}"#), (#"{"card":{}}"#, #"{"card":{}}"#), (#"{"cards":4}"#, #"{"cards":4}"#),
        (#"{"list":[{"pin":"4111"},{"x":1},{"pin":2}]}"#, #"{"list":[{"pin":"[redacted]"},{"x":1},{"pin":"[redacted]"}]}"#),
        (#"{"list":{"pin":"4111"}}"#, #"{"list":"[redacted]"}"#), (#"{"list":["4111"]}"#, #"{"list":["[redacted]"]}"#),
        (#"{"pair":["a","4111","c"]}"#, #"{"pair":["a","[redacted]","c"]}"#),
        (#"{"mixed":["4111",{"a":"4111","b":"4111"}]}"#, #"{"mixed":"[redacted]"}"#),
    ])
    func redaction(_ args: String, _ wanted: String) throws {
        let redact = try ["args.card.number", "args.list[*].pin", "args.pair[1]", "args.mixed[0]", "args.mixed[*].b"].map { try FieldPath($0) }
        let reader = try written("{\"tool\":\"t\",\"args\":\(args)}", Samples.facts(), RecordSettings(redact: redact))
        #expect(text(reader, "args") == wanted)
        #expect(reader.strings("redacted").isEmpty == !wanted.contains("redacted"))
    }

    @Test("Calls without a canonical form leave their size, and a digest where nothing is to be hidden")
    func unreadable() throws {
        for (call, facts, problem) in [
            (#"{"tool":"t","args":{"a":{"x":"secret","x":2}}}"#, Samples.facts(), "duplicate_key"),
            (#"{"tool":"t","args":{"a":"secret"}"#, DecisionFacts(time: Samples.time, effect: .deny, reason: "malformed", durationNanoseconds: 1, isMalformed: true), "malformed"),
        ] {
            let reader = try written(call, facts)
            #expect(text(reader, "call")?.hasPrefix(#"{"bytes":\#(call.utf8.count),"error":"\#(problem)","sha256":""#) == true)
            #expect(text(reader, "args") == nil)
            let hidden = try written(call, facts, RecordSettings(redact: [FieldPath("args.b")]))
            #expect(text(hidden, "call") == #"{"bytes":\#(call.utf8.count),"error":"\#(problem)"}"#)
        }
    }

    @Test("A full queue denies, and the chain tells how many were lost")
    func fullQueue() throws {
        for onFailure in [RecordSettings.FailureEffect.deny, .allow] {
            let store = FaultyStore()
            store.block(true)
            let writer = try RecordWriter(store, settings: RecordSettings(onFailure: onFailure, queueEntries: 4))
            _ = try Samples.submit(writer, #"{"tool":"first"}"#)
            #expect(eventually { store.appends == 1 })
            for _ in 0..<4 { _ = try Samples.submit(writer, #"{"tool":"t"}"#) }
            var refused = 0
            for _ in 0..<3 {
                do throws(RecordFailure) { _ = try Samples.submit(writer, #"{"tool":"over"}"#) } catch {
                    #expect(error == .queueFull(entries: 4, bytes: 4 * 12))
                    refused += 1
                }
            }
            #expect(refused == (onFailure == .deny ? 3 : 0))
            store.block(false)
            try writer.close()
            let entries = store.memory.entries
            #expect(entries.count == 6)
            let lost = try #require(entries.first { $0.reader?.string("kind") == "lost" }?.reader)
            #expect(lost.integer("count") == 3)
            #expect(lost.string("reason") == "queue_full")
            #expect(try RecordVerifier().verify(store).lost == 3)
            #expect(!entries.contains { $0.string.contains("over") })
        }
    }

    @Test("The bytes of a call: under, at and over what the queue holds")
    func callBytes() throws {
        for (extra, isFine) in [(-1, true), (0, true), (1, false)] {
            let store = MemoryRecordStore()
            let writer = try RecordWriter(store, settings: RecordSettings(queueBytes: 2_048))
            let frame = #"{"tool":"","args":{}}"#.utf8.count
            let call = #"{"tool":"\#(String(repeating: "a", count: 2_048 - frame + extra))","args":{}}"#
            do throws(RecordFailure) {
                _ = try Samples.submit(writer, call)
                #expect(isFine)
            } catch {
                #expect(error == .tooLarge(what: "the call", bytes: 2_049, limit: 2_048))
                #expect(!isFine)
            }
            try writer.close()
            #expect(store.entries.map { $0.reader?.string("kind") } == [isFine ? "decision" : "lost"])
            // The ID is in the entry, and too long for the index.
            if isFine { #expect(EntryReader.index(of: store.entries[0])?.tool == nil) }
        }
    }

    @Test("Names: under, at and over the limit")
    func names() throws {
        let writer = try RecordWriter(MemoryRecordStore())
        for (count, isFine) in [(RecordLimits.nameBytes - 1, true), (RecordLimits.nameBytes, true), (RecordLimits.nameBytes + 1, false)] {
            let name = [UInt8](repeating: 0x61, count: count)
            let call = Array(#"{"tool":"t"}"#.utf8)
            let isTaken = name.withUnsafeBytes { session in
                call.withUnsafeBytes { (try? writer.submit(Samples.facts(), call: $0, session: session)) != nil }
            }
            #expect(isTaken == isFine)
            let answer = ApprovalAnswer(
                of: RecordID(high: 1, low: 1), time: Samples.time, answer: .granted, approver: String(decoding: name, as: UTF8.self))
            #expect(((try? writer.submit(answer)) != nil) == isFine)
        }
        for (count, isIndexed) in [(RecordLimits.indexedToolBytes - 1, true), (RecordLimits.indexedToolBytes, true), (RecordLimits.indexedToolBytes + 1, false)] {
            let reader = try written(#"{"tool":"\#(String(repeating: "t", count: count))"}"#)
            #expect((reader.index(sequence: 1)?.tool != nil) == isIndexed)
        }
    }

    @Test("A failure denies the calls after it, which is what their records say; none is lost", arguments: [
        RecordStoreError.full("x"), .locked("x"), .corrupt("x"), .io("x"),
    ])
    func sticky(_ failure: RecordStoreError) throws {
        let store = FaultyStore()
        let writer = try RecordWriter(store)
        store.fail(failure)
        _ = try Samples.submit(writer, #"{"tool":"before"}"#)
        #expect(eventually { writer.failure == .store(failure) })
        #expect { try Samples.submit(writer, #"{"tool":"during"}"#) } throws: { $0 as? RecordFailure == .store(failure) }
        #expect(throws: RecordFailure.self) { try writer.flush() }
        store.fail(nil)
        #expect(eventually { writer.failure == nil })
        _ = try Samples.submit(writer, #"{"tool":"after"}"#)
        try writer.close()
        let readers = store.memory.entries.compactMap(\.reader)
        #expect(readers.map { $0.string("tool") } == ["before", "during", "after"])
        #expect(readers.map { $0.string("decision") } == ["allow", "deny", "allow"])
        #expect(readers.map { $0.string("reason") } == ["rule", "records", "rule"])
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("on_failure: allow lets calls pass, keeps what there is room for, and tells what was lost")
    func allowed() throws {
        let store = FaultyStore()
        let writer = try RecordWriter(store, settings: RecordSettings(onFailure: .allow, queueEntries: 3))
        store.fail(.full("x"))
        for number in 0..<20 { _ = try Samples.submit(writer, #"{"tool":"t\#(number)"}"#) }
        #expect(eventually { writer.failure != nil })
        for number in 20..<30 { _ = try Samples.submit(writer, #"{"tool":"t\#(number)"}"#) }
        store.fail(nil)
        try writer.close()
        let readers = store.memory.entries.compactMap(\.reader)
        let kept = readers.filter { $0.string("kind") == "decision" }
        #expect(kept.allSatisfy { $0.string("decision") == "allow" })
        let lost = readers.filter { $0.string("kind") == "lost" }.compactMap { $0.integer("count") }.reduce(0, +)
        #expect(lost > 0)
        #expect(Int(lost) + kept.count == 30)
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("durability: sync returns when the record is written, and denies what is not")
    func sync() throws {
        let store = FaultyStore()
        let writer = try RecordWriter(store, settings: RecordSettings(durability: .sync))
        for number in 1...20 {
            _ = try Samples.submit(writer, #"{"tool":"t"}"#)
            #expect(store.memory.entries.count == number)
        }
        store.fail(.full("x"))
        #expect { try Samples.submit(writer, #"{"tool":"u"}"#) } throws: { $0 as? RecordFailure == .store(.full("x")) }
        store.fail(nil)
        #expect(eventually { writer.failure == nil })
        try writer.close()
        let last = try #require(store.memory.entries.last?.reader)
        #expect(last.string("tool") == "u")
        #expect(last.string("decision") == "deny")
        #expect(last.string("reason") == "records")
    }

    @Test("durability: sync with several threads: each is told the truth about its own call")
    func syncThreads() throws {
        let store = FaultyStore()
        let writer = try RecordWriter(store, settings: RecordSettings(durability: .sync))
        let told = Mutex<[RecordID: String]>([:])
        let isOver = Mutex(false)
        DispatchQueue.global().async {
            while !isOver.withLock({ $0 }) {
                store.fail(.io("x"))
                usleep(500)
                store.fail(nil)
                usleep(20_000)
            }
        }
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<200 {
                let id = RecordID.make(at: .current)
                let call = Array(#"{"tool":"t"}"#.utf8)
                let isTaken = call.withUnsafeBytes { (try? writer.submit(Samples.facts(), call: $0, id: id)) != nil }
                told.withLock { $0[id] = isTaken ? "allow" : "deny" }
            }
        }
        isOver.withLock { $0 = true }
        store.fail(nil)
        #expect(eventually { writer.failure == nil })
        try writer.close()
        var written: [RecordID: String] = [:]
        for reader in store.memory.entries.compactMap(\.reader) {
            written[try #require(reader.string("id").flatMap { RecordID($0) })] = reader.string("decision")
        }
        #expect(written == told.withLock { $0 })
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("An error after the commit: nothing is written twice")
    func errorAfterCommit() throws {
        let store = FaultyStore()
        store.fail(.io("x"), afterwards: true)
        let writer = try RecordWriter(store)
        for number in 0..<5 { _ = try Samples.submit(writer, #"{"tool":"t\#(number)"}"#) }
        try writer.close()
        #expect(store.memory.entries.compactMap { $0.reader?.string("tool") } == ["t0", "t1", "t2", "t3", "t4"])
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("Closing where nothing can be written says how much was lost")
    func closing() throws {
        let store = FaultyStore()
        store.fail(.full("no room"))
        let writer = try RecordWriter(store)
        for _ in 0..<3 { _ = try? Samples.submit(writer, #"{"tool":"t"}"#) }
        #expect { try writer.close() } throws: {
            let error = $0 as? RecordCloseError
            return error?.unwritten == 3 && error?.failure == .store(.full("no room"))
        }
        #expect { try Samples.submit(writer, #"{"tool":"t"}"#) } throws: { $0 as? RecordFailure == .closed }
    }

    @Test("Checkpoints come after so many entries, after a time, and at the end")
    func checkpoints() throws {
        let store = MemoryRecordStore()
        let signer = try CheckpointSigner(privateKey: Samples.key)
        var writer = try RecordWriter(store, settings: RecordSettings(checkpointEntries: 10), signer: signer)
        for _ in 0..<25 { _ = try Samples.submit(writer, #"{"tool":"t"}"#) }
        try writer.close()
        func checkpoints() -> [Int64] { store.entries.filter { $0.reader?.string("kind") == "checkpoint" }.map(\.sequence) }
        #expect(checkpoints() == [11, 22, 28])
        writer = try RecordWriter(store, settings: RecordSettings(checkpointSeconds: 1), signer: signer)
        _ = try Samples.submit(writer, #"{"tool":"t"}"#)
        #expect(eventually { checkpoints().count == 4 })
        try writer.close()
        #expect(checkpoints() == [11, 22, 28, 30])
        #expect(try RecordVerifier(publicKeys: [Samples.publicKey]).verify(store).isSound)
    }

    @Test("Several threads: every record once")
    func threads() throws {
        let store = MemoryRecordStore()
        let writer = try RecordWriter(store)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for number in 0..<2_000 { _ = try? Samples.submit(writer, #"{"tool":"t\#(thread)-\#(number)"}"#) }
        }
        try writer.close()
        #expect(Set(store.entries.compactMap { $0.reader?.string("tool") }).count == 8_000)
        #expect(store.entries.count == 8_000)
        #expect(try RecordVerifier().verify(store).isSound)
    }

    @Test("A writer that is dropped writes what it was given")
    func dropped() throws {
        let store = MemoryRecordStore()
        do {
            let writer = try RecordWriter(store)
            for _ in 0..<100 { _ = try Samples.submit(writer, #"{"tool":"t"}"#) }
        }
        #expect(store.entries.count == 100)
    }
}
