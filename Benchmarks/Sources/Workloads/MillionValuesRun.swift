import Callgate
import CallgateBytecode
import CallgateMachine
import CallgatePolicy
import Scenarios

/// Compiles a policy whose list has a million e-mail addresses, from the bytes of its file, and replaces the list, and
/// prints what that takes.
struct MillionValuesRun {
    private static let count = 1_000_000

    func run() throws {
        let document = PolicyDocumentSource(name: "list.yaml", text: Scenario.listPolicy)
        let file = PolicyDocumentSource(name: "opted_out.txt", text: Scenario.listText(Self.count))
        var image: [UInt8] = []
        try BuildTimer.time("list") {
            image = try CompiledPolicy([document]) { _ throws(ListFileError) in file }.image
        }
        try BuildTimer.time("gate") { _ = try Gate(image: image) }
        let gate = try Gate(image: image)
        try BuildTimer.time("replacement") {
            let values = try ListValues(reading: file, as: .text)
            guard try gate.replacing(list: "opted_out", with: values).lists.first?.count == Self.count else {
                throw WorkloadFailure(description: "the list has not \(Self.count) values")
            }
        }
        try decide(gate)
    }

    /// Calls with different addresses, so many that what is looked at for all of them is in no small cache.
    private static let callCount = 16_384

    /// A million decisions in all, half of them of addresses on the list.
    private func decide(_ gate: Gate) throws {
        let calls = (0..<Self.callCount).map { number in
            // A prime that goes round the list.
            let index = number * 611_953 % Self.count
            return Array(Scenario.sending(to: Scenario.address(number % 2 == 0 ? index : Self.count + index)).utf8)
        }
        var machine = Machine(gate.image)
        let rounds = Self.count / Self.callCount
        try BuildTimer.time("decisions") {
            var denied = 0
            for _ in 0..<rounds {
                for call in calls {
                    let decision = call.withUnsafeBytes { machine.decide($0, at: CallTime(seconds: 1_700_000_000)) }
                    if decision.effect == .deny { denied += 1 }
                }
            }
            guard denied == rounds * Self.callCount / 2 else {
                throw WorkloadFailure(description: "\(denied) decisions deny, of \(rounds * Self.callCount)")
            }
        }
    }
}
