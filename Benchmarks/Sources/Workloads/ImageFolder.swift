import Callgate
import CallgatePolicy
import Scenarios

/// The images of the scenarios: compiled once by a process of its own, and read by those that measure.
struct ImageFolder {
    let path: String

    func file(_ name: String) -> String { "\(path)/\(name.replacing("/", with: "-")).cgb" }

    func image(_ name: String) throws -> [UInt8] { try Files.read(file(name), limit: 1 << 30) }

    /// Compiles the policies of scenarios.
    func fill(_ scenarios: [Scenario]) throws {
        for scenario in scenarios {
            let documents = scenario.documents.enumerated().map { index, text in
                PolicyDocumentSource(name: "rules-\(index).yaml", text: text)
            }
            do {
                let policy = try CompiledPolicy(documents) { asked throws(ListFileError) in
                    guard let text = scenario.listFiles[asked.path] else { throw ListFileError("there is none") }
                    return PolicyDocumentSource(name: asked.path, text: text)
                }
                try Files.write(policy.image, to: file(scenario.name))
            } catch let failure as PolicyFailure {
                let reasons = failure.diagnostics.prefix(3).map(\.message)
                throw WorkloadFailure(description: "\(scenario.name) does not compile: \(reasons)")
            }
        }
    }
}
