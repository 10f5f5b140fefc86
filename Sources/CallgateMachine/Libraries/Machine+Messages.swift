internal import CallgateBytecode

// What literals of well-known messages become.
extension Machine {
    func toInt32(_ value: Slot) -> Slot {
        guard value.isKind(.int) else { return error(.noSuchOverload, value) }
        return Int32(exactly: value.int) == nil ? error(.overflow, value) : .int(value.int)
    }

    func toUint32(_ value: Slot) -> Slot {
        guard value.isKind(.uint) else { return error(.noSuchOverload, value) }
        return value.payload >> 32 == 0 ? value : error(.overflow, value)
    }

    /// The nearest number of 32 bits; infinite past the largest.
    func toFloat(_ value: Slot) -> Slot {
        guard value.isKind(.double) else { return error(.noSuchOverload, value) }
        return .double(Double(Float(value.double)))
    }

    func makeTimestamp(_ seconds: Slot, _ nanoseconds: Slot) -> Slot {
        guard seconds.isKind(.int), nanoseconds.isKind(.int) else {
            return error(.noSuchOverload, seconds, nanoseconds)
        }
        guard TimeText.seconds.contains(seconds.int), nanoseconds.int >= 0,
            nanoseconds.int < 1_000_000_000
        else { return error(.timeRange, seconds, nanoseconds) }
        return .timestamp(
            seconds: seconds.int, nanoseconds: UInt32(truncatingIfNeeded: nanoseconds.int))
    }

    /// Seconds within some 10,000 years and nanoseconds within a second, of one sign, as
    /// google.protobuf.Duration has them; and together in 64 bits of nanoseconds.
    func makeDuration(_ seconds: Slot, _ nanoseconds: Slot) -> Slot {
        guard seconds.isKind(.int), nanoseconds.isKind(.int) else {
            return error(.noSuchOverload, seconds, nanoseconds)
        }
        let isMixed = seconds.int < 0 && nanoseconds.int > 0 || seconds.int > 0 && nanoseconds.int < 0
        guard seconds.int.magnitude <= 315_576_000_000, nanoseconds.int.magnitude < 1_000_000_000,
            !isMixed
        else { return error(.timeRange, seconds, nanoseconds) }
        let (scaled, overflow) = seconds.int.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(nanoseconds.int)
        return overflow || carry
            ? error(.timeRange, seconds, nanoseconds) : .duration(nanoseconds: sum)
    }
}
