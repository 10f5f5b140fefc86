import Foundation

/// Measures, prints and compares.
///
///     bench run POLICY.yaml REPORT.json      measure everything, print it and write it
///     bench check POLICY.yaml BASELINE.json  compare counts with the baseline
///     bench canary POLICY.yaml               test the check
///     bench baseline POLICY.yaml BASELINE.json  write counts as the new baseline
///
/// Exit status 0, or 1 where counts moved or something failed.
@main
struct BenchTool {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        guard arguments.count >= 2 else { throw usage }
        let policy = arguments[1]
        let workloads = Workloads(
            program: programs.appending(path: "workloads").path, policy: policy,
            images: programs.appending(path: "scenarios").path)
        try workloads.prepare()
        switch (arguments[0], arguments.dropFirst(2).first) {
        case ("run", let path?): try write(try Everything(workloads, programs).measure(), to: path)
        case ("check", let path?): try check(workloads, path)
        case ("baseline", let path?): try write(try counts(workloads), to: path)
        case ("canary", nil): try canary(workloads)
        default: throw usage
        }
    }

    private static let usage = BenchFailure(
        description: "usage: bench run|check|baseline POLICY.yaml FILE.json, or bench canary POLICY.yaml")

    static func counts(_ workloads: Workloads) throws -> Report {
        Report(
            environment: try .current(), benchmarks: try workloads.counts(), images: try workloads.imageSizes())
    }

    private static func check(_ workloads: Workloads, _ path: String) throws {
        let baseline = try JSONDecoder().decode(
            Report.self, from: Data(contentsOf: URL(filePath: path)))
        let report = try counts(workloads)
        let differences = report.environment.differences(from: baseline.environment)
        if !differences.isEmpty {
            print("measured with other tools than the baseline, so that only what moved by more than 10 % counts:")
            for difference in differences { print("  \(difference)") }
        }
        let findings = Comparison(baseline: baseline, measured: report).findings
        for finding in findings { print("\(finding.name)  \(finding.description)") }
        guard findings.isEmpty else {
            throw BenchFailure(
                description: "\(findings.count) counts moved; where that is meant, run make -C Benchmarks "
                    + "baseline and commit it with the change")
        }
        print(
            "\(report.benchmarks.count) benchmarks and \(report.images.count) images as in the baseline, "
                + "within \(differences.isEmpty ? 1 : 10) %")
    }

    private static func canary(_ workloads: Workloads) throws {
        var canary = try Canary(workloads)
        try canary.run()
        guard canary.failures.isEmpty else {
            throw BenchFailure(
                description: "the check is not to be trusted:\n"
                    + canary.failures.joined(separator: "\n"))
        }
    }

    private static func write(_ report: Report, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(report) + Data("\n".utf8)).write(to: URL(filePath: path))
    }
}
