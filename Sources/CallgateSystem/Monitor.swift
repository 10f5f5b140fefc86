/// A lock, and a way to sleep until what it guards has changed. ``Mutex`` is lighter and can't wait.
@safe
public final class Monitor: @unchecked Sendable {
    // At one place from here to the end, as the system wants them.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    public init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
            unsafe pthread_cond_init(condition, nil)
        #else
            // A clock that nobody sets.
            var attributes = pthread_condattr_t()
            unsafe pthread_condattr_init(&attributes)
            unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            unsafe pthread_cond_init(condition, &attributes)
            unsafe pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    public func lock() { unsafe pthread_mutex_lock(mutex) }

    public func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Wakes whoever waits. Who calls it has the lock.
    public func wakeAll() { unsafe pthread_cond_broadcast(condition) }

    /// Gives the lock up, sleeps until somebody wakes this thread, and takes the lock again.
    public func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// Likewise, and no longer than so many nanoseconds.
    public func wait(nanoseconds: Int) {
        #if canImport(Darwin)
            var time = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
            unsafe pthread_cond_timedwait_relative_np(condition, mutex, &time)
        #else
            var time = timespec()
            unsafe clock_gettime(CLOCK_MONOTONIC, &time)
            let end = time.tv_nsec + nanoseconds
            time.tv_sec += end / 1_000_000_000
            time.tv_nsec = end % 1_000_000_000
            unsafe pthread_cond_timedwait(condition, mutex, &time)
        #endif
    }
}
