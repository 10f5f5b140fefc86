import CallgateSystem

/// A thread of the system, which runs one piece of work.
@safe
struct Thread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private var id: pthread_t

    /// - Postcondition: the process ends where the system has no more threads to give.
    init(_ run: @escaping @Sendable () -> Void) {
        #if canImport(Darwin)
            var id: pthread_t?
        #else
            var id = pthread_t()
        #endif
        // The thread takes over the reference that is made here.
        let work = unsafe Unmanaged.passRetained(Work(run)).toOpaque()
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
            }, work)
        guard status == 0 else {
            Terminal.error.write("error: the system can't start another thread\n")
            endProcess(ExitStatus.wrongInput.rawValue)
        }
        #if canImport(Darwin)
            unsafe self.id = id!
        #else
            self.id = id
        #endif
    }

    /// Waits until the work is done.
    func join() { pthread_join(id, nil) }
}

/// A lock, and a way to sleep until what it guards has changed.
@safe
final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        // At one place from here to the end, as the system wants them.
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs with the lock, and then wakes whoever waits.
    /// - Parameter body: gets a function that gives the lock up, sleeps until another thread was here, and
    ///   takes the lock again.
    func enter<Result>(_ body: (_ wait: () -> Void) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(condition)
            unsafe pthread_mutex_unlock(mutex)
        }
        return body { _ = unsafe pthread_cond_wait(condition, mutex) }
    }
}
