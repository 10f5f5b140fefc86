import Callgate
import CallgateOracles
import CallgateSQLite
import Foundation
import Testing

@Suite("Crashes")
struct CrashTests {
    /// The process that records, as it is built beside the tests.
    private static let child: URL = {
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let folders = bundles.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
        let places = folders.map { $0.appending(path: "RecordsChild") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[0]
    }()

    /// Runs the process until it has written so many lines, and kills it some time after.
    /// - Returns: its lines.
    private func run(_ arguments: [String], _ folder: Folder, lines: Int, microseconds: UInt32) throws -> [String] {
        let output = folder.path("output-\(UUID().uuidString)")
        try Data().write(to: URL(filePath: output))
        let process = Process()
        process.executableURL = Self.child
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        func text() throws -> [Substring] {
            String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self).split(separator: "\n")
        }
        #expect(try eventually { try text().count >= lines })
        usleep(microseconds)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return try text().map(String.init)
    }

    private func ids(_ path: String) throws -> Set<String> {
        let store = try SQLiteRecordStore(reading: path)
        let result = try RecordVerifier().verify(store)
        #expect(result.isSound, "\(result.findings)")
        var ids: Set<String> = []
        try store.forEach { entry throws(RecordStoreError) in
            if let id = entry.reader?.string("id") { ids.insert(id) }
            return true
        }
        try store.close()
        return ids
    }

    @Test("kill -9 at any moment leaves a sound chain, which goes on", arguments: ["async", "sync"])
    func killed(_ durability: String) throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        var generator = SeededGenerator(17)
        var acknowledged: Set<String> = []
        var written: Set<String> = []
        for _ in 0..<6 {
            let lines = try run(
                [path, durability], folder, lines: durability == "sync" ? 20 : 6_000,
                microseconds: UInt32.random(in: 0..<60_000, using: &generator))
            // The last line may have been cut.
            acknowledged.formUnion(lines.dropLast())
            let before = written
            written = try ids(path)
            #expect(written.isSuperset(of: before))
            // What a decision waited for is there, all of it.
            if durability == "sync" { #expect(acknowledged.subtracting(written).isEmpty) }
        }
        // A process that is killed before its thread had a turn leaves nothing, but not six of them.
        #expect(!written.isEmpty)
    }

    /// What is kept of the calls of the process's guard: counted by its limit, and by its session.
    private func counted(_ path: String) throws -> (limit: Int64, session: Int64) {
        let store = try SQLiteRecordStore(reading: path)
        let contents = try store.loadState(at: 0).contents
        try store.close()
        return (contents.amounts.reduce(0) { $0 + $1.amount }, contents.calls.reduce(0) { $0 + $1.count })
    }

    @Test("kill -9 at any moment: what limits and sessions have counted is what the records say", arguments: ["async", "sync"])
    func guardKilled(_ durability: String) throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        var generator = SeededGenerator(23)
        var acknowledged: Set<String> = []
        for _ in 0..<5 {
            let lines = try run(
                ["guard", path, durability], folder, lines: durability == "sync" ? 20 : 3_000,
                microseconds: UInt32.random(in: 0..<60_000, using: &generator))
            acknowledged.formUnion(lines.dropLast())
            let written = try ids(path)
            let (limit, session) = try counted(path)
            #expect(limit == Int64(written.count) && session == limit)
            if durability == "sync" { #expect(acknowledged.subtracting(written).isEmpty) }
        }
        #expect(try counted(path).limit > 0)
    }

    @Test("A file, or a folder, that may not be written makes no guard", arguments: [true, false])
    func readOnly(_ isFile: Bool) throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        try SQLiteRecordStore(writing: path).close()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) { chmod(folder.path(name), name == "records.db" ? 0o444 : 0o666) }
        chmod(folder.url.path, isFile ? 0o777 : 0o555)
        let process = Process()
        process.executableURL = Self.child
        process.arguments = ["open", path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        chmod(folder.url.path, 0o755)
        #expect(text.contains("readonly database") || text.contains("Permission denied") || text.contains("unable to open"), "\(text)")
    }

    @Test("A disk that takes no more: the calls are denied, and the chain is sound")
    func fullDisk() throws {
        let folder = try Folder()
        let path = folder.path("records.db")
        let output = try run([path, "sync", "400000"], folder, lines: 2_500, microseconds: 100_000)
        #expect(output.contains { $0 == "records_io" || $0 == "records_full" }, "\(output.suffix(3))")
        let acknowledged = Set(output.dropLast().filter { RecordID($0) != nil })
        #expect(acknowledged.subtracting(try ids(path)).isEmpty)
    }
}
