import Callgate

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
    func finish(_ name: String, _ count: Int) throws {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        report("\(name)/count", Double(count))
        report("\(name)/seconds", seconds)
        report("\(name)/processor_seconds", Self.processorSeconds - startProcessor)
        report("\(name)/a_second", (Double(count) / seconds).rounded())
        report("\(name)/peak_mib", try Self.peakKibibytes() / 1_024)
    }

    /// The most that was resident since the program began; what the system says of a process's use begins with what the one
    /// that started it had.
    private static func peakKibibytes() throws -> Double {
        let status = String(decoding: try Files.read("/proc/self/status", limit: 1 << 16), as: UTF8.self)
        let words = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace)
        guard let words, words.count > 1, let kibibytes = Double(words[1]) else {
            throw RunFailure("the system does not say how much memory was used")
        }
        return kibibytes
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
