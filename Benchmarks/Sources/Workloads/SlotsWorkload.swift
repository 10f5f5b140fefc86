import CallgateBytecode
import CallgateMachine
import CallgateVerifier

/// From values that the caller has already to the decision: four fields are set, and four rules look at one
/// each.
struct SlotsWorkload: Workload, ~Copyable {
    static let policy = """
        rules:
          - {name: amount, tool: pay, when: args.amount > 50000, action: deny}
          - {name: forced, tool: pay, when: args.forced == true, action: deny}
          - {name: currency, tool: pay, when: 'args.currency != "usd"', action: deny}
          - {name: sandbox, tool: pay, when: 'context.environment == "sandbox"', action: deny}
        """

    let name = "slots/four"
    let isAllocationFree = true
    let countedOperations = 1000
    let timedOperations = 2000
    private var machine: Machine
    private let tool: ResolvedTool
    private let amount: FieldSlot
    private let forced: FieldSlot
    private let currency: FieldSlot
    private let environment: FieldSlot
    private let usd = StaticText("usd")
    private let production = StaticText("production")
    private let time = CallTime(seconds: 1_700_000_000)

    init(_ image: [UInt8]) throws {
        var machine = Machine(try Verifier.verify(image))
        guard let tool = machine.resolve(Array("pay".utf8)),
            let amount = machine.slot("args.amount", of: tool),
            let forced = machine.slot("args.forced", of: tool),
            let currency = machine.slot("args.currency", of: tool),
            let environment = machine.slot("context.environment", of: tool)
        else { throw WorkloadFailure(description: "slots/four: a field has no slot") }
        self.machine = machine
        self.tool = tool
        (self.amount, self.forced) = (amount, forced)
        (self.currency, self.environment) = (currency, environment)
    }

    @inline(never)
    mutating func run(_ count: Int) throws {
        var others = 0
        for index in 0..<count {
            machine.begin(tool)
            machine.set(amount, Int64(index & 1023))
            machine.set(forced, false)
            machine.set(currency, text: usd.bytes)
            machine.set(environment, text: production.bytes)
            if machine.decide(at: time).effect != .allow { others += 1 }
        }
        guard others == 0 else {
            throw WorkloadFailure(description: "slots/four: \(others) decisions are not allow")
        }
    }
}

/// A text in the program's constants.
private struct StaticText {
    let bytes: UnsafeRawBufferPointer

    init(_ text: StaticString) {
        bytes = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }
}
