import CallgateOracles
import Testing

/// A hundred thousand steps; a seed that fails is the run again.
@Suite("Limits, trust, approvals and the chain hold through faults, restarts, kills and reloads")
struct FaultSimulationTests {
    @Test(arguments: 0..<10)
    func holds(seed: UInt64) throws {
        var simulation = try GuardSimulation(Entropy(seed: seed))
        try simulation.run(10_000)
        // A run that never came there would say nothing.
        for event in [
            "allow rule", "deny limit", "deny flow", "review rule", "allow approval", "deny approval", "deny records", "result",
            "fault", "restart", "kill",
        ] {
            #expect(simulation.tally[event, default: 0] > 3, "\(event)")
        }
    }
}
