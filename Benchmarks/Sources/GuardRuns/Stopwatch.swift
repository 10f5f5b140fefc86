#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Time by the clock and of processors, and memory.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let startProcessor = Self.processorSeconds

    /// Prints what so many operations have cost.
    func finish(_ name: String, _ count: Int) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        report("\(name)/count", Double(count))
        report("\(name)/seconds", seconds)
        report("\(name)/processor_seconds", Self.processorSeconds - startProcessor)
        report("\(name)/a_second", (Double(count) / seconds).rounded())
        report("\(name)/peak_mib", Double(Self.usage.ru_maxrss) / 1_024)
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
