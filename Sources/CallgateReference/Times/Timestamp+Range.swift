extension Timestamp {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, in seconds since 1970.
    public static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Refuses what is out of range.
    init(checking seconds: Int64, nanoseconds: Int64 = 0) throws(EvaluationError) {
        guard Self.secondsRange.contains(seconds) else { throw EvaluationError(.timeOutOfRange) }
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// - Parameter nanoseconds: since 1970, rounded to nothing.
    init(checkingNanoseconds nanoseconds: Int128) throws(EvaluationError) {
        let billion: Int128 = 1_000_000_000
        let rest = (nanoseconds % billion + billion) % billion
        guard let seconds = Int64(exactly: (nanoseconds - rest) / billion) else { throw EvaluationError(.timeOutOfRange) }
        try self.init(checking: seconds, nanoseconds: Int64(rest))
    }

    /// Nanoseconds since 1970.
    var allNanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }
}
