/// A line on standard error that shows a long run's progress, where a person looks at it.
struct Progress {
    var count = 0
    private let isShown = Terminal.error.isInteractive && !Terminal.output.isInteractive
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var hasShown = false

    /// Shows the count, at most ten times a second and not within the first one.
    mutating func show() {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1), now - last > .milliseconds(100) else { return }
        last = now
        hasShown = true
        Terminal.error.write("\r\(count) calls, \(rate(now)) a second ")
    }

    func finish() {
        guard hasShown else { return }
        Terminal.error.write("\r\(count) calls, \(rate(ContinuousClock.now)) a second \n")
    }

    private func rate(_ now: ContinuousClock.Instant) -> Int {
        Int(Double(count) / max((now - start) / .seconds(1), 1e-9))
    }
}
