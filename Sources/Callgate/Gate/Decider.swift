public import CallgateMachine

/// Decides calls with a gate, on one thread: a machine, and the gate's texts beside it.
public struct Decider: ~Copyable {
    public let gate: Gate
    var machine: Machine
    /// What the key of a limit is hashed from; used again, so that it stops allocating.
    var limitKey = LineBuffer()
    /// What matched last, and what limits counted last: a call with the same matches gets the same array, and one that is
    /// not used any more is used again.
    var lastMatches: [RuleMatch] = []
    var lastClaims: [LimitLedger.Claim] = []
    /// The names of the rules of the last report.
    var lastNames = MatchNames()
    var texts = DeciderTexts()

    /// Allocates what deciding needs; deciding itself allocates nothing.
    public init(
        _ gate: Gate, limits: MachineLimits = MachineLimits(), scan: ScanPath = .best
    ) {
        self.gate = gate
        machine = Machine(gate.image, limits: limits, scan: scan)
    }

    /// What one decision may cost.
    public var limits: MachineLimits { machine.limits }

    /// The decision on a call, without its texts.
    ///
    /// - Parameters:
    ///   - call: the call as JSON.
    ///   - time: `now` for conditions that ask for it.
    public mutating func decide(_ call: UnsafeRawBufferPointer, at time: CallTime) -> Decision {
        unsafe machine.decide(call, at: time)
    }

    /// The decision on a call, with its texts.
    public mutating func report(_ call: [UInt8], at time: CallTime) -> DecisionReport {
        unsafe call.withUnsafeBytes { text in
            let decision = unsafe machine.decide(text, at: time)
            return unsafe report(on: decision, text, at: time)
        }
    }
}
