import Callgate
import CallgateMachine
import CallgateSQLite
import Foundation
import Testing

@Suite("callgate records")
struct RecordsTests {
    private static let start = CallTime(seconds: 1_767_225_600)

    /// A workspace with records: of each tool ten calls, a minute apart, and the keys `k.key` and `k.pub`.
    private func recorded() async throws -> (Workspace, [RecordID]) {
        let workspace = try Workspace()
        #expect(try await workspace.run("keygen", "k").status == 0)
        let key = String(decoding: try workspace.read("k.key"), as: UTF8.self).split(whereSeparator: \.isWhitespace)[1]
        let store = try SQLiteRecordStore(writing: workspace.url("records.db").path)
        let writer = try RecordWriter(store, signer: CheckpointSigner(privateKey: Hexadecimal.bytes(key.utf8)!))
        var ids: [RecordID] = []
        for number in 0..<30 {
            let tool = ["pay", "ping", "=2+3"][number % 3]
            let call = Array(#"{"tool":"\#(tool)","args":{"n":\#(number),"note":"a,\"b\"\n"}}"#.utf8)
            let session = Array("s\(number % 2)".utf8)
            let time = CallTime(seconds: Self.start.seconds + Int64(number) * 60)
            let facts = DecisionFacts(
                time: time, effect: [.allow, .review, .deny][number % 3], reason: number % 3 == 1 ? "default" : "rule",
                durationNanoseconds: 800)
            ids.append(
                try call.withUnsafeBytes { call in
                    try session.withUnsafeBytes { try writer.submit(facts, call: call, session: $0) }
                })
        }
        try writer.submit(ApprovalAnswer(of: ids[1], time: Self.start, answer: .granted, approver: "ann"))
        try Array("ping".utf8).withUnsafeBytes {
            let judgement = DecisionFacts(time: Self.start, effect: .allow, reason: "rule", durationNanoseconds: 5)
            _ = try writer.submit(ResultFacts(of: ids[1], judgement: judgement, bytes: 99, isTrusted: false, labels: ["private"]), tool: $0)
        }
        try writer.close()
        try store.close()
        return (workspace, ids)
    }

    @Test("list: a table, the newest last")
    func list() async throws {
        let (workspace, ids) = try await recorded()
        let outcome = try await workspace.run("records", "list", "--limit", "3")
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        #expect(outcome.lines.count == 4)
        #expect(outcome.lines[0].hasPrefix("time"))
        #expect(outcome.lines[3].hasPrefix("2026-01-01 00:29:00.000Z deny      =2+3"))
        #expect(outcome.lines[3].hasSuffix("(rule)                    \(ids[29])"))
        #expect(try await workspace.run("records", "list").lines.count == 31)
    }

    @Test("list: filters", arguments: [
        (["--tool", "pay"], [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]), (["--decision", "review", "--session", "s1"], [1, 7, 13, 19, 25]),
        (["--since", "2026-01-01T00:27:00Z"], [27, 28, 29]), (["--until", "2026-01-01T00:02:00Z"], [0, 1]), (["--until", "2026-01-01"], []),
        (["--since", "2026-01-01", "--until", "2026-01-01T00:01:00Z"], [0]), (["--tool", "none"], []), (["--rule", "none"], []),
        (["--limit", "2", "--decision", "deny"], [26, 29]), (["--since", "1s"], [])
    ] as [([String], [Int])])
    func filters(_ options: [String], _ wanted: [Int]) async throws {
        let (workspace, ids) = try await recorded()
        let outcome = try await workspace.run(["records", "list", "--json"] + options)
        #expect(outcome.status == 0)
        #expect(outcome.lines.compactMap { EntryReader(Array($0.utf8))?.string("id") } == wanted.map { "\(ids[$0])" })
    }

    @Test("show: a record by its ID or number, with its answers and results")
    func show() async throws {
        let (workspace, ids) = try await recorded()
        let outcome = try await workspace.run("records", "show", "\(ids[1])")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("review  ping\n  time           2026-01-01T00:01:00.000000000Z\n"))
        #expect(outcome.output.contains("\napproval:  granted\n"))
        #expect(outcome.output.contains("\nresult:  allow  ping\n"))
        #expect(try await workspace.run("records", "show", "2").output == outcome.output)
        let lines = try await workspace.run("records", "show", "2", "--json").lines
        #expect(lines.compactMap { EntryReader(Array($0.utf8))?.string("kind") } == ["decision", "approval", "result"])
        for (id, status, wanted) in [
            ("01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c11", Int32(1), "there is no record"), ("999", 1, "there is no record 999"),
            ("x", 2, "`x` is no ID of a record"), ("0", 2, "no number from 1"),
        ] {
            let outcome = try await workspace.run("records", "show", id)
            #expect(outcome.status == status)
            #expect(outcome.error.contains(wanted), "\(outcome.error)")
        }
    }

