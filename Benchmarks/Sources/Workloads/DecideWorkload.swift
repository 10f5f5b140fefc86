import CallgateBytecode
import CallgateMachine
import CallgateVerifier
import ExampleCalls

/// From a call's JSON text to the decision.
struct DecideWorkload: Workload, ~Copyable {
    static let isAllocationFree = true
    static let countedOperations = 1000
    static let timedOperations = 2000

    let name: String
    private var machine: Machine
    private let effect: Effect
    private let text: UnsafeMutableRawBufferPointer
    private let time = CallTime(seconds: 1_700_000_000)

    init(_ call: ExampleCall, _ image: [UInt8]) throws {
        let effects: [Effect] = [.allow, .review, .deny]
        guard let effect = effects.first(where: { $0.name.description == call.effect }) else {
            throw WorkloadFailure(description: "\(call.name): no effect is called \(call.effect)")
        }
        let verified = try Verifier.verify(image)
        name = "decide/\(call.name)"
        self.effect = effect
        machine = Machine(verified)
        // At the start of a page: close to its end, memcmp takes another path.
        text = .allocate(byteCount: call.text.utf8.count, alignment: 4096)
        text.copyBytes(from: call.text.utf8)
    }

    deinit { text.deallocate() }

    @inline(never)
    mutating func run(_ count: Int) throws {
        var others = 0
        for _ in 0..<count where machine.decide(UnsafeRawBufferPointer(text), at: time).effect != effect {
            others += 1
        }
        guard others == 0 else {
            throw WorkloadFailure(description: "\(name): \(others) decisions are not \(effect.name)")
        }
    }
}
