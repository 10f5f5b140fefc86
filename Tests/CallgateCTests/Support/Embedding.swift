import Foundation

/// The libraries that `make c` links, and the programs that are compiled with them.
enum Embedding {
    static let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
    static let libraries = project.appending(path: ".build/c")
    static let header = project.appending(path: "Sources/CallgateC/include")
    static let programs = project.appending(path: "Tests/CallgateCTests/Programs")

    /// What keeps programs from being compiled here; nil where nothing does. `make test` sets CALLGATE_EMBEDDING, and
    /// then something that is missing fails the tests.
    static let missing: String? = {
        guard ProcessInfo.processInfo.environment["CALLGATE_EMBEDDING"] == nil else { return nil }
        for name in ["libcallgate.so", "libcallgate.a"]
        where !FileManager.default.fileExists(atPath: libraries.appending(path: name).path) {
            return "\(name) is not linked: run make c"
        }
        for tool in ["gcc", "valgrind", "pkg-config"] where !isInstalled(tool) { return "\(tool) is not installed" }
        return nil
    }()

    private static func isInstalled(_ tool: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
    }
}

/// A folder for a test, gone when it is over.
final class Workspace: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "callgate-c-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a shell's line comes to: its exit status, and what it wrote.
    func run(_ line: String) throws -> (status: Int32, output: String) {
        let output = folder.appending(path: "output-\(UUID().uuidString)")
        FileManager.default.createFile(atPath: output.path, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder
        // Without the folders in which the tests' own runtime lies: an embedder has none.
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "LD_LIBRARY_PATH": Embedding.libraries.path,
            "HOME": folder.path,
        ]
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }

    /// Compiles a program of the tests.
    func compile(_ program: String, linking library: String) throws -> (status: Int32, output: String) {
        try run(
            "gcc -std=c11 -Wall -Wextra -Werror -g -D_POSIX_C_SOURCE=200809L -I '\(Embedding.header.path)' "
                + "'\(Embedding.programs.path)/\(program).c' -o \(program) \(library)")
    }
}
