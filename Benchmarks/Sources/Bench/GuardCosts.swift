import Foundation

/// What the guard around the machine costs, and records: figures by the names that `guard-runs` gives them.
struct GuardCosts: Codable {
    var figures: [String: Double]

    var table: String {
        func row(_ text: String, _ name: String) -> [String] { [text, figures[name].map(Format.number) ?? "none"] }
        let times = Format.table([
            ["a guarded call, ns (median)", ""], row("the machine alone", "check/machine"),
            row("check, session and limit", "check/without_records"),
            row("check, session, limit and asynchronous record", "check/with_records"),
            row("the record's part of it, in bursts", "submit/median"),
            row("check among a million sessions and keys, at random", "million/random_check"),
        ])
        let memory = Format.table([
            ["bytes resident", ""], row("each of a million sessions", "million/session_bytes"),
            row("each of a million keys of a limit", "million/limit_key_bytes"),
        ])
        let records = Format.table([
            ["records in SQLite, one core", "written", "verified"],
            both("records", "count"), both("a second", "a_second"), both("seconds of the processor", "processor_seconds"),
            both("most memory, MiB", "peak_mib"), ["bytes each in the file", number("write/bytes_each"), ""],
        ])
        return [times, memory, records].joined(separator: "\n\n")
    }

    private func number(_ name: String) -> String { figures[name].map(Format.number) ?? "none" }

    private func both(_ text: String, _ end: String) -> [String] { [text, number("write/\(end)"), number("verify/\(end)")] }
}

/// Measures ``GuardCosts``.
struct GuardRun {
    let programs: URL
    let policy: String
    private static let records = 1_000_000

    func measure() throws -> GuardCosts {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guard-runs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "records.db").path
        var figures: [String: Double] = [:]
        for arguments in [
            ["check"], ["million"], ["submit", policy], ["write", policy, file, "\(Self.records)"], ["verify", file],
        ] {
            for line in try run(arguments).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 2, let value = Double(words[1]) else {
                    throw BenchFailure(description: "no figure in “\(line)”")
                }
                figures[String(words[0])] = value
            }
        }
        return GuardCosts(figures: figures)
    }

    /// Writing and verifying are promised of one core, the thread that writes included.
    private func run(_ arguments: [String]) throws -> String {
        let program = programs.appending(path: "guard-runs").path
        let isOnOneCore = arguments[0] == "write" || arguments[0] == "verify"
        return isOnOneCore
            ? try ChildProcess.output("/usr/bin/env", ["taskset", "-c", "0", program] + arguments)
            : try ChildProcess.output(program, arguments)
    }
}
