/// The system's clock that nobody sets, and that stands still while the system sleeps, for how long something takes. As
/// the standard library's clocks have it, it would take arithmetic of 128 bits beside the reading.
public enum MonotonicTime {
    /// Nanoseconds since some time in the past.
    public static var now: UInt64 {
        var time = timespec()
        // The clock exists on every system, and the pointer is to a variable of this function.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
