import CallgateC
import CallgateHeader
import ResourceCounter
import Testing

@Suite("Deciding through callgate.h allocates nothing and takes no lock")
struct ResourceTests {
    private static let policy = """
        rules:
          - name: large
            tool: refund
            when: args.amount > 500 && context.role != "admin"
            action: require_approval
          - name: tested
            tool: refund
            when: args.note.matches("^x+y")
            action: deny
        """

    @Test(
        arguments: [
            #"{"tool":"refund","args":{"amount":700,"note":"a"},"context":{"role":"support"}}"#,
            #"{"tool":"refund","args":{"amount":"x","note":"xxy"}}"#, #"{"tool":"other"}"#, #"{"tool":"refund","args":[}"#,
        ])
    func calls(_ call: String) throws {
        let gate = try #require(CGate.make(Self.policy).gate)
        let machine = try #require(CMachine(gate))
        var decision = Sized.decision
        let counts = withText(call) { text in
            counted { callgate_machine_decide(machine.handle, text, nil, &decision) }
        }
        #expect(counts == [0, 0, 0])
    }

    @Test("By slots")
    func slots() throws {
        let gate = try #require(CGate.make(Self.policy).gate)
        let machine = try #require(CMachine(gate))
        var tool: callgate_tool = 0
        #expect(withText("refund") { callgate_machine_resolve(machine.handle, $0, &tool) } == CALLGATE_OK)
        let slots = ["args.amount", "args.note", "context.role"].map { field in
            var slot: callgate_slot = 0
            let status = withText(field) { callgate_machine_slot(machine.handle, tool, $0, &slot) }
            #expect(status == CALLGATE_OK)
            return slot
        }
        let (amount, note, role) = (slots[0], slots[1], slots[2])
        var decision = Sized.decision
        let counts = withText("support") { text in
            counted {
                callgate_machine_begin(machine.handle, tool) | callgate_machine_set_int(machine.handle, amount, 700)
                    | callgate_machine_set_text(machine.handle, role, text)
                    | callgate_machine_set_text(machine.handle, note, text)
                    | callgate_machine_decide_begun(machine.handle, nil, &decision)
            }
        }
        #expect(counts == [0, 0, 0])
        #expect(decision.effect == CALLGATE_REVIEW)
    }

    /// Allocations, locks, and statuses that are not OK, of many runs.
    private func counted(_ body: () -> callgate_status) -> [Int] {
        // Once for whatever the runtime sets up on first use.
        var failures = body() == CALLGATE_OK ? 0 : 1
        let (allocations, locks) = (callgate_allocations(), callgate_locks())
        for _ in 0..<200 { failures += body() == CALLGATE_OK ? 0 : 1 }
        // An array is an allocation of its own.
        let (newAllocations, newLocks) = (callgate_allocations() - allocations, callgate_locks() - locks)
        return [newAllocations, newLocks, failures]
    }
}
