internal import CallgateSystem

/// A lock with which threads wait for one another; the queue's own lock is lighter and can't.
@safe
final class Meeting<State>: @unchecked Sendable {
    // At one place from here to the end, as the system wants them; `state` is only touched under the lock.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: sending State) {
        self.state = state
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

    /// Changes the state, and wakes whoever waits.
    func change(_ body: (inout State) -> Void) {
        unsafe pthread_mutex_lock(mutex)
        body(&state)
        unsafe pthread_cond_broadcast(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits until the state is as wanted, or for some time.
    ///
    /// - Parameters:
    ///   - milliseconds: how long at most; nil for ever.
    ///   - ready: looks at the state, may change it, and gives what was waited for; nil to wait on.
    /// - Returns: nil where the time is over.
    func wait<Result>(atMost milliseconds: Int? = nil, _ ready: (inout State) -> Result?) -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        let deadline = milliseconds.map { ContinuousClock.now + .milliseconds($0) }
        while true {
            if let result = ready(&state) { return result }
            guard let deadline else {
                unsafe pthread_cond_wait(condition, mutex)
                continue
            }
            let rest = (deadline - ContinuousClock.now) / .nanoseconds(1)
            guard rest > 0 else { return nil }
            sleep(nanoseconds: Int(rest))
        }
    }

    private func sleep(nanoseconds: Int) {
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

/// A thread of the system, which runs one piece of work.
enum SystemThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// - Returns: whether the system had a thread to give.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        #if canImport(Darwin)
            var id: pthread_t?
        #else
            var id = pthread_t()
        #endif
        // The thread takes over the reference that is made here.
        let work = unsafe Unmanaged.passRetained(Work(run))
        let status = unsafe pthread_create(
            &id, nil,
            { argument in
                #if canImport(Darwin)
                    let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                #else
                    let work = unsafe Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
                #endif
                work.run()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            unsafe work.release()
            return false
        }
        #if canImport(Darwin)
            unsafe pthread_detach(id!)
        #else
            pthread_detach(id)
        #endif
        return true
    }
}
