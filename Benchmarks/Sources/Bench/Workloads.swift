import Foundation

/// The program whose workloads are measured, and how it is asked.
struct Workloads {
    let program: String
    let policy: String
    /// What makes the run cost more, on purpose; see `Disturbance` there.
    var disturbance: [String] = []

    // Swift seeds its hashing anew in each process, which makes dictionaries take other paths.
    private static let fixedHashing = ["SWIFT_DETERMINISTIC_HASHING": "1"]

    /// Instructions and allocations of each workload.
    func counts() throws -> [String: Measurement] {
        let instructions = try instructions()
        var result: [String: Measurement] = [:]
        for words in try lines("allocations") {
            let name = String(words[0])
            guard words.count == 4, let operations = Double(words[1]), let count = Double(words[2]),
                let instructions = instructions[name]
            else { throw BenchFailure(description: "no counts in \(words)") }
            result[name] = Measurement(
                instructions: rounded(instructions), allocations: count / operations,
                isAllocationFree: words[3] == "true")
        }
        guard result.count == instructions.count, !result.isEmpty else {
            throw BenchFailure(description: "instructions and allocations of different workloads")
        }
        return result
    }

    /// Nanoseconds of each workload.
    func times() throws -> [String: Double] {
        var result: [String: Double] = [:]
        for words in try lines("times") {
            guard words.count == 3, let operations = Double(words[1]), let time = Double(words[2])
            else { throw BenchFailure(description: "no times in \(words)") }
            result[String(words[0])] = rounded(time / operations)
        }
        return result
    }

    /// What compiling many rules takes.
    func compilation() throws -> Compilation {
        var times: [String: Compilation.Time] = [:]
        for line in try ChildProcess.output(program, ["many-rules"]).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let user = Double(words[1]), let elapsed = Double(words[2])
            else { throw BenchFailure(description: "no times in \(line)") }
            times[String(words[0])] = Compilation.Time(
                userSeconds: user / 1e9, seconds: elapsed / 1e9)
        }
        guard let whole = times["whole"], let conditions = times["conditions"] else {
            throw BenchFailure(description: "compiling many rules was not timed")
        }
        return Compilation(whole: whole, conditions: conditions)
    }

    /// The conditions of those rules, one on a line.
    func conditions() throws -> String { try ChildProcess.output(program, ["conditions"]) }

    /// Instructions of one operation: what a run of 2n takes more than one of n, divided by n.
    private func instructions() throws -> [String: Double] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "callgate-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try ChildProcess.output(
            "/usr/bin/env",
            [
                "valgrind", "--tool=callgrind", "--instr-atstart=no", "--dump-line=no",
                "--callgrind-out-file=\(folder.path)/counts", program, policy, "instructions",
            ] + disturbance, environment: Self.fixedHashing)

        var totals: [String: [CallgrindDump]] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            guard let dump = try CallgrindDump(text) else { continue }
            totals[dump.name, default: []].append(dump)
        }
        return try totals.mapValues { dumps in
            let dumps = dumps.sorted { $0.operations < $1.operations }
            guard dumps.count == 2, dumps[0].operations < dumps[1].operations else {
                throw BenchFailure(description: "\(dumps[0].name) was not counted twice")
            }
            return (dumps[1].instructions - dumps[0].instructions)
                / (dumps[1].operations - dumps[0].operations)
        }
    }

    private func lines(_ quantity: String) throws -> [[Substring]] {
        try ChildProcess.output(
            program, [policy, quantity] + disturbance, environment: Self.fixedHashing
        ).split(separator: "\n").map { $0.split(separator: " ") }
    }

    /// To hundredths, so that reports stay readable. Allocations are not rounded: a single one counts.
    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
