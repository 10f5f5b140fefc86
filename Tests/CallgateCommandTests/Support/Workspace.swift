import Foundation
import Testing

/// A folder of its own for a test, which runs the tool in it; gone when the test is over.
final class Workspace: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "callgate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ path: String) -> URL { folder.appending(path: path) }

    func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    /// Writes a file, and makes the folders that it is in.
    func write(_ bytes: [UInt8], to path: String) throws {
        try FileManager.default.createDirectory(
            at: url(path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url(path))
    }

    func read(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: url(path))) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }

    /// Runs the tool.
    ///
    /// - Parameters:
    ///   - input: what it finds on standard input.
    ///   - folder: where it runs, within the workspace.
    func run(
        _ arguments: String..., input: [UInt8] = [], in folder: String = ""
    ) async throws -> Outcome {
        try await run(arguments, input: input, in: folder)
    }

    func run(
        _ arguments: [String], input: [UInt8] = [], in folder: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(Tool.url, arguments, input: input, in: folder, environment: environment)
    }

    /// Runs a shell's line, in which `$TOOL` is the tool.
    func shell(_ line: String, patience: TimeInterval = Tool.patience) async throws -> Outcome {
        try await run(
            URL(filePath: "/bin/sh"), ["-c", line], input: [], in: "", environment: ["TOOL": Tool.url.path],
            patience: patience)
    }

    private func run(
        _ executable: URL, _ arguments: [String], input: [UInt8], in folder: String, environment: [String: String],
        patience seconds: TimeInterval = Tool.patience
    ) async throws -> Outcome {
        // Files, not pipes: nobody has to read while it runs, and nothing can block.
        let files = ".run-\(UUID().uuidString)"
        for name in ["in", "out", "error"] { try write(name == "in" ? input : [], to: "\(files)/\(name)") }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.isEmpty ? self.folder : url(folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: url("\(files)/in"))
        process.standardOutput = try FileHandle(forWritingTo: url("\(files)/out"))
        process.standardError = try FileHandle(forWritingTo: url("\(files)/error"))
        let patience = Patience(seconds)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in
                patience.end()
                continuation.resume()
            }
            do {
                try process.run()
                patience.begin(process.processIdentifier)
            } catch {
                continuation.resume(throwing: error)
            }
        }
        guard !patience.isLost else { throw Hang(arguments: arguments) }
        let signal = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: process.terminationStatus + (signal ? 128 : 0), outputBytes: try read("\(files)/out"),
            error: String(decoding: try read("\(files)/error"), as: UTF8.self))
    }
}

/// A process was still running when patience was lost.
struct Hang: Error {
    var arguments: [String]
}

/// Ends a process that takes too long.
private final class Patience: @unchecked Sendable {
    private let seconds: TimeInterval
    private let lock = NSLock()
    private var isOver = false
    private var hasKilled = false

    init(_ seconds: TimeInterval) { self.seconds = seconds }

    var isLost: Bool { lock.withLock { hasKilled } }

    func end() { lock.withLock { isOver = true } }

    func begin(_ process: Int32) {
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
            lock.withLock {
                // One that is over may have left its number to another.
                guard !isOver else { return }
                hasKilled = kill(process, SIGKILL) == 0
            }
        }
    }
}
