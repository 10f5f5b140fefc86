import Callgate
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
    }
}
