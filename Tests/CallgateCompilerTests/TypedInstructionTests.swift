import Callgate
import CallgateBytecode
import CallgatePolicy
import Testing

@Suite("Declared types choose instructions")
struct TypedInstructionTests {
    private static let tools = """
        tools:
          pay:
            args:
              type: object
              properties:
                n: {type: integer}
                m: {type: integer}
                d: {type: number}
                s: {type: string}
                t: {type: string}
        """

    private func opcodes(_ condition: String, declared: Bool) throws -> Set<Opcode> {
        let rules = "\nrules:\n  - name: r\n    tool: pay\n    when: '\(condition)'\n    action: deny\n"
        let document = PolicyDocumentSource(name: "p.yaml", text: (declared ? Self.tools : "") + rules)
        let image = try ImageContents(decoding: CompiledPolicy([document]).image)
        return Set(image.code.compactMap(\.opcode))
    }

    @Test(arguments: [
        ("args.n == args.m", Opcode.equalInt, Opcode.equal), ("args.n != args.m", .notEqualInt, .notEqual),
        ("args.s == args.t", .equalText, .equal), ("args.s != args.t", .notEqualText, .notEqual),
        ("args.n + args.m > 1", .addInt, .add), ("args.n - 1 > args.m", .subtractInt, .subtract),
        ("args.n * args.m > 1", .multiplyInt, .multiply),
        ("args[\"n\"] == args.m + args.n", .equalInt, .equal),
    ])
    func typed(_ condition: String, _ quick: Opcode, _ general: Opcode) throws {
        let typed = try opcodes(condition, declared: true)
        #expect(typed.contains(quick) && !typed.contains(general))
        let untyped = try opcodes(condition, declared: false)
        #expect(untyped.contains(general) && !untyped.contains(quick))
    }

    /// A double is none of them, and a constant says its own kind.
    @Test(arguments: [
        ("args.d == args.n", Opcode.equal), ("args.d + args.n > 1", .add), ("args.n == 1", .equalIntConstant),
        ("args.s != \"a\"", .notEqualTextConstant), ("args.d == 1.5", .equalConstant),
    ])
    func general(_ condition: String, _ opcode: Opcode) throws {
        #expect(try opcodes(condition, declared: true).contains(opcode))
        #expect(try opcodes(condition, declared: false).contains(opcode))
    }
}
