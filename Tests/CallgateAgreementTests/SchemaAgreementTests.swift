import Callgate
import CallgateCompiler
import CallgateMachine
import CallgateOracles
import CallgatePolicy
import Foundation
import Testing

@Suite("Schemas decide nothing")
struct SchemaAgreementTests {
    /// What generated calls mostly are, and often are not.
    private static let schema = """
        {type: object, required: [n, s], properties: {a: {type: number}, b: {type: boolean}, n: {type: integer}, \
        s: {type: string}, list: {type: array, items: {type: integer}}, odd key: {type: integer}, \
        obj: {type: object, properties: {x: {type: integer}, y: {type: string}, a: {type: number}, z: {}, deep: {type: object}}, required: [x, deep]}, \
        items: {type: array, items: {type: object, properties: {x: {type: integer}, y: {type: string}, a: {type: number}}, required: [x]}}}}
        """
    private static let contextSchema = "{type: object, required: [env], properties: {env: {enum: [dev, a, abc]}, a: {type: integer}}}"

    /// The same rules with schemas and without.
    private static func documents(_ rules: [String]) -> (typed: String, untyped: String) {
        let rules = "ungoverned: allow\nrules:\n" + rules.enumerated().map { index, rule in
            "  - {name: r\(index), tool: [pay, send], action: \(["deny", "review", "allow"][index % 3]), when: '\(rule.replacing("'", with: "''"))'}\n"
        }.joined()
        let tools = "tools:\n  pay: {args: \(schema)}\n  send: {args: \(schema)}\ncontext_schema: \(contextSchema)\n"
        return (tools + rules, rules)
    }

    private static func gate(_ text: String, optimizes: Bool) -> Gate? {
        let document = PolicyDocumentSource(name: "policy.yaml", text: text)
        let compiled = try? CompiledPolicy([document], options: CompilerOptions(optimizes: optimizes))
        return compiled.flatMap { try? Gate(image: $0.image) }
    }

    private static func decided(_ gate: Gate, _ calls: [[UInt8]]) -> [String] {
        var lines = DecisionLines(Decider(gate))
        return calls.enumerated().map { index, call in
            let time = CallTime(seconds: Int64(index) * 50_000_007, nanoseconds: 5)
            return String(decoding: lines.line(call, at: time).1, as: UTF8.self)
        }
    }

    @Test("Each call gets one decision line with schemas, without, and unoptimised", arguments: 0..<6)
    func same(_ seed: Int) throws {
        var generator = TypedConditionGenerator(Entropy(seed: UInt64(seed) &* 0xA24B_AED4_963E_E407 &+ 1))
        let rounds = Int(ProcessInfo.processInfo.environment["CALLGATE_ROUNDS"] ?? "") ?? 60
        var (policies, lines) = (0, Set<String>())
        for _ in 0..<rounds {
            let rules = (0...generator.entropy.below(3)).map { _ in generator.condition() }
            let (typed, untyped) = Self.documents(rules)
            guard let plain = Self.gate(untyped, optimizes: false) else { continue }
            // One that the schema refuses has no typed form.
            guard let first = Self.gate(typed, optimizes: true) else { continue }
            let gates = [first, Self.gate(untyped, optimizes: true), Self.gate(typed, optimizes: false)]
            try #require(gates.allSatisfy { $0 != nil })
            policies += 1
            var generated = CallGenerator(generator.entropy)
            let calls = (0..<30).map { _ in generated.call(tools: ["pay", "send", "other"]) }
            generator.entropy = generated.entropy
            let wanted = Self.decided(plain, calls)
            lines.formUnion(wanted)
            for (name, gate) in zip(["with schemas", "without", "with schemas, plain"], gates.compactMap { $0 }) {
                for (index, line) in Self.decided(gate, calls).enumerated() where line != wanted[index] {
                    Issue.record("\(name): \(line)\nplain: \(wanted[index])\n\(String(decoding: calls[index], as: UTF8.self))\n\(typed)")
                    return
                }
            }
        }
        #expect(policies > rounds / 3, "too few policies fit the schema")
        #expect(lines.count > rounds, "too few calls differ")
    }
}

