/// A thread of the system, which runs one piece of work.
@safe
public struct SystemThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let id: pthread_t

    /// Starts a thread, which is to be joined or detached.
    ///
    /// - Parameter stackBytes: how much stack it has; as much as the system gives if left out.
    /// - Returns: nil where the system has no such thread to give.
    public init?(stackBytes: Int? = nil, _ run: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        if let stackBytes, unsafe pthread_attr_setstacksize(&attributes, stackBytes) != 0 { return nil }
        #if canImport(Darwin)
            var id: pthread_t?
        #else
            var id = pthread_t()
        #endif
        // The thread takes over the reference that is made here.
        let work = unsafe Unmanaged.passRetained(Work(run))
        let status = unsafe pthread_create(
            &id, &attributes,
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
            return nil
        }
        #if canImport(Darwin)
            unsafe self.id = id!
        #else
            self.id = id
        #endif
    }

    /// Waits until the work is done.
    public func join() {
        #if canImport(Darwin)
            unsafe pthread_join(id, nil)
        #else
            pthread_join(id, nil)
        #endif
    }

    /// Nobody waits for it.
    public func detach() {
        #if canImport(Darwin)
            unsafe pthread_detach(id)
        #else
            pthread_detach(id)
        #endif
    }
}
