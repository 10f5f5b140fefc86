import Callgate
import CallgateMachine
import Scenarios

/// From a call's JSON text to its decision line, as `callgate eval` writes it.
struct LineWorkload: Workload, ~Copyable {
    let isAllocationFree = true
    let countedOperations = 1000
    let timedOperations = 2000

    let name: String
    private var lines: DecisionLines
    private let text: [UInt8]
    private let time = CallTime(seconds: 1_700_000_000)
    private let start: [UInt8]
    private var output: [UInt8] = []

    init(_ call: ExampleCall, _ image: [UInt8]) throws {
        let gate = try Gate(image: image)
        name = "line/\(call.name)"
        lines = DecisionLines(Decider(gate))
        text = Array(call.text.utf8)
        start = Array("{\"decision\":\"\(call.effect)\"".utf8)
    }

    @inline(never)
    mutating func run(_ count: Int) throws {
        for _ in 0..<count {
            output.removeAll(keepingCapacity: true)
            text.withUnsafeBytes { _ = lines.write($0, at: time, to: &output) }
        }
        guard output.starts(with: start) else {
            throw WorkloadFailure(description: "\(name): \(String(decoding: output, as: UTF8.self))")
        }
    }
}
