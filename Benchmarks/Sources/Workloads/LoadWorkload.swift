import CallgateBytecode
import CallgateVerifier

/// From an image's bytes to an image that may be run.
struct LoadWorkload: Workload {
    static let isAllocationFree = false
    static let countedOperations = 200
    static let timedOperations = 100

    let name = "load/example"
    let image: [UInt8]

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
