import Scenarios
import Foundation

/// Measures `callgate eval` over a generated file.
struct FileRun {
    /// Where the programs are.
    let programs: URL
    let policy: String
    let calls = 1_000_000
    /// Runs of each, in turns, so that what else the computer does meets both.
    private let turns = 3

    func measure() throws -> FileThroughput {
        let folder = programs.appending(path: "file-run")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let image = folder.appending(path: "policy.cgb").path
        let tool = programs.appending(path: "callgate").path
        _ = try ChildProcess.output(tool, ["compile", policy, "-o", image])
        let input = folder.appending(path: "calls.jsonl")
        let tenth = folder.appending(path: "tenth.jsonl")
        try write(calls, to: input)
        try write(calls / 10, to: tenth)

        func eval(_ file: URL, jobs: Int = 1) throws -> FileThroughput.Cost {
            try run(
                [tool, "eval", "--policy", image, "--requests", file.path, "--jobs", "\(jobs)"], reading: file,
                in: folder)
        }
        let small = try eval(tenth)
        var evals: [FileThroughput.Cost] = []
        var pairs: [FileThroughput.Cost] = []
        var copies: [FileThroughput.Cost] = []
        for _ in 0..<turns {
            evals.append(try eval(input))
            pairs.append(try eval(input, jobs: 2))
            let width = evals[0].bytesWritten / calls
            copies.append(
                try run(
                    [programs.appending(path: "line-copy").path, input.path, "\(width)"],
                    reading: input, in: folder))
        }
        return FileThroughput(
            calls: calls, eval: fastest(evals), twoJobs: fastest(pairs), copy: fastest(copies), kibibytesForTenth: small.kibibytes)
    }

    private func fastest(_ costs: [FileThroughput.Cost]) -> FileThroughput.Cost {
        costs.min { $0.seconds < $1.seconds }!
    }

    private func run(
        _ command: [String], reading input: URL, in folder: URL
    ) throws -> FileThroughput.Cost {
        let output = folder.appending(path: "output")
        let costs = try MeasuredRun(command, programs: programs, output: output.path)
        return FileThroughput.Cost(
            bytesRead: try input.fileBytes(), bytesWritten: try output.fileBytes(), seconds: costs.nanoseconds / 1e9,
            userSeconds: costs.userMicroseconds / 1e6, systemSeconds: costs.systemMicroseconds / 1e6,
            kibibytes: costs.kibibytes)
    }

    private func write(_ count: Int, to file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        var generator = CallGenerator()
        var lines = ""
        for index in 1...count {
            generator.append(to: &lines)
            guard lines.utf8.count >= 1 << 20 || index == count else { continue }
            try handle.write(contentsOf: Data(lines.utf8))
            lines.removeAll(keepingCapacity: true)
        }
    }
}
