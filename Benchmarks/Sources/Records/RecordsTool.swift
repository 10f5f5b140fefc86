import Callgate
import CallgateSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures decision records; meant to be run on one core: `taskset -c 0 records …`.
///
///     records write POLICY FILE COUNT    writes so many records, as fast as they are taken
///     records verify FILE                verifies them
///     records submit POLICY              what handing a record over costs whoever decides
@main
struct RecordsTool {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            let message = Array("records: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("write", 4): try WriteRun(policy: arguments[1], file: arguments[2], count: Int(arguments[3]) ?? 0).run()
        case ("verify", 2): try verify(arguments[1])
        case ("submit", 2): try SubmitRun(policy: arguments[1]).run()
        default: print("usage: records write POLICY FILE COUNT | verify FILE | submit POLICY")
        }
    }

    private static func verify(_ file: String) throws {
        let store = try SQLiteRecordStore(reading: file)
        let stopwatch = Stopwatch()
        let result = try RecordVerifier().verify(store)
        print("entries", result.entries, "findings", result.findingCount)
        stopwatch.print(result.entries)
    }
}

/// Time by the clock and of processors, and memory.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let startProcessor = Self.processorSeconds

    func print(_ count: Int) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let processor = Self.processorSeconds - startProcessor
        Swift.print("seconds", seconds, "processor seconds", processor, "a second", Int(Double(count) / seconds))
        Swift.print("peak MiB", Double(Self.usage.ru_maxrss) / 1_024)
    }

    private static var usage: rusage {
        var usage = rusage()
        // RUSAGE_SELF, which is of another type on each system.
        getrusage(0, &usage)
        return usage
    }

    private static var processorSeconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
