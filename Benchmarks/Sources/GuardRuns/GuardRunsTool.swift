import Callgate
import CallgateSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures the guard around the machine, and decision records. Each run prints lines of a name and a number.
///
///     guard-runs check               what a call costs, and the machine alone
///     guard-runs million             memory with a million sessions and a million keys of limits
///     guard-runs submit POLICY       what handing a record over costs whoever decides
///     guard-runs write POLICY FILE COUNT
///                                    writes so many records, as fast as they are taken
///     guard-runs verify FILE         verifies them
///
/// Writing is meant to be run on one core: `taskset -c 0 guard-runs write …`.
@main
struct GuardRunsTool {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            let message = Array("guard-runs: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("check", 1): try CheckRun().run()
        case ("million", 1): try MillionRun().run()
        case ("submit", 2): try SubmitRun(policy: arguments[1]).run()
        case ("write", 4): try WriteRun(policy: arguments[1], file: arguments[2], count: Int(arguments[3]) ?? 0).run()
        case ("verify", 2): try verify(arguments[1])
        default: throw RunFailure("check | million | submit POLICY | write POLICY FILE COUNT | verify FILE")
        }
    }

    private static func verify(_ file: String) throws {
        let store = try SQLiteRecordStore(reading: file)
        let stopwatch = Stopwatch()
        let result = try RecordVerifier().verify(store)
        guard result.findingCount == 0 else { throw RunFailure("\(result.findingCount) findings in \(file)") }
        try stopwatch.finish("verify", result.entries)
    }
}

struct RunFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Prints one figure.
func report(_ name: String, _ value: Double) { print(name, value) }
