import Callgate
import Foundation

/// Counts machine instructions with valgrind's callgrind, which runs this program over the calls.
struct InstructionCount {
    let image: [UInt8]
    let calls: CallFile
    /// What `--now` was given; nil for the clock's time.
    let now: String?

    /// Decisions of the shorter of two runs, at least: what does not grow with a run cancels out.
    private static let decisions = 500

    /// Instructions of a decision, on average over the calls.
    func perDecision() throws -> UInt64 {
        let folder = FileManager.default.temporaryDirectory.appending(path: "callgate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try Files.write(image, to: folder.appending(path: "policy.cgb").path)
            try Files.write(calls.bytes, to: folder.appending(path: "calls").path)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        let passes = max(1, (Self.decisions + calls.ranges.count - 1) / calls.ranges.count)
        let once = try count(passes, in: folder)
        let twice = try count(2 * passes, in: folder)
        return (twice - min(once, twice)) / UInt64(passes * calls.ranges.count)
    }

    /// Instructions of a run that decides all calls so often.
    private func count(_ passes: Int, in folder: URL) throws -> UInt64 {
        let counts = folder.appending(path: "counts"), log = folder.appending(path: "log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=\(counts.path)", try program(),
            "bench", "--policy", folder.appending(path: "policy.cgb").path,
            "--requests", folder.appending(path: "calls").path,
        ] + (now.map { ["--now", $0] } ?? []) + ["--counted-passes", "\(passes)"]
        // Swift seeds its hashing anew in each process, which makes dictionaries take other paths.
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        process.waitUntilExit()
        // What `env` exits with where there is no such program.
        guard process.terminationStatus != 127 else {
            throw CommandFailure(
                "error: --max-instructions counts with valgrind, which is not installed; in Debian: apt-get install valgrind",
                status: .usage)
        }
        guard process.terminationStatus == 0, let total = Self.total(counts) else {
            let reason = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw CommandFailure("error: valgrind could not count:\n\(reason)")
        }
        return total
    }

    private func program() throws -> String {
        #if os(Linux)
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
            Bundle.main.executablePath ?? CommandLine.arguments[0]
        #endif
    }

    /// The sum in a file of callgrind's.
    private static func total(_ file: URL) -> UInt64? {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").last { $0.hasPrefix("totals: ") }
        return line.flatMap { UInt64($0.dropFirst("totals: ".count)) }
    }
}
