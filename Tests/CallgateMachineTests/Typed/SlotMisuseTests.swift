import Callgate
import CallgateMachine
import CallgatePolicy
import Foundation
import Testing

/// Tools and slots that are not those of the call: nothing is decided, least of all that it is allowed.
/// The expected stops are of processes of their own.
@Suite("What was resolved elsewhere stops the program, or denies")
struct SlotMisuseTests {
    private static let policy = """
        default: allow
        rules:
          - {name: pay, tool: pay, action: deny, when: args.amount > 500}
          - {name: send, tool: send, action: deny, when: args.body == "x" || args.amount > 5}
        """

    private static func gate() throws -> Gate {
        try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))]).image)
    }

    private static let time = CallTime(seconds: 0)

    /// Says that all went well up to here: what stops the process is what follows.
    private static func reachMisuse() {
        print(reached)
        fflush(nil)
    }

    private static let reached = "reached"

    private func expectReached(_ result: ExitTest.Result?) {
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(output.contains(Self.reached))
    }

    @Test("What is its own is decided on, in a process of its own as well")
    func ownTool() async {
        await #expect(processExitsWith: .success) {
            var decider = Decider(try Self.gate())
            let tool = decider.resolve("pay")!
            decider.begin(tool)
            decider.set(decider.slot("args.amount", of: tool)!, Int64(501))
            precondition(decider.decide(at: Self.time).effect == .deny)
        }
    }

    @Test("A tool of another decider of the same gate")
    func otherDecider() async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            let gate = try Self.gate()
            var one = Decider(gate), other = Decider(gate)
            let tool = one.resolve("pay")!
            Self.reachMisuse()
            other.begin(tool)
        })
    }

    @Test("A tool of another gate, and of one whose decider is gone")
    func otherGate() async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            var one = Decider(try Self.gate()), other = Decider(try Self.gate())
            let tool = one.resolve("pay")!
            Self.reachMisuse()
            other.begin(tool)
        })
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            func resolved() throws -> ResolvedTool {
                var decider = Decider(try Self.gate())
                return decider.resolve("pay")!
            }
            let tool = try resolved()
            var other = Decider(try Self.gate())
            Self.reachMisuse()
            other.begin(tool)
        })
    }

    @Test("A tool that no rule names, of another decider")
    func otherUngoverned() async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            let gate = try Self.gate()
            var one = Decider(gate), other = Decider(gate)
            let tool = one.resolve("nobody")!
            Self.reachMisuse()
            other.begin(tool)
        })
    }

    @Test("A slot of another tool", arguments: ["int", "double", "bool", "null", "text", "json"])
    func otherTool(_ kind: String) async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) { [kind] in
            var decider = Decider(try Self.gate())
            let pay = decider.resolve("pay")!, send = decider.resolve("send")!
            let slot = decider.slot("args.amount", of: send)!
            decider.begin(pay)
            Self.reachMisuse()
            Self.set(slot, kind, &decider)
        })
    }

    @Test("A slot of the same tool of another decider", arguments: ["int", "double", "bool", "null", "text", "json"])
    func otherDecidersSlot(_ kind: String) async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) { [kind] in
            let gate = try Self.gate()
            var one = Decider(gate), other = Decider(gate)
            let slot = one.slot("args.amount", of: one.resolve("pay")!)!
            other.begin(other.resolve("pay")!)
            Self.reachMisuse()
            Self.set(slot, kind, &other)
        })
    }

    @Test("A slot for a call of a tool that no rule names")
    func ungoverned() async {
        expectReached(await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
            var decider = Decider(try Self.gate())
            let slot = decider.slot("args.amount", of: decider.resolve("pay")!)!
            decider.begin(decider.resolve("nobody")!)
            Self.reachMisuse()
            decider.set(slot, Int64(1))
        })
    }

    private static func set(_ slot: FieldSlot, _ kind: String, _ decider: inout Decider) {
        switch kind {
        case "int": decider.set(slot, Int64(1))
        case "double": decider.set(slot, 1.5)
        case "bool": decider.set(slot, true)
        case "null": decider.setNull(slot)
        case "text": decider.set(slot, "x")
        default: Array("1".utf8).withUnsafeBytes { decider.set(slot, json: $0) }
        }
    }

    @Test("Without a call that was begun, what is set permits nothing")
    func notBegun() throws {
        var decider = Decider(try Self.gate())
        let resolved = decider.resolve("pay")
        let tool = try #require(resolved)
        let found = decider.slot("args.amount", of: tool)
        let slot = try #require(found)
        decider.begin(tool)
        decider.set(slot, Int64(1))
        #expect(decider.decide(at: Self.time).effect == .allow)
        // The call is decided: setting more does not bring it back.
        decider.set(slot, Int64(1))
        let again = decider.decide(at: Self.time)
        #expect(again.effect == .deny)
        #expect(again.malformed.kind == .missingTool)
    }
}
