import Foundation

/// Measures, prints and compares.
///
///     bench run POLICY.yaml REPORT.json      measure everything, print it and write it
///     bench check POLICY.yaml BASELINE.json  compare counts with the baseline
///     bench canary POLICY.yaml               test the check
///     bench baseline POLICY.yaml BASELINE.json  write counts as the new baseline
///     bench peers PYTHON SCRIPT              compile the same conditions with other implementations of CEL
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
        let workloads = Workloads(program: programs.appending(path: "workloads").path, policy: policy)
        switch (arguments[0], arguments.dropFirst(2).first) {
        case ("run", let path?): try measure(workloads, FileRun(programs: programs, policy: policy), path)
        case ("check", let path?): try check(workloads, path)
        case ("baseline", let path?): try write(try counts(workloads), to: path)
        case ("canary", nil): try canary(workloads)
        case ("peers", let script?):
            let own = try workloads.compilation()
            print(try Peers(python: arguments[1], script: script).measure(workloads).table(beside: own))
        default: throw usage
        }
    }

    private static let usage = BenchFailure(
        description: "usage: bench run|check|baseline POLICY.yaml FILE.json, bench canary POLICY.yaml, or "
            + "bench peers PYTHON SCRIPT")

    private static func counts(_ workloads: Workloads) throws -> Report {
        Report(environment: try .current(), benchmarks: try workloads.counts())
    }

    private static func measure(_ workloads: Workloads, _ file: FileRun, _ path: String) throws {
        var report = try counts(workloads)
        for (name, time) in try workloads.times() { report.benchmarks[name]?.nanoseconds = time }
        print(table(report.benchmarks))
        let compilation = try workloads.compilation()
        report.compilation = compilation
        print("\ncompile/thirty_thousand:\n\(compilation.table)")
        let throughput = try file.measure()
        report.file = throughput
        print("\n\(throughput.calls) calls from a file:\n\(throughput.table)")
        try write(report, to: path)
    }

    private static func check(_ workloads: Workloads, _ path: String) throws {
        let baseline = try JSONDecoder().decode(
            Report.self, from: Data(contentsOf: URL(filePath: path)))
        let report = try counts(workloads)
        let findings = Comparison(baseline: baseline.benchmarks, measured: report.benchmarks).findings
        for finding in findings { print("\(finding.name)  \(finding.description)") }
        let differences = report.environment.differences(from: baseline.environment)
        if !differences.isEmpty {
            print("measured with other tools than the baseline, so that what moved is only reported:")
            for difference in differences { print("  \(difference)") }
            guard findings.contains(where: \.isDefect) else { return }
        }
        guard findings.isEmpty else {
            throw BenchFailure(
                description: "\(findings.count) counts moved; where that is meant, run make -C Benchmarks "
                    + "baseline and commit it with the change")
        }
        print("\(report.benchmarks.count) benchmarks as in the baseline, within 1 %")
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

    private static func table(_ benchmarks: [String: Measurement]) -> String {
        let rows = benchmarks.sorted { $0.key < $1.key }.map { name, cost in
            [
                name, Format.number(cost.instructions), Format.number(cost.allocations),
                cost.nanoseconds.map(Format.number) ?? "",
            ]
        }
        return Format.table([["one operation", "instructions", "allocations", "ns (median)"]] + rows)
    }

    private static func write(_ report: Report, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(report) + Data("\n".utf8)).write(to: URL(filePath: path))
    }
}