    @Test("export: jsonl is the chain, csv is safe for spreadsheets")
    func export() async throws {
        let (workspace, ids) = try await recorded()
        let chain = try await workspace.run("records", "export")
        #expect(chain.lines.count == 33)
        let entries = chain.lines.enumerated().map { StoredEntry(sequence: Int64($0.offset + 1), text: Array($0.element.utf8)) }
        #expect(try RecordVerifier().verify(MemoryRecordStore(entries)).isSound)
        let table = try await workspace.run("records", "export", "--format", "csv", "--decision", "deny", "--limit", "1")
        let lines = table.output.components(separatedBy: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("sequence,id,time,kind,decision,tool,"))
        #expect(lines[1].hasPrefix("3,\(ids[2]),2026-01-01T00:02:00.000000000Z,decision,deny,\"'=2+3\",rule,"))
        #expect(lines[1].contains(#","{""n"":2,""note"":""a,\""b\""\n""}","#))
    }

    @Test("verify: sound, and broken with its place")
    func verify() async throws {
        let (workspace, _) = try await recorded()
        let sound = try await workspace.run("records", "verify", "--key", "k.pub")
        #expect(sound.status == 0)
        #expect(sound.lines[0] == "sound: 33 records")
        #expect(sound.lines.last == "signed   1 checkpoint, the last is 33; 0 records after it are not signed yet")
        let head = String(sound.lines[1].split(separator: " ")[2])
        let expected = try await workspace.run("records", "verify", "--expect-head", head)
        #expect(expected.status == 0)
        #expect(expected.output.contains("expected 33, 0 records before the head"))
        let other = try await workspace.run("records", "verify", "--expect-head", String(repeating: "0", count: 63) + "1", "--json")
        #expect(other.status == 1)
        #expect(other.output.hasPrefix("{\"sound\":false,\"records\":33,"))
        _ = try await workspace.run("keygen", "l")
        #expect(try await workspace.run("records", "verify", "--key", "l.pub").output.contains("entry 33: signature: the checkpoint is signed with another key"))
        let changed = try await workspace.shell("sqlite3 records.db \"UPDATE entries SET text = replace(text, '800', '801') WHERE sequence = 9\"")
        guard changed.status == 0 else { return }
        let broken = try await workspace.run("records", "verify")
        #expect(broken.status == 1)
        #expect(broken.lines[0] == "broken: 1 finding in 33 records")
        #expect(broken.lines[1].hasPrefix("  entry 9: changed: "))
    }

    @Test("stats")
    func stats() async throws {
        let (workspace, _) = try await recorded()
        let outcome = try await workspace.run("records", "stats", "--json", "--by", "hour")
        #expect(outcome.output == """
            {"calls":30,"lost":0,"decision":{"allow":10,"deny":10,"review":10},"tool":{"=2+3":10,"pay":10,"ping":10},\
            "reason":{"rule":20,"default":10},"rule":{},"hour":{"2026-01-01T00":30}}

            """)
        let text = try await workspace.run("records", "stats", "--tool", "pay")
        #expect(text.lines[0] == "10 calls")
        #expect(text.output.contains("\ndecision\n  allow                                            10  100.0 %\n"))
    }

    @Test("Files that are none")
    func files() async throws {
        let workspace = try Workspace()
        try workspace.write("some text that is no database, but long enough to look like one", to: "text")
        for command in [["list"], ["show", "1"], ["export"], ["verify"], ["stats"]] {
            let missing = try await workspace.run(["records"] + command)
            #expect(missing.status == 1)
            #expect(missing.error == "error: records.db: there is no such file; name the file of the records with --store\n")
            let other = try await workspace.run(["records"] + command + ["--store", "text"])
            #expect(other.status == 1)
            #expect(other.error.hasPrefix("error: this is no file of records: text"), "\(other.error)")
        }
    }
}
