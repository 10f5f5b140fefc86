#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Times what is built once and takes long.
enum BuildTimer {
    /// The quickest counts: whatever else the computer does only adds.
    private static let runs = 7

    /// Prints a name and the nanoseconds of the quickest run: of the process in user mode, and by the clock.
    static func time(_ name: String, _ work: () throws -> Void) throws {
        let clock = ContinuousClock()
        var user = Int.max
        var elapsed = Int.max
        for _ in 0..<Self.runs {
            let (start, startOfUser) = (clock.now, Self.userNanoseconds())
            try work()
            user = min(user, Self.userNanoseconds() - startOfUser)
            elapsed = min(elapsed, Int((clock.now - start) / .nanoseconds(1)))
        }
        print("\(name) \(user) \(elapsed)")
    }

    private static func userNanoseconds() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return Int(usage.ru_utime.tv_sec) * 1_000_000_000 + Int(usage.ru_utime.tv_usec) * 1_000
    }
}
