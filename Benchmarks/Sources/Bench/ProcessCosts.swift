import Foundation

/// What a process of the tool costs as a whole.
struct ProcessCosts: Codable {
    /// `callgate eval` for one call from the example's image, from before the process is made to its end.
    var coldMilliseconds: Distribution
    /// The same of a program that does nothing: what a process costs anyway.
    var floorMilliseconds: Distribution
    /// The example's policy in place of its image: compiled first.
    var coldFromPolicyMilliseconds: Distribution
    var toolBytes: Int
    /// Code and data of the program without symbols.
    var toolLoadedBytes: Int
    /// The same of a program that only loads and decides: the library, without Swift's own.
    var libraryLoadedBytes: Int
    /// Kibibytes that 300,000 rules take: as a gate, and with a machine.
    var gateKibibytes: Double
    var machineKibibytes: Double
    var largeImageKibibytes: Double

    struct Distribution: Codable {
        var least: Double
        var median: Double
    }

    var table: String {
        func row(_ name: String, _ times: Distribution) -> [String] {
            [name, Format.number(times.least), Format.number(times.median)]
        }
        let cold = Format.table([
            ["start to exit, ms", "least", "median"], row("callgate eval, one call, image", coldMilliseconds),
            row("callgate eval, one call, YAML", coldFromPolicyMilliseconds), row("a program that does nothing", floorMilliseconds),
        ])
        return cold + "\n\n"
            + Format.table([
                ["bytes", ""], ["callgate, the file", "\(toolBytes)"],
                ["callgate, loaded sections", "\(toolLoadedBytes)"],
                ["CallgateRuntime in a program", "\(libraryLoadedBytes)"],
            ]) + "\n\n"
            + Format.table([
                ["300,000 rules, MiB", ""], ["image", Format.number(largeImageKibibytes / 1024)],
                ["resident, gate", Format.number(gateKibibytes / 1024)],
                ["resident, machine more", Format.number(machineKibibytes / 1024)],
            ])
    }
}

/// Measures ``ProcessCosts``.
struct ProcessRun {
    let programs: URL
    let workloads: Workloads
    private static let starts = 200

    func measure() throws -> ProcessCosts {
        let tool = programs.appending(path: "callgate").path
        let image = "\(workloads.images)/example.cgb"
        _ = try ChildProcess.output(tool, ["compile", workloads.policy, "-o", image])
        let memory = try workloads.memory("tools/100000")
        let largeImage = URL(filePath: "\(workloads.images)/tools-100000.cgb")
        let call = ["--tool", "refund_payment", "--args", #"{"amount_cents": 750}"#]
        return ProcessCosts(
            coldMilliseconds: try starts([tool, "eval", "--policy", image] + call),
            floorMilliseconds: try starts(["/bin/true"]),
            coldFromPolicyMilliseconds: try starts([tool, "eval", "--policy", workloads.policy] + call),
            toolBytes: try URL(filePath: tool).fileBytes(),
            toolLoadedBytes: try ELFFile(tool).loadedBytes,
            libraryLoadedBytes: try ELFFile(programs.appending(path: "runtime-only").path).loadedBytes,
            gateKibibytes: memory[1] - memory[0], machineKibibytes: memory[2] - memory[1],
            largeImageKibibytes: Double(try largeImage.fileBytes()) / 1024)
    }

    private func starts(_ command: [String]) throws -> ProcessCosts.Distribution {
        var times = try (0..<Self.starts).map { _ in
            try MeasuredRun(command, programs: programs, output: "/dev/null").nanoseconds / 1e6
        }
        times.sort()
        return ProcessCosts.Distribution(least: times[0], median: times[times.count / 2])
    }
}
