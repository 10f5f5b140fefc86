import Callgate
import CallgatePolicy
import ExampleCalls

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process that is measured.
///
///     workloads POLICY.yaml instructions|allocations|times [extra-every=N] [allocate]
///     workloads many-rules    times compiling many rules
///     workloads conditions    writes the conditions of those rules, one on a line
@main
struct WorkloadsTool {
    static func main() {
        do {
            try run(CommandLine.arguments.dropFirst())
        } catch {
            let message = Array("workloads: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws {
        if arguments == ["many-rules"] { return try ManyRulesRun().run() }
        if arguments == ["conditions"] { return print(ManyRules.conditions().joined(separator: "\n")) }
        guard let policy = arguments.first,
            let quantity = arguments.dropFirst().first.flatMap(Meter.Quantity.init(rawValue:))
        else {
            throw WorkloadFailure(
                description: "usage: workloads POLICY.yaml instructions|allocations|times [extra-every=N] [allocate], "
                    + "workloads many-rules, or workloads conditions")
        }
        let documents = try PolicyDocumentSource.read([policy])
        let image = try CompiledPolicy(documents).image
        var meter = try Meter(quantity)
        meter.disturbance = try disturbance(arguments.dropFirst(2))

        for call in ExampleCall.all {
            var decide = try DecideWorkload(call, image)
            try meter.measure(&decide)
            var line = try LineWorkload(call, image)
            try meter.measure(&line)
        }
        var load = LoadWorkload(image: image)
        try meter.measure(&load)
        var compile = CompileWorkload(documents: documents, image: image)
        try meter.measure(&compile)
    }

    private static func disturbance(_ words: ArraySlice<String>) throws -> Disturbance {
        var disturbance = Disturbance()
        for word in words {
            let parts = word.split(separator: "=")
            if word == "allocate" {
                disturbance.allocates = true
            } else if parts.count == 2, parts[0] == "extra-every", let every = Int(parts[1]) {
                disturbance.extraEvery = every
            } else {
                throw WorkloadFailure(description: "no disturbance is called \(word)")
            }
        }
        return disturbance
    }
}
