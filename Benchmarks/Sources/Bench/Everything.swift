import Foundation

/// Measures everything there is, and prints each part when it is known.
struct Everything {
    private let workloads: Workloads
    private let programs: URL

    init(_ workloads: Workloads, _ programs: URL) {
        self.workloads = workloads
        self.programs = programs
    }

    func measure() throws -> Report {
        try workloads.prepare(large: true)
        var report = try BenchTool.counts(workloads)
        for (name, time) in try workloads.times() { report.benchmarks[name]?.nanoseconds = time }
        Self.show(Self.table(report.benchmarks.filter { !$0.key.hasPrefix("opcode/") }))
        Self.show("\n" + OpcodeTable(
                report.benchmarks.filter { $0.key.hasPrefix("opcode/") }, try workloads.opcodePrograms()
            ).text)
        Self.show("\n" + Self.images(report.images))
        let large = try workloads.times("large")
        report.large = large
        Self.show("\n" + Self.large(large))
        let threads = try workloads.threads()
        report.threads = threads
        Self.show("\n" + threads.table)
        let process = try ProcessRun(programs: programs, workloads: workloads).measure()
        report.process = process
        Self.show("\n" + process.table)
        let guarded = try GuardRun(programs: programs, policy: workloads.policy).measure()
        report.guarded = guarded
        Self.show("\n" + guarded.table)
        let compilation = try workloads.compilation()
        report.compilation = compilation
        Self.show("\ncompile/thirty_thousand, compile/list:\n\(compilation.table)")
        let throughput = try FileRun(programs: programs, policy: workloads.policy).measure()
        report.file = throughput
        Self.show("\n\(throughput.calls) calls from a file:\n\(throughput.table)")
        return report
    }

    /// Prints at once, where a file or a pipe gets it too: the next part takes its time.
    private static func show(_ text: String) {
        print(text)
        fflush(nil)
    }

    private static func table(_ benchmarks: [String: Measurement]) -> String {
        let rows = benchmarks.sorted { $0.key < $1.key }.map { name, cost in
            [
                name, Format.number(cost.instructions), Format.number(cost.allocations),
                Format.number(cost.retains), cost.nanoseconds.map(Format.number) ?? "",
            ]
        }
        return Format.table([["one operation", "instructions", "allocations", "retains", "ns (median)"]] + rows)
    }

    private static func images(_ sizes: [String: Double]) -> String {
        let rows = sizes.sorted { $0.key < $1.key }.map { name, bytes in
            // The number of a scenario is that of its rules, or of its tools with three rules each; a set is one.
            let number = Double(name.split(separator: "/").last ?? "") ?? 1
            let rules = name.hasPrefix("set/") || name.hasPrefix("list/") ? 1 : name.hasPrefix("tools/") ? 3 * number : number
            return [name, Format.number(bytes), Format.number((bytes / rules).rounded())]
        }
        return Format.table([["image", "bytes", "bytes a rule"]] + rows)
    }

    private static func large(_ times: [String: Double]) -> String {
        Format.table(
            [["300,000 rules", "ns (median)"]]
                + times.sorted { $0.key < $1.key }.map { [$0.key, Format.number($0.value)] })
    }
}