/// Conditions that mostly fit the schema of the tests.
private struct TypedConditionGenerator {
    var entropy: Entropy

    init(_ entropy: Entropy) { self.entropy = entropy }

    mutating func condition() -> String { bool(3) }

    private mutating func bool(_ depth: Int) -> String {
        switch entropy.below(depth > 0 ? 16 : 9) {
        case 0, 1, 2: return "\(number(depth)) \(entropy.pick(["<", "<=", ">", ">=", "==", "!="])) \(number(depth))"
        case 3: return "\(string(depth)) \(entropy.pick(["==", "!=", "<", ">="])) \(string(depth))"
        case 4: return "\(string(depth)).\(entropy.pick(["startsWith", "endsWith", "contains"]))(\(string(0)))"
        case 5: return "\(string(depth)).matches(\"\(entropy.pick(["^a", "[a-c]+", "x|y", "^$", "."]))\")"
        case 6: return entropy.pick(["args.b", "args.b == true", "has(args.a)", "has(args.obj.x)", "args.a == null", "args.obj == null", "has(context.env)"])
        case 7: return "\(number(0)) in \(entropy.pick(["args.list", "[1, 2, 3]", "[1.5, 50000.0]"]))"
        case 8: return entropy.pick(["context.env == \"dev\"", "context.env in [\"a\", \"abc\"]", "context.env != \"abc\"", "context.a > 5"])
        case 9, 10: return "(\(bool(depth - 1)) && \(bool(depth - 1)))"
        case 11, 12: return "(\(bool(depth - 1)) || \(bool(depth - 1)))"
        case 13: return "!(\(bool(depth - 1)))"
        case 14:
            let macro = entropy.pick(["all", "exists", "exists_one"])
            let test = entropy.pick(["i.x > \(number(0))", "i.y == \(string(0))", "i.x + 1 == i.a", "i.x == i.x * 2 || \(bool(depth - 1))", "size(i) > 1"])
            return "args.items.\(macro)(i, \(test))"
        default:
            return "args.list.\(entropy.pick(["all", "exists", "exists_one"]))(i, \(entropy.pick(["i > 1", "i == args.n", "i + 1 > \(number(0))", "i % 2 == 0"])))"
        }
    }

    private mutating func number(_ depth: Int) -> String {
        switch entropy.below(depth > 0 ? 12 : 9) {
        case 0...4: return entropy.pick(["args.n", "args.a", "args.obj.x", "args.obj.a", "args.`odd key`", "context.a", "args.list[0]", "args.items[0].x"])
        case 5, 6: return entropy.pick(["0", "1", "2", "10", "50000", "-1", "9223372036854775807"])
        case 7: return entropy.pick(["0.0", "1.5", "2.5", "50000.0", "1e300"])
        case 8: return entropy.pick(["size(args.s)", "size(args.list)", "size(args.items)", "size(args.obj)", "args.?n.orValue(3)"])
        case 9, 10: return "(\(number(depth - 1)) \(entropy.pick(["+", "-", "*", "/", "%"])) \(number(depth - 1)))"
        default: return "(\(bool(depth - 1)) ? \(number(depth - 1)) : \(number(depth - 1)))"
        }
    }

    private mutating func string(_ depth: Int) -> String {
        switch entropy.below(depth > 0 ? 8 : 6) {
        case 0...2: return entropy.pick(["args.s", "args.obj.y", "args.items[0].y", "args.s", "tool"])
        case 3, 4, 5: return entropy.pick(["\"a\"", "\"abc\"", "\"\"", "\"x\"", "\"日本\"", "\"12\""])
        case 6: return "(\(string(depth - 1)) + \(string(depth - 1)))"
        default: return entropy.pick(["string(args.n)", "args.s.lowerAscii()", "args.s.substring(0, 1)"])
        }
    }
}
