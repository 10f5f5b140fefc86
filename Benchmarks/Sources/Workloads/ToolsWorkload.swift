import CallgateBytecode
import CallgateMachine
import CallgateVerifier
import CountingAllocator
import Scenarios

/// Decides calls of many tools: of one, so that all that it reads is in the caches, or of tools at random.
///
/// One text serves all; the tool's number is written into it, which is in the count of both.
struct ToolsWorkload: Workload, ~Copyable {
    let isAllocationFree = true
    let countedOperations = 1000
    let timedOperations = 2000

    let name: String
    private var machine: Machine
    private let call: PlacedCall
    private let order: UnsafeMutableBufferPointer<UInt32>
    private var place = 0
    private let time = CallTime(seconds: 1_700_000_000)

    init(_ name: String, _ image: [UInt8], tools: Int, isRandom: Bool) throws {
        callgate_place_on_pages(1)
        defer { callgate_place_on_pages(0) }
        let verified = try Verifier.verify(image)
        let placed = try PlacedCall(Scenario.Call(Scenario.toolCall, "review"))
        self.name = name
        call = placed
        var generator = Xorshift()
        order = .allocate(capacity: 1 << 17)
        for place in order.indices {
            order[place] = UInt32(isRandom ? generator.number(below: tools) : tools / 2)
        }
        machine = Machine(verified)
    }

    deinit {
        call.text.deallocate()
        order.deallocate()
    }

    @inline(never)
    mutating func run(_ count: Int) throws {
        var others = 0
        for _ in 0..<count {
            var number = order[place]
            place = (place + 1) & (order.count - 1)
            for digit in Scenario.toolDigits.reversed() {
                call.text[digit] = UInt8(truncatingIfNeeded: number % 10) + 0x30
                number /= 10
            }
            if machine.decide(UnsafeRawBufferPointer(call.text), at: time).effect != call.effect { others += 1 }
        }
        guard others == 0 else {
            throw WorkloadFailure(description: "\(name): \(others) decisions are not \(call.effect.name)")
        }
    }
}
