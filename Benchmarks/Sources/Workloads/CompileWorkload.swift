import Callgate
import CallgatePolicy

/// From a policy's YAML text to an image.
struct CompileWorkload: Workload {
    let isAllocationFree = false
    let countedOperations = 5
    let timedOperations = 2

    let name = "compile/example"
    let documents: [PolicyDocumentSource]
    let image: [UInt8]

    @inline(never)
    mutating func run(_ count: Int) throws {
        for _ in 0..<count {
            guard try CompiledPolicy(documents).image == image else {
                throw WorkloadFailure(description: "\(name): the image is another one than before")
            }
        }
    }
}
