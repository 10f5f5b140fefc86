import Callgate
import CallgateMachine
import CallgateSystem
import Histogram

/// What timing the decisions of a file came to.
struct DecisionTimes {
    /// Decisions of the batches.
    var decisions = 0
    /// The time of the batches.
    var nanoseconds: UInt64 = 0
    /// Decisions timed one by one, less the clock's own time.
    var histogram = Histogram<UInt64>(highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)
    /// What reading the clock takes.
    var clock: UInt64 = 0

    var mean: Double { Double(nanoseconds) / Double(max(decisions, 1)) }

    func percentile(_ percent: Double) -> UInt64 { histogram.valueAtPercentile(percent) }
}

/// Decides the calls of a file over and over.
struct DecisionTimer: ~Copyable {
    private var decider: Decider
    private let calls: CallFile
    private let time: CallTime

    init(_ gate: Gate, _ calls: CallFile, at time: CallTime) {
        decider = Decider(gate)
        self.calls = calls
        self.time = time
    }

    /// Decides each call once.
    mutating func pass() {
        unsafe calls.bytes.withUnsafeBytes { bytes in
            // The ranges are of these bytes.
            for range in calls.ranges { _ = unsafe decider.decide(.init(rebasing: bytes[range]), at: time) }
        }
    }

    /// - Parameter duration: how long batches are run, and then how long decisions are timed one by one.
    mutating func measure(_ duration: Duration) -> DecisionTimes {
        let budget = UInt64(duration / .nanoseconds(1))
        var times = DecisionTimes()
        // What is set up on first use is not in it.
        pass()
        let start = Self.now
        while times.nanoseconds < budget {
            // As many passes between two looks at the clock as are worth one.
            for _ in 0..<max(1, 256 / calls.ranges.count) {
                pass()
                times.decisions += calls.ranges.count
            }
            times.nanoseconds = Self.now - start
        }
        times.clock = Self.clock
        let end = Self.now + budget
        while Self.now < end { timeEach(&times) }
        return times
    }

    private mutating func timeEach(_ times: inout DecisionTimes) {
        unsafe calls.bytes.withUnsafeBytes { bytes in
            for range in calls.ranges {
                let start = Self.now
                // The ranges are of these bytes.
                _ = unsafe decider.decide(.init(rebasing: bytes[range]), at: time)
                let taken = Self.now - start
                times.histogram.record(taken > times.clock ? taken - times.clock : 0)
            }
        }
    }

    /// The median of what looking at the clock twice takes.
    private static var clock: UInt64 {
        var times: [UInt64] = []
        for _ in 0..<10_001 {
            let start = now
            times.append(now - start)
        }
        times.sort()
        return times[times.count / 2]
    }

    private static var now: UInt64 {
        var time = timespec()
        // The clock exists on every system, and the pointer is to a variable of this function.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
