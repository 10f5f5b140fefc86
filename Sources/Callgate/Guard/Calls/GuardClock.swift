public import CallgateMachine
internal import CallgateSystem

/// The time by which a guard counts.
public protocol GuardClock: Sendable {
    /// Nanoseconds since 1970. A guard takes a time before one that it has seen for that one.
    var now: Int64 { get }
}

/// The computer's clock.
public struct SystemClock: GuardClock {
    public init() {}

    public var now: Int64 {
        CallTime.current.nanosecondsSince1970
    }
}

/// A clock that stands still until it is set: for tests, and for events that say when they were.
public final class ManualClock: GuardClock {
    private let time: Mutex<Int64>

    /// - Parameter now: nanoseconds since 1970.
    public init(now: Int64 = 0) { time = Mutex(now) }

    public var now: Int64 {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

extension CallTime {
    /// Whether guards count it: the years 1970 to 2115.
    public var isForGuards: Bool { (0..<4_607_280_000).contains(seconds) }

    /// As guards count; theirs are in range.
    var nanosecondsSince1970: Int64 { seconds &* 1_000_000_000 &+ Int64(nanoseconds) }

    /// - Parameter nanoseconds: since 1970.
    init(nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(
            seconds: rest < 0 ? seconds - 1 : seconds,
            nanoseconds: UInt32(rest < 0 ? rest + 1_000_000_000 : rest))
    }
}
