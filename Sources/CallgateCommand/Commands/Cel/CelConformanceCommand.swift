import ArgumentParser
import Callgate
import CallgateConformance
import Foundation

struct CelConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Run suites of CEL's conformance cases on both evaluators.",
        discussion: """
            Prints a line a suite, then each failure with what was expected and what came, then \
            the total. A case passes where it does on the machine and on the reference. Suites are \
            JSON files; a directory stands for those in it. Exit status 1 on any failure.
            """)

    @Argument(help: ArgumentHelp("Suites, or directories of them.", valueName: "path"))
    var paths: [String]

    @Flag(name: .long, help: "Print the results as JSON, a line a suite.")
    var json = false

    func run() throws {
        var all: [ConformanceFailure] = []
        var (passed, total) = (0, 0)
        for file in try files() {
            let suite = try load(file)
            let failures = suite.cases.map(ConformanceRunner.failures(of:)).filter { !$0.isEmpty }
            let right = suite.cases.count - failures.count
            Terminal.output.write(line(suite.name, right, suite.cases.count, failures.flatMap { $0 }))
            all += failures.flatMap { $0 }
            passed += right
            total += suite.cases.count
        }
        if !json {
            for failure in all { Terminal.output.write(text(failure)) }
            Terminal.output.write("TOTAL \(passed)/\(total)\n")
        }
        // Nothing run is nothing shown.
        if passed < total || total == 0 { throw ExitStatus.wrongInput }
    }

    private func files() throws -> [URL] {
        try paths.flatMap { path -> [URL] in
            let url = URL(filePath: path)
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure("error: \(path): there is no such file")
            }
            let isDirectory = try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
            guard isDirectory else { return [url] }
            let found = (try? ConformanceSuite.files(in: url)) ?? []
            guard !found.isEmpty else {
                throw CommandFailure("error: \(path): there are no suites in this directory")
            }
            return found
        }
    }

    private func load(_ file: URL) throws -> (name: String, cases: [ConformanceSuite.Case]) {
        do {
            return try ConformanceSuite.load(file)
        } catch {
            throw CommandFailure("error: \(file.relativePath): this is no suite: \(error)")
        }
    }

    private func line(_ name: String, _ passed: Int, _ run: Int, _ failures: [ConformanceFailure]) -> String {
        guard json else { return "\(name) \(passed)/\(run)\n" }
        let items = failures.map { failure in
            """
            {"id":\(JSONText.quoted(failure.test.id)),"evaluator":"\(failure.evaluator.rawValue)",\
            "expected":\(JSONText.quoted(failure.expected)),"got":\(JSONText.quoted(failure.got))}
            """
        }
        return """
            {"suite":\(JSONText.quoted(name)),"passed":\(passed),"run":\(run),\
            "failures":[\(items.joined(separator: ","))]}

            """
    }

    private func text(_ failure: ConformanceFailure) -> String {
        """

        \(failure.test.id) \(failure.test.name ?? "") (\(failure.evaluator.rawValue))
          \(Palette.harmless(failure.test.expr))
          expected  \(Palette.harmless(failure.expected))
          got       \(Palette.harmless(failure.got))

        """
    }
}
