import Foundation

/// The program whose workloads are measured, and how it is asked.
struct Workloads {
    let program: String
    let policy: String
    /// Where the images of the scenarios are.
    let images: String
    /// What makes the run cost more, on purpose; see `Disturbance` there.
    var disturbance: [String] = []
    /// Only workloads whose names begin with one of these; all, where there is none.
    var groups: [String] = []

    // Swift seeds its hashing anew in each process, which makes dictionaries take other paths.
    private static let fixedHashing = ["SWIFT_DETERMINISTIC_HASHING": "1"]

    /// Compiles the scenarios' policies.
    /// - Parameter large: the one of 300,000 rules, which takes some seconds.
    func prepare(large: Bool = false) throws {
        try FileManager.default.createDirectory(atPath: images, withIntermediateDirectories: true)
        _ = try ChildProcess.output(program, ["prepare", images] + (large ? ["large"] : []))
    }

    /// Bytes of each scenario's image.
    func imageSizes() throws -> [String: Double] {
        try ChildProcess.output(program, ["sizes", images]).split(separator: "\n").reduce(into: [:]) { sizes, line in
            let words = line.split(separator: " ")
            sizes[String(words[0])] = Double(words[1])
        }
    }

    /// Instructions, allocations and retains of each workload.
    func counts() throws -> [String: Measurement] {
        try counts("").merging(opcodeCounts()) { $1 }
    }

    /// What one rule more costs in whose condition an opcode occurs: two counts of policies that differ in the
    /// number of such rules, by the difference of their numbers.
    func opcodeCounts() throws -> [String: Measurement] {
        var examples: [String: [(rules: Double, cost: Measurement)]] = [:]
        for (name, cost) in try counts("opcodes") {
            let parts = name.split(separator: "@")
            examples[String(parts[0]), default: []].append((Double(parts[1]) ?? 0, cost))
        }
        return examples.mapValues { pair in
            let pair = pair.sorted { $0.rules < $1.rules }
            var cost = pair[1].cost
            cost.instructions = rounded(
                (cost.instructions - pair[0].cost.instructions) / (pair[1].rules - pair[0].rules))
            return cost
        }
    }

    private func counts(_ part: String) throws -> [String: Measurement] {
        let dumps = try dumps(part)
        var result: [String: Measurement] = [:]
        for words in try lines("allocations", part) {
            let name = String(words[0])
            guard words.count == 4, let operations = Double(words[1]), let count = Double(words[2]),
                let (once, twice) = dumps[name]
            else { throw BenchFailure(description: "no counts in \(words)") }
            // What a run of 2n takes more than one of n: what does not grow with the run cancels out. References
            // are counted over a whole run, so that a single one counts.
            result[name] = Measurement(
                instructions: rounded((twice.instructions - once.instructions) / (twice.operations - once.operations)),
                allocations: count / operations, retains: once.retains / once.operations,
                isAllocationFree: words[3] == "true")
        }
        guard result.count == dumps.count, !result.isEmpty else {
            throw BenchFailure(description: "instructions and allocations of different workloads")
        }
        return result
    }

    /// Nanoseconds of each workload.
    /// - Parameter part: what is measured, everything that is counted if left out.
    func times(_ part: String = "") throws -> [String: Double] {
        var result: [String: Double] = [:]
        for words in try lines("times", part) {
            guard words.count == 3, let operations = Double(words[1]), let time = Double(words[2])
            else { throw BenchFailure(description: "no times in \(words)") }
            result[String(words[0])] = rounded(time / operations)
        }
        return result
    }

    /// The two counts of each workload: of a run, and of one twice as long.
    private func dumps(_ part: String) throws -> [String: (CallgrindDump, CallgrindDump)] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "callgate-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try ChildProcess.output(
            "/usr/bin/env",
            [
                "valgrind", "--tool=callgrind", "--instr-atstart=no", "--dump-line=no", "--compress-strings=no",
                "--callgrind-out-file=\(folder.path)/counts", program,
            ] + arguments("instructions", part), environment: Self.fixedHashing)

        var found: [String: [CallgrindDump]] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            guard let dump = try CallgrindDump(text) else { continue }
            found[dump.name, default: []].append(dump)
        }
        return try found.mapValues { dumps in
            let dumps = dumps.sorted { $0.operations < $1.operations }
            guard dumps.count == 2, dumps[0].operations < dumps[1].operations else {
                throw BenchFailure(description: "\(dumps[0].name) was not counted twice")
            }
            return (dumps[0], dumps[1])
        }
    }

    private func lines(_ quantity: String, _ part: String) throws -> [[Substring]] {
        try ChildProcess.output(program, arguments(quantity, part), environment: Self.fixedHashing)
            .split(separator: "\n").map { $0.split(separator: " ") }
    }

    private func arguments(_ quantity: String, _ part: String) -> [String] {
        ["measure", policy, images, quantity] + (part.isEmpty ? [] : [part]) + groups.map { "group=\($0)" }
            + disturbance
    }

    /// To hundredths, so that reports stay readable. Allocations are not rounded: a single one counts.
    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
