import Callgate
import Foundation
import Testing

@Suite("The chain")
struct ChainTests {
    @Test("A chain that nobody touched is sound, and holds every kind of entry")
    func sound() throws {
        let store = try Samples.chain(60)
        let result = try RecordVerifier(publicKeys: [Samples.publicKey]).verify(store)
        #expect(result.isSound, "\(result.findings)")
        #expect(result.entries == store.entries.count)
        #expect(result.lastCheckpoint == result.head.sequence)
        #expect(Set(store.entries.compactMap { $0.reader?.string("kind") }) == ["decision", "result", "approval", "checkpoint"])
        #expect(store.entries.map(\.sequence) == Array(1...Int64(store.entries.count)))
        for entry in store.entries { #expect(try CanonicalJSON.text(entry.text) == entry.text) }
        #expect(store.entries[0].reader?.string("previous") == String(repeating: "0", count: 64))
        #expect(store.entries[1].reader?.string("previous") == Hexadecimal.text(store.entries[0].hash))
    }

    @Test("An empty chain is sound")
    func empty() throws {
        let result = try RecordVerifier(publicKeys: [Samples.publicKey]).verify(MemoryRecordStore())
        #expect(result.isSound)
        #expect(result.head == .start)
    }

    @Test("A byte changed anywhere", arguments: 0..<60)
    func changed(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let index = Int.random(in: 0..<entries.count, using: &generator)
        let byte = Int.random(in: 0..<entries[index].text.count, using: &generator)
        entries[index].text[byte] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        let findings = try Samples.findings(entries)
        #expect(findings.contains { abs($0.sequence - Int64(index + 1)) <= 1 }, "\(findings)")
    }

    @Test("A value that is changed for another of the same length")
    func changedValue() throws {
        var entries = try Samples.chain(25).entries
        let place = try #require(entries.firstIndex { $0.string.contains("\"decision\":\"deny\"") })
        entries[place].text = Array(entries[place].string.replacing("\"duration_ns\":700", with: "\"duration_ns\":701").utf8)
        let findings = try Samples.findings(entries)
        #expect(findings.map(\.kind) == [.changed])
        #expect(findings[0].sequence == Int64(place + 1))
    }

    @Test("Entries removed", arguments: 0..<20)
    func removed(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let first = Int.random(in: 0..<entries.count - 3, using: &generator)
        let count = Int.random(in: 1...2, using: &generator)
        entries.removeSubrange(first..<first + count)
        let findings = try Samples.findings(entries)
        #expect(findings.map(\.kind) == [.missing])
        #expect(findings.first?.sequence == Int64(first + 1))
    }

    @Test("Entries removed, and those after them moved up", arguments: 0..<20)
    func removedAndMoved(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let index = Int.random(in: 0..<entries.count - 1, using: &generator)
        entries.remove(at: index)
        for place in entries.indices { entries[place].sequence = Int64(place + 1) }
        let findings = try Samples.findings(entries)
        #expect(findings.contains { $0.kind == .misplaced && $0.sequence == Int64(index + 1) }, "\(findings)")
    }

    @Test("Two entries that have changed places", arguments: 0..<20)
    func reordered(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let one = Int.random(in: 0..<entries.count, using: &generator)
        let other = (one + Int.random(in: 1..<entries.count, using: &generator)) % entries.count
        (entries[one].text, entries[other].text) = (entries[other].text, entries[one].text)
        let findings = try Samples.findings(entries)
        for index in [one, other] {
            #expect(findings.contains { $0.kind == .misplaced && $0.sequence == Int64(index + 1) }, "\(findings)")
        }
    }

    @Test("An entry slipped in", arguments: 0..<20)
    func inserted(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let index = Int.random(in: 1..<entries.count, using: &generator)
        // Chained to the one before it, as whoever slips it in would.
        var text = entries[index].string
        text.replace(/"id":"[^"]*"/, with: "\"id\":\"\(RecordID.make(at: Samples.time))\"")
        entries.insert(StoredEntry(sequence: 0, text: Array(text.utf8)), at: index)
        for place in entries.indices { entries[place].sequence = Int64(place + 1) }
        let findings = try Samples.findings(entries)
        #expect(findings.contains { ($0.kind == .changed || $0.kind == .misplaced) && abs($0.sequence - Int64(index + 1)) <= 1 })
    }

