import ArgumentParser
import Callgate
import CallgateMachine

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Time a policy's decisions on your calls, and hold them to limits.",
        discussion: """
            Decides the calls of a file over and over in this process, from their bytes, on one thread. \
            The mean is over whole batches of calls; percentiles are of decisions timed one by one, less what \
            reading the clock takes. Nothing is written but the result.

            Look:        callgate bench --policy policies/ --requests calls.jsonl
            In a build:  callgate bench --policy policies/ --requests calls.jsonl --max-instructions 5000
            By the clock: callgate bench --policy policy.cgb --requests calls.jsonl --max-ns-p50 500

            Instructions are counted by valgrind's callgrind, which must be installed, and repeat from run to \
            run and from computer to computer; times don't, so leave room in a limit on them. A worst case is \
            that of `callgate compile`, and known for policy files only.

            Exit status: 0, or 1 where a limit is passed or the input is wrong; 2 for wrong usage, or where \
            valgrind is missing.
            """)

    @OptionGroup var policyOptions: PolicyOptions

    @Option(
        name: .long,
        help: ArgumentHelp("Calls, one JSON object a line; - is standard input.", valueName: "file"))
    var requests: String

    @Option(
        name: .customLong("max-ns-p50"),
        help: ArgumentHelp("Fail where the median takes longer than this.", valueName: "ns"))
    var maxMedian: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Fail where a decision takes more machine instructions than this on average.", valueName: "count"))
    var maxInstructions: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Fail where the worst case of a rule costs more units of fuel than this.", valueName: "units"))
    var maxCost: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp("How long to run batches, and then to time decisions one by one.", valueName: "seconds"))
    var seconds = 1.0

    @Flag(name: .long, help: "Print JSON instead of a table.")
    var json = false

    /// Decides all calls so often, and does nothing else: this is what callgrind runs.
    @Option(name: .long, help: .hidden)
    var countedPasses: Int?

    func validate() throws {
        guard (0.01...600).contains(seconds) else { throw ValidationError("--seconds: 0.01 to 600.") }
    }

    func run() throws {
        // One time for all decisions: reading the clock for each is not what is measured.
        let time = try policyOptions.fixedTime() ?? .current
        let loaded = try policyOptions.load()
        let calls = try CallFile(requests)
        guard !calls.ranges.isEmpty else { throw CommandFailure("error: \(requests): there are no calls in it") }
        if let countedPasses {
            var timer = DecisionTimer(loaded.gate, calls, at: time)
            for _ in 0..<countedPasses { timer.pass() }
            return
        }
        var result = BenchResult(calls: calls)
        if let maxCost {
            guard let costs = loaded.costs else {
                throw CommandFailure(
                    "error: --max-cost: worst cases are known for policy files only, this is an image",
                    status: .usage)
            }
            result.worstCase = costs.max { $0.units < $1.units }.map { (units: $0.units, rule: $0.rule) }
            result.limit("the worst case", result.worstCase?.units ?? 0, maxCost, "units of fuel")
        }
        if let maxInstructions {
            let image = unsafe Array(loaded.gate.image.storage.bytes)
            let count = try InstructionCount(image: image, calls: calls, now: policyOptions.now).perDecision()
            result.instructions = count
            result.limit("a decision", count, maxInstructions, "instructions")
        }
        var timer = DecisionTimer(loaded.gate, calls, at: time)
        result.times = timer.measure(.seconds(seconds))
        if let maxMedian { result.limit("the median", result.times.percentile(50), maxMedian, "ns") }
        Terminal.output.write(json ? result.json : result.text)
        if !result.failures.isEmpty { throw CommandFailure(result.failures.joined(separator: "\n")) }
    }
}
