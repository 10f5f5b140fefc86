internal import CallgateHeader
internal import CallgateSystem

/// Work on a thread that has room for the deepest policies: embedders' threads may have little stack.
enum LargeStack {
    /// Twice what debug builds need for the deepest trees that limits allow.
    private static let bytes = 8 << 20

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Holds the outcome, which the one thread writes and the other reads after it.
    private final class Outcome<Value>: @unchecked Sendable {
        var value: Value?
    }

    /// Waits until the work is done.
    ///
    /// - Throws: where the system has no thread to give.
    static func run<Value>(_ body: @escaping @Sendable () -> Value) throws(StatusError) -> Value {
        let outcome = Outcome<Value>()
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        guard unsafe pthread_attr_setstacksize(&attributes, bytes) == 0 else { throw StatusError(.full) }
        // The thread takes over the reference that is made here.
        let work = unsafe Unmanaged.passRetained(Work { outcome.value = body() })
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = unsafe pthread_create(
                &thread, &attributes,
                {
                    unsafe Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run()
                    return nil
                }, work.toOpaque())
        #else
            var thread = pthread_t()
            let status = unsafe pthread_create(
                &thread, &attributes,
                {
                    unsafe Unmanaged<Work>.fromOpaque($0!).takeRetainedValue().run()
                    return nil
                }, work.toOpaque())
        #endif
        guard status == 0 else {
            unsafe work.release()
            throw StatusError(.full)
        }
        #if canImport(Darwin)
            unsafe pthread_join(thread!, nil)
        #else
            pthread_join(thread, nil)
        #endif
        guard let value = outcome.value else { throw StatusError(.full) }
        return value
    }
}
