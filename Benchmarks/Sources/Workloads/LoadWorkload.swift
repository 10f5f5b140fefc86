import CallgateBytecode
import CallgateVerifier

/// From an image's bytes to an image that may be run.
struct LoadWorkload: Workload {
    let isAllocationFree = false
    let countedOperations: Int
    let timedOperations: Int

    let name: String
    let image: [UInt8]

    /// - Parameter operations: how many of a run are counted; large images want few.
    init(_ name: String, _ image: [UInt8], operations: Int) {
        self.name = name
        self.image = image
        countedOperations = operations
        timedOperations = max(operations / 2, 1)
    }

    @inline(never)
    mutating func run(_ count: Int) throws {
        for _ in 0..<count {
            let verified = try Verifier.verify(image)
            guard verified.view.rules.count > 0 else {
                throw WorkloadFailure(description: "\(name): the image has no rules")
            }
        }
    }
}
