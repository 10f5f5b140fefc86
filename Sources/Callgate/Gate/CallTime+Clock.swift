public import CallgateMachine
internal import CallgateSystem

extension CallTime {
    /// What the system's clock shows.
    public static var current: CallTime {
        var time = timespec()
        // The clock exists on every system, and the pointer is to a variable of this function.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return CallTime(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}
