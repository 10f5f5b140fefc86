import CallgateBytecode
import CallgateMachine
import CallgateVerifier
import CountingAllocator
import Scenarios

/// From a call's JSON text to the decision: of several calls in turns.
struct DecideWorkload: Workload, ~Copyable {
    let isAllocationFree = true
    let countedOperations: Int
    var timedOperations: Int { 2 * countedOperations }

    let name: String
    private var machine: Machine
    // No array: reading one may count references, and none are allowed.
    private let calls: UnsafeMutableBufferPointer<PlacedCall>
    private let time = CallTime(seconds: 1_700_000_000)

    /// - Parameter operations: a multiple of the calls' number.
    init(_ name: String, _ image: [UInt8], _ calls: [Scenario.Call], operations: Int) throws {
        guard operations % calls.count == 0 else {
            throw WorkloadFailure(description: "\(name): \(operations) is no multiple of its \(calls.count) calls")
        }
        callgate_place_on_pages(1)
        defer { callgate_place_on_pages(0) }
        let verified = try Verifier.verify(image)
        let placed = try calls.map { try PlacedCall($0) }
        self.calls = .allocate(capacity: placed.count)
        _ = self.calls.initialize(from: placed)
        self.name = name
        countedOperations = operations
        machine = Machine(verified)
    }

    deinit {
        for call in calls { call.text.deallocate() }
        calls.deallocate()
    }

    @inline(never)
    mutating func run(_ count: Int) throws {
        for call in calls {
            var others = 0
            for _ in 0..<count / calls.count
            where machine.decide(UnsafeRawBufferPointer(call.text), at: time).effect != call.effect {
                others += 1
            }
            guard others == 0 else {
                throw WorkloadFailure(description: "\(name): \(others) decisions are not \(call.effect.name)")
            }
        }
    }
}

/// A call's text at the start of a page: close to its end, memcmp takes another path.
struct PlacedCall {
    let text: UnsafeMutableRawBufferPointer
    let effect: Effect

    init(_ call: Scenario.Call) throws {
        let effects: [Effect] = [.allow, .review, .deny]
        guard let effect = effects.first(where: { $0.name.description == call.effect }) else {
            throw WorkloadFailure(description: "no effect is called \(call.effect)")
        }
        self.effect = effect
        text = .allocate(byteCount: call.text.utf8.count, alignment: 4096)
        text.copyBytes(from: call.text.utf8)
    }
}
