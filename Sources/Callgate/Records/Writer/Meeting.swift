internal import CallgateSystem

/// A state by which threads wait for one another.
final class Meeting<State>: @unchecked Sendable {
    private let monitor = Monitor()
    // Only touched under the lock.
    private var state: State

    init(_ state: sending State) { self.state = state }

    /// Changes the state, and wakes whoever waits.
    func change(_ body: (inout State) -> Void) {
        monitor.lock()
        body(&state)
        monitor.wakeAll()
        monitor.unlock()
    }

    /// Waits until the state is as wanted, or for some time.
    ///
    /// - Parameters:
    ///   - milliseconds: how long at most; nil for ever.
    ///   - ready: looks at the state, may change it, and gives what was waited for; nil to wait on.
    /// - Returns: nil where the time is over.
    func wait<Result>(atMost milliseconds: Int? = nil, _ ready: (inout State) -> Result?) -> Result? {
        monitor.lock()
        defer { monitor.unlock() }
        let deadline = milliseconds.map { ContinuousClock.now + .milliseconds($0) }
        while true {
            if let result = ready(&state) { return result }
            guard let deadline else {
                monitor.wait()
                continue
            }
            let rest = (deadline - ContinuousClock.now) / .nanoseconds(1)
            guard rest > 0 else { return nil }
            monitor.wait(nanoseconds: Int(rest))
        }
    }
}
