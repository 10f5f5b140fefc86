import Callgate
import CallgateOracles
import CallgateMachine
import CallgateSQLite
import Foundation
import GRDB
import Testing

@Suite("Records in SQLite")
struct SQLiteTests {
    /// A file with a chain of some calls.
    private func file(_ folder: Folder, _ calls: Int = 40, seed: UInt64 = 1) throws -> String {
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path)
        try Samples.fill(store, calls, seed: seed)
        try store.close()
        return path
    }

    /// Changes a file by other means.
    private func tamper(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func verify(_ path: String) throws -> RecordVerification {
        let store = try SQLiteRecordStore(reading: path)
        defer { try? store.close() }
        return try RecordVerifier(publicKeys: [Samples.publicKey]).verify(store)
    }

    private func refusal(writing path: String) -> RecordStoreError? {
        do throws(RecordStoreError) {
            _ = try SQLiteRecordStore(writing: path)
            return nil
        } catch { return error }
    }

    private func refusal(reading path: String) -> RecordStoreError? {
        do throws(RecordStoreError) {
            _ = try SQLiteRecordStore(reading: path)
            return nil
        } catch { return error }
    }

    @Test("What is written is read, in one file, and goes on after it is opened again")
    func roundTrip() throws {
        let folder = try Folder()
        let path = try file(folder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["records.db", "records.db-writer"])
        let first = try verify(path)
        #expect(first.isSound, "\(first.findings)")
        let store = try SQLiteRecordStore(writing: path)
        #expect(try store.head() == first.head)
        try Samples.fill(store, 10, seed: 9)
        let reader = try SQLiteRecordStore(reading: path)
        var texts: [StoredEntry] = []
        try reader.forEach { entry throws(RecordStoreError) in
            texts.append(entry)
            return true
        }
        #expect(texts.map(\.sequence) == Array(1...Int64(texts.count)))
        #expect(texts.count > first.entries)
        try reader.close()
        try store.close()
        #expect(try verify(path).isSound)
    }

    @Test("Filters find what they find in memory", arguments: 0..<40)
    func filters(_ seed: UInt64) throws {
        let folder = try Folder()
        let store = try SQLiteRecordStore(writing: folder.path("records.db"))
        try Samples.fill(store, 60, seed: 4)
        let all = try store.entries(after: 0, matching: RecordFilter(), limit: 10_000, newestFirst: false)
        let memory = MemoryRecordStore(all)
        var generator = SeededGenerator(seed)
        func maybe<T>(_ value: @autoclosure () -> T) -> T? { Int.random(in: 0..<3, using: &generator) == 0 ? value() : nil }
        for _ in 0..<10 {
            var filter = RecordFilter()
            let start = Samples.time.seconds * 1_000_000
            filter.since = maybe(start + 20_000_000)
            filter.until = maybe(start + 45_000_000)
            filter.tool = maybe(["pay", "pr\u{E4}fix", "none"].randomElement(using: &generator)!)
            filter.decision = maybe([.allow, .review, .deny].randomElement(using: &generator)!)
            filter.rule = maybe(["big", "any", "watch", "none"].randomElement(using: &generator)!)
            filter.session = maybe("session 2")
            filter.kind = maybe(EntryKind.allCases.randomElement(using: &generator)!)
            filter.about = maybe(EntryReader.index(of: all.randomElement(using: &generator)!)!.id)
            for newestFirst in [false, true] {
                for limit in [1, 3, 1_000] {
                    let place: Int64 = newestFirst ? .max : 0
                    let wanted = try memory.entries(after: place, matching: filter, limit: limit, newestFirst: newestFirst)
                    let found = try store.entries(after: place, matching: filter, limit: limit, newestFirst: newestFirst)
                    #expect(found == wanted, "\(filter)")
                }
            }
            var paged: [StoredEntry] = []
            try store.forEach(matching: filter) { entry throws(RecordStoreError) in
                paged.append(entry)
                return true
            }
            #expect(paged == (try memory.entries(after: 0, matching: filter, limit: 10_000, newestFirst: false)))
        }
        try store.close()
    }

    @Test("Whatever is changed in the file is found, with its place", arguments: [
        ("UPDATE entries SET text = replace(text, '\"duration_ns\":700', '\"duration_ns\":701') WHERE sequence = 5", 5, RecordFinding.Kind.changed),
        ("DELETE FROM entries WHERE sequence = 7", 7, .missing), ("DELETE FROM entries WHERE sequence BETWEEN 7 AND 9", 7, .missing),
        ("UPDATE entries SET tool = 'x' WHERE sequence = 5", 5, .index), ("UPDATE entries SET tool = NULL WHERE sequence = 5", 5, .index),
        ("UPDATE entries SET time = time + 1 WHERE sequence = 6", 6, .index), ("UPDATE entries SET decision = 0 WHERE sequence = 2", 2, .index),
        ("UPDATE entries SET session = 's' WHERE sequence = 5", 5, .index), ("UPDATE entries SET kind = 5 WHERE sequence = 5", 5, .index),
        ("UPDATE entries SET id = zeroblob(16) WHERE sequence = 5", 5, .index), ("UPDATE entries SET about = NULL WHERE sequence = 2", 2, .index),
        ("UPDATE entries SET text = 'x' WHERE sequence = 5", 5, .malformed), ("INSERT INTO rules VALUES ('extra', 5)", 5, .index),
        ("DELETE FROM rules WHERE sequence = (SELECT min(sequence) FROM rules)", 0, .index), ("INSERT INTO rules VALUES ('extra', 5000)", 5000, .index),
        ("DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)", 0, .end),
        ("UPDATE entries SET text = replace(text, '2026', '2027') WHERE sequence = (SELECT max(sequence) FROM entries)", 0, .end),
        ("UPDATE chain SET sequence = sequence + 1", 0, .end), ("DELETE FROM chain", 0, .end),
        ("UPDATE entries SET sequence = sequence + 100000 WHERE sequence > 10", 11, .missing),
        ("UPDATE entries SET sequence = -sequence WHERE sequence IN (4, 8); UPDATE entries SET sequence = CASE sequence WHEN -4 THEN 8 ELSE 4 END WHERE sequence < 0", 4, .misplaced),
    ])
    func tampered(_ sql: String, _ place: Int64, _ kind: RecordFinding.Kind) throws {
        let folder = try Folder()
        let path = try file(folder)
        #expect(try verify(path).isSound)
        try tamper(path, sql)
        let findings = try verify(path).findings
        #expect(findings.contains { $0.kind == kind && (place == 0 || $0.sequence == place) }, "\(findings)")
    }

    @Test("A chain whose end is not as it was written is not gone on with")
    func brokenEnd() throws {
        let folder = try Folder()
        let path = try file(folder)
        try tamper(path, "DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)")
        let store = try SQLiteRecordStore(writing: path)
        #expect { try RecordWriter(store) } throws: {
            guard case .store(.corrupt) = $0 as? RecordFailure else { return false }
            return true
        }
    }

    @Test("Other files are refused, and stay as they are")
    func otherFiles() throws {
        let folder = try Folder()
        try Data("This is a text, and a rather long one, so that it fills a header.".utf8).write(to: folder.url.appending(path: "text"))
        try tamper(folder.path("other.db"), "CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        for name in ["text", "other.db"] {
            let before = try Data(contentsOf: folder.url.appending(path: name))
            for refusal in [refusal(writing: folder.path(name)), refusal(reading: folder.path(name))] {
                guard case .notRecords = refusal else {
                    Issue.record("\(name): \(String(describing: refusal))")
                    continue
                }
            }
            #expect(try Data(contentsOf: folder.url.appending(path: name)) == before)
        }
        #expect(refusal(reading: folder.path("none.db")) == .missing(folder.path("none.db")))
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.db")))
        try Data().write(to: folder.url.appending(path: "empty.db"))
        #expect(refusal(writing: folder.path("empty.db")) == nil)
    }

    @Test("A new file has pages of 8 KiB, and keeps them")
    func pages() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        for _ in 0..<2 {
            try SQLiteRecordStore(writing: path).close()
            // The header says so in bytes 16 and 17, the higher one first.
            #expect(try Array(Data(contentsOf: URL(filePath: path))[16..<18]) == [0x20, 0x00])
        }
    }

    @Test("A file of a newer version is refused")
    func newer() throws {
        let folder = try Folder()
        let path = try file(folder)
        try tamper(path, "INSERT INTO grdb_migrations (identifier) VALUES ('99 later')")
        #expect(refusal(writing: path) == .newerSchema(path))
        #expect(refusal(reading: path) == .newerSchema(path))
    }

    @Test("A file of the first version gets its table of rules from the texts")
    func older() throws {
        let folder = try Folder()
        let path = try file(folder)
        func rules() throws -> [String] {
            let queue = try DatabaseQueue(path: path)
            return try queue.read { try String.fetchAll($0, sql: "SELECT rule || ' ' || sequence FROM rules ORDER BY 1") }
        }
        let before = try rules()
        #expect(before.count > 10)
        try tamper(path, "DROP TABLE rules; DELETE FROM grdb_migrations WHERE identifier = '2 rules'")
        guard case .notRecords = refusal(reading: path) else {
            Issue.record("it was read")
            return
        }
        try SQLiteRecordStore(writing: path).close()
        #expect(try rules() == before)
        #expect(try verify(path).isSound)
    }

    @Test("One writer at a time; readers as many as like")
    func secondWriter() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path)
        #expect(refusal(writing: path) == .hasWriter(path))
        #expect(refusal(reading: path) == nil)
        try store.close()
    }

    @Test("Another name of a file is no way to a second writer")
    func otherNames() throws {
        let folder = try Folder()
        let (path, link, loose) = (folder.path("records.db"), folder.path("link.db"), folder.path("loose.db"))
        for (name, target) in [(link, path), (loose, folder.path("none"))] {
            try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: target)
        }
        let store = try SQLiteRecordStore(writing: path)
        #expect(refusal(writing: link) == .hasWriter(link))
        #expect(refusal(writing: loose) == .io("\(loose): a link that leads to no file"))
        try store.close()
        #expect(refusal(writing: link) == nil)
        let hard = folder.path("hard.db")
        try FileManager.default.linkItem(atPath: path, toPath: hard)
        for name in [path, hard, link] {
            #expect(refusal(writing: name) == .io("\(name): the file has several names, as hard links, by each of which somebody could write it"))
        }
    }

    @Test("A lock of somebody else: denied until it is gone, and nothing is lost")
    func locked() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path)
        let writer = try RecordWriter(store)
        _ = try Samples.submit(writer, #"{"tool":"before"}"#)
        try writer.flush()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        _ = try Samples.submit(writer, #"{"tool":"waits"}"#)
        #expect(eventually { writer.failure != nil })
        guard case .store(.locked) = writer.failure else {
            Issue.record("\(String(describing: writer.failure))")
            return
        }
        #expect(throws: RecordFailure.self) { try Samples.submit(writer, #"{"tool":"denied"}"#) }
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(eventually { writer.failure == nil })
        try writer.close()
        try store.close()
        try other.close()
        let result = try verify(path)
        #expect(result.entries == 3)
        #expect(result.findings.map(\.kind) == [.unsigned])
    }

    @Test("No room: denied, and what is written is sound")
    func full() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path, maximumBytes: 200_000)
        let writer = try RecordWriter(store)
        var failure: RecordFailure?
        for _ in 0..<10_000 where failure == nil {
            do throws(RecordFailure) {
                _ = try Samples.submit(writer, #"{"tool":"pay","args":{"amount":1}}"#)
                try writer.flush()
            } catch {
                failure = error
            }
        }
        guard case .store(.full) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(throws: RecordCloseError.self) { try writer.close() }
        try? store.close()
        let result = try RecordVerifier().verify(SQLiteRecordStore(reading: path))
        #expect(result.isSound, "\(result.findings)")
    }

    @Test("Of a batch with an entry that can't be appended, nothing is")
    func halfBatch() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path)
        let held = HeldStore(store)
        let writer = try RecordWriter(held)
        let call = #"{"tool":"pay","args":{"amount":1}}"#
        _ = try Samples.submit(writer, call)
        held.waitForBatch()
        // Entries 2 to 101 are one batch: the last one has the ID of the first.
        let id = RecordID.make(at: Samples.time)
        for number in 0..<100 { _ = try Samples.submit(writer, call, id: number % 99 == 0 ? id : nil) }
        held.letGo()
        #expect(throws: RecordFailure.self) { try writer.flush() }
        #expect(throws: RecordCloseError.self) { try writer.close() }
        try store.close()
        let result = try RecordVerifier().verify(SQLiteRecordStore(reading: path))
        #expect(result.findings.isEmpty, "\(result.findings)")
        #expect(result.entries == 1)
    }

    @Test("A file that was damaged while it is written: denied as corrupt")
    func corrupt() throws {
        let folder = try Folder()
        let path = try file(folder, 400)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: 4_096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 4_096 * 30))
        try handle.close()
        do {
            let store = try SQLiteRecordStore(writing: path)
            let writer = try RecordWriter(store)
            for _ in 0..<10 { _ = try Samples.submit(writer, #"{"tool":"pay"}"#) }
            try writer.close()
            Issue.record("nothing was noticed")
        } catch {
            // When it is opened, at the first call, or when it is closed.
            #expect("\(error)".contains("the records are corrupt"), "\(error)")
        }
    }

    @Test("What is redacted is nowhere in the files")
    func redacted() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let store = try SQLiteRecordStore(writing: path)
        let redact = try ["args.card.number", "context.token", "args.list[*].pin"].map { try FieldPath($0) }
        let writer = try RecordWriter(store, settings: RecordSettings(redact: redact))
        let secret = "4111222233334444"
        for call in [
            #"{"tool":"t","args":{"card":{"number":"\#(secret)"}},"context":{"token":"\#(secret)"}}"#,
            #"{"tool":"t","args":{"card":"\#(secret)","list":[{"pin":"\#(secret)"}]},"context":{"token":{"a":["\#(secret)"]}}}"#,
            #"{"tool":"t","args":{"card":{"number":"\#(secret)"},"x":1,"x":2}}"#,
            #"{"tool":"t","args":{"card":{"number":"\#(secret)"}}"#, #"{"tool":"t","args":{"list":"\#(secret)"}, "other":"\#(secret)"}"#,
        ] { _ = try Samples.submit(writer, call) }
        try writer.flush()
        // With the log, as it is while the file is open; and when it is closed.
        func isThere(_ text: String) throws -> Bool { try folder.contents().contains { $0.range(of: Data(text.utf8)) != nil } }
        #expect(try isThere("[redacted]"))
        #expect(try !isThere(secret))
        try writer.close()
        try store.close()
        #expect(try isThere("[redacted]"))
        #expect(try !isThere(secret))
        #expect(try RecordVerifier().verify(SQLiteRecordStore(reading: path)).entries == 5)
    }
}
