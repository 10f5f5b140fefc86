import Foundation
import Testing

/// The commands of the README with the output that it shows.
struct ReadmeCommand: Sendable {
    var command: String
    var output: String?

    /// In the order of the page.
    static func all() throws -> [ReadmeCommand] {
        var commands: [ReadmeCommand] = []
        var block: (kind: String, lines: [String])?
        for line in try Tree.lines("README.md") {
            guard line.hasPrefix("```") else {
                block?.lines.append(line)
                continue
            }
            guard let closed = block else {
                block = (String(line.dropFirst(3)), [])
                continue
            }
            block = nil
            if closed.kind == "sh" {
                commands += closed.lines.filter { !$0.isEmpty }.map { ReadmeCommand(command: $0) }
            } else if closed.kind == "output", let last = commands.indices.last {
                commands[last].output = closed.lines.joined(separator: "\n")
            }
        }
        return commands
    }
}

@Suite("The README")
struct ReadmeTests {
    /// `make` builds and tests all of this; here its targets need only exist.
    @Test("Its make targets exist")
    func makeTargets() throws {
        let makefile = try Tree.text("Makefile")
        let targets = try ReadmeCommand.all().map(\.command).filter { $0.hasPrefix("make ") }
        #expect(targets.count >= 2)
        for target in targets {
            let name = target.split(separator: " ")[1]
            #expect(makefile.contains("\n\(name):"), "\(name)")
        }
    }

    @Test("Every command of the tour runs and prints what the page shows")
    func tour() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "callgate-readme-\(UUID())")
        try FileManager.default.createDirectory(at: folder.appending(path: "spec"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: Tree.root.appending(path: "spec/examples"), to: folder.appending(path: "spec/examples"))
        let commands = try ReadmeCommand.all().filter { !$0.command.hasPrefix("make ") }
        #expect(commands.count > 8)
        for command in commands where !command.command.hasPrefix("export PATH") {
            let result = try run(command.command, in: folder)
            #expect([0, 3, 4].contains(result.status), "\(command.command): \(result.error)")
            #expect(result.error == "", "\(command.command)")
            if let output = command.output {
                #expect(result.output == output + "\n", "\(command.command)")
            }
        }
    }

    @Test("Its links lead somewhere")
    func links() throws {
        for match in try Tree.text("README.md").matches(of: /\]\(([^)#]+)\)/) {
            let target = String(match.1)
            guard !target.contains("://") else { continue }
            #expect(FileManager.default.fileExists(atPath: Tree.root.appending(path: target).path), "\(target)")
        }
    }

    private func run(
        _ command: String, in folder: URL
    ) throws -> (status: Int32, output: String, error: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "\(Self.products.path):\(environment["PATH"] ?? "")"
        process.environment = environment
        let output = folder.appending(path: "stdout"), error = folder.appending(path: "stderr")
        for file in [output, error] { FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
            try String(contentsOf: error, encoding: .utf8)
        )
    }

    /// Where the tool was built: beside the bundle of these tests.
    private static let products: URL = {
        let executable = URL(filePath: CommandLine.arguments[0])
        if FileManager.default.fileExists(
            atPath: executable.deletingLastPathComponent().appending(path: "callgate").path)
        {
            return executable.deletingLastPathComponent()
        }
        return Tree.root.appending(path: ".build/debug")
    }()
}