    /// Chains entries anew from an index on, as somebody would who has everything but the key.
    private func rechain(_ entries: inout [StoredEntry], from index: Int) {
        for place in max(index, 1)..<entries.count {
            var text = entries[place].string
            text.replace(/"previous":"[0-9a-f]*"/, with: "\"previous\":\"\(Hexadecimal.text(entries[place - 1].hash))\"")
            text.replace(/"sequence":[0-9]*/, with: "\"sequence\":\(place + 1)")
            entries[place] = StoredEntry(sequence: Int64(place + 1), text: Array(text.utf8))
        }
    }

    @Test("A chain that was made anew: its checkpoints tell", arguments: 0..<10)
    func rechained(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed)
        var entries = try Samples.chain(25, seed: seed).entries
        let index = Int.random(in: 0..<entries.count - 1, using: &generator)
        entries.remove(at: index)
        rechain(&entries, from: index)
        #expect(try RecordVerifier().verify(MemoryRecordStore(entries)).isSound)
        let findings = try Samples.findings(entries)
        #expect(findings.first?.kind == .signature, "\(findings)")
    }

    @Test("A checkpoint of another key, and none at all")
    func otherKey() throws {
        let entries = try Samples.chain(25).entries
        let other = ImageSignature.makeKeys().publicKey
        let result = try RecordVerifier(publicKeys: [other]).verify(MemoryRecordStore(entries))
        #expect(result.findings.first?.kind == .signature)
        #expect(result.findings.last?.kind == .unsigned)
        #expect(try RecordVerifier(publicKeys: [other, Samples.publicKey]).verify(MemoryRecordStore(entries)).isSound)
        let unsigned = try RecordVerifier(publicKeys: [other]).verify(MemoryRecordStore(Array(entries.prefix(2))))
        #expect(unsigned.findings.map(\.kind) == [.unsigned])
    }

    @Test("A tail that was cut off: the noted end tells, else the head that is kept elsewhere does")
    func truncated() throws {
        let store = try Samples.chain(25)
        let head = try store.head()
        let cut = MemoryRecordStore(Array(store.entries.dropLast(5)))
        #expect(try RecordVerifier().verify(cut).isSound)
        let result = try RecordVerifier(expectedHead: head.hash).verify(cut)
        #expect(result.findings.map(\.kind) == [.head])
        #expect(result.findings[0].sequence == head.sequence - 5)
        let whole = try RecordVerifier(expectedHead: cut.head().hash).verify(store)
        #expect(whole.isSound)
        #expect(whole.expectedHeadSequence == head.sequence - 5)
    }

    @Test("Findings are described up to the limit, and counted beyond it")
    func findings() throws {
        for (count, shown) in [(RecordLimits.findings - 1, RecordLimits.findings - 1), (RecordLimits.findings, RecordLimits.findings), (RecordLimits.findings + 1, RecordLimits.findings)] {
            let entries = (1...count).map { StoredEntry(sequence: Int64($0), text: Array("x".utf8)) }
            let result = try RecordVerifier().verify(MemoryRecordStore(entries))
            #expect(result.findingCount == count)
            #expect(result.findings.count == shown)
        }
    }

    @Test("An independent verifier in Python agrees")
    func python() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else {
            print("python3 is missing: the independent verifier is not run")
            return
        }
        let folder = try Folder()
        func run(_ entries: [StoredEntry]) throws -> (Int32, String) {
            let text = entries.map { $0.string + "\n" }.joined()
            try Data(text.utf8).write(to: folder.url.appending(path: "records.jsonl"))
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/python3")
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "verify_records.py").path
            process.arguments = [script, folder.path("records.jsonl"), Hexadecimal.text(Samples.publicKey)]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: output, as: UTF8.self))
        }
        let entries = try Samples.chain(12).entries
        let (status, output) = try run(entries)
        #expect(status == 0, "\(output)")
        #expect(output.contains("\(entries.count) entries"))
        for kind in 0..<3 {
            var changed = entries
            switch kind {
            case 0: changed[4].text = Array(changed[4].string.replacing("812", with: "813").replacing("700", with: "701").utf8)
            case 1: changed.remove(at: 6)
            default:
                changed.remove(at: 3)
                rechain(&changed, from: 3)
            }
            #expect(try run(changed).0 == 1, "\(kind)")
        }
    }
}
