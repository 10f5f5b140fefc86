import Callgate

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The memory of a guard with a million sessions, and with a million keys of a limit, and what a call costs then.
struct MillionRun {
    private static let count = 1_000_000

    func run() throws {
        let gate = try CheckRun.gate(CheckRun.policy)
        let before = try residentBytes()
        let guarding = try Guard(gate)
        // One session and a million customers, then a million sessions more of one customer.
        for number in 0..<Self.count { try pass(guarding, session: "one", customer: number) }
        let keyed = try residentBytes()
        for number in 0..<Self.count { try pass(guarding, session: "session-\(number)", customer: 0) }
        let full = try residentBytes()
        guard guarding.counts.limitKeys == Self.count, guarding.counts.sessions == Self.count + 1 else {
            throw RunFailure("there are \(guarding.counts)")
        }
        report("million/limit_key_bytes", (keyed - before) / Double(Self.count))
        report("million/session_bytes", (full - keyed) / Double(Self.count))
        report("million/peak_mib", full / 1_048_576)
        let start = ContinuousClock.now
        var number = 1
        for _ in 0..<100_000 {
            number = number &* 48_271 % 2_147_483_647
            try pass(guarding, session: "session-\(number % Self.count)", customer: number % 999_983)
        }
        report("million/random_check", (ContinuousClock.now - start) / .nanoseconds(1) / 100_000)
    }

    private func pass(_ guarding: Guard, session: String, customer: Int) throws {
        var call = CheckRun.call(customer)
        call.session = session
        guard guarding.check(call).isAllowed else { throw RunFailure("a call of \(session) is denied") }
    }

    private func residentBytes() throws -> Double {
        let text = String(decoding: try Files.read("/proc/self/statm", limit: 4096), as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
