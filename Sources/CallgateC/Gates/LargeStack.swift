internal import CallgateHeader
internal import CallgateSystem

/// Work on a thread that has room for the deepest policies: embedders' threads may have little stack.
enum LargeStack {
    /// Twice what debug builds need for the deepest trees that limits allow.
    private static let bytes = 8 << 20

    /// Holds the outcome, which the one thread writes and the other reads after it.
    private final class Outcome<Value>: @unchecked Sendable {
        var value: Value?
    }

    /// Waits until the work is done.
    ///
    /// - Throws: where the system has no thread to give.
    static func run<Value>(_ body: @escaping @Sendable () -> Value) throws(StatusError) -> Value {
        let outcome = Outcome<Value>()
        guard let thread = SystemThread(stackBytes: bytes, { outcome.value = body() }) else { throw StatusError(.full) }
        thread.join()
        guard let value = outcome.value else { throw StatusError(.full) }
        return value
    }
}
