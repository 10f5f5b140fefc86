import ArgumentParser
import Callgate
import CallgateLanguage
import CallgatePolicy

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every error and warning of a policy.",
        discussion: "Exit status 1 where there is an error; warnings alone exit with 0.")

    @OptionGroup var sources: SourceOptions

    @Flag(help: "Print the findings as JSON, one line each, on standard output.")
    var json = false

    func run() throws {
        let documents = try PolicyInput.read(sources.paths)
        try PolicyInput.refuseImages(documents)
        var findings: [Diagnostic]
        do {
            let tools = try PolicyInput.read(files: sources.toolOptions.tools)
            findings = try CompiledPolicy(documents, tools: tools).warnings
        } catch let error as PolicyFailure {
            findings = error.diagnostics
        }
        let errors = findings.filter { $0.severity == .error }.count
        let warnings = findings.count - errors
        if json {
            for finding in findings { Terminal.output.write(FindingLine.text(finding)) }
        } else {
            PolicyInput.show(findings)
            let files = "\(documents.count) file\(documents.count == 1 ? "" : "s")"
            Terminal.output.write(
                "\(files) checked: \(Self.count(errors, "error")), \(Self.count(warnings, "warning"))\n")
        }
        if errors > 0 { throw ExitStatus.wrongInput }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

/// A diagnostic as a line of JSON.
enum FindingLine {
    static func text(_ finding: Diagnostic) -> String {
        var parts = ["\"severity\":\"\(finding.severity.rawValue)\""]
        if let file = finding.file { parts.append("\"file\":\(JSONText.quoted(file))") }
        parts.append("\"line\":\(finding.line)")
        parts.append("\"column\":\(finding.column)")
        parts.append("\"length\":\(finding.length)")
        parts.append("\"message\":\(JSONText.quoted(finding.message))")
        if let suggestion = finding.suggestion {
            parts.append("\"suggestion\":\(JSONText.quoted(suggestion))")
        }
        return "{\(parts.joined(separator: ","))}\n"
    }
}
