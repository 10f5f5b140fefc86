import Foundation

/// Starting other programs.
enum ChildProcess {
    /// What a program wrote to its standard output.
    /// - Throws: ``BenchFailure`` with what it wrote to standard error where it fails.
    static func output(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        // A file, since two pipes that are read one after the other can block each other.
        let errors = FileManager.default.temporaryDirectory
            .appending(path: "callgate-bench-\(ProcessInfo.processInfo.processIdentifier).errors")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let reason = try String(contentsOf: errors, encoding: .utf8)
            throw BenchFailure(
                description: "\(path) \(arguments.joined(separator: " ")) failed:\n\(reason)")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
