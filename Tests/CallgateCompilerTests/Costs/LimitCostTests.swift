import Callgate
import CallgateCompiler
import CallgateMachine
import CallgatePolicy
import Testing

/// What limits evaluate is part of what their rules cost, and so is what rules about results do.
@Suite("Costs of limits and of rules about results")
struct LimitCostTests {
    private static func costs(
        _ lines: String, callBytes: Int = 1 << 20, maxCost: UInt64? = nil, optimizes: Bool = true
    ) throws(PolicyFailure) -> [RuleCost] {
        var options = CompilerOptions(optimizes: optimizes)
        options.callBytes = callBytes
        options.maxCost = maxCost
        return try CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", text: lines)], options: options).costs
    }

    private static func limited(_ limit: String, when condition: String = "tool == 't'") -> String {
        "rules:\n  - {name: k, tool: t, action: deny, when: \"\(condition)\", limit: {max: 1, per: 1h, \(limit)}}\n"
    }

    private static let loops = "args.a.exists(x, args.b.exists(y, x == y))"

    @Test("A key and an amount count, each of them", arguments: [
        "key: \"\(loops)\"", "key: [args.u, \"\(loops)\"]", "key: [\"\(loops)\", args.u]",
        "sum: \"\(loops) ? 1 : 2\"", "key: args.u, sum: \"\(loops) ? 1 : 2\"",
    ])
    func counted(_ limit: String) throws {
        let plain = try #require(Self.costs(Self.limited("key: tool")).first).units
        let dear = try #require(Self.costs(Self.limited(limit)).first).units
        let condition = try #require(Self.costs(Self.limited("key: tool", when: Self.loops)).first).units
        #expect(plain < 20)
        #expect(dear + 100 > condition && dear > 1 << 20)
        #expect(throws: PolicyFailure.self) { try Self.costs(Self.limited(limit), maxCost: 100) }
        #expect(try Self.costs(Self.limited(limit), maxCost: dear).map(\.units) == [dear])
        #expect(throws: PolicyFailure.self) { try Self.costs(Self.limited(limit), maxCost: dear - 1) }
    }

    @Test("What is refused is shown where it is dearest")
    func place() throws {
        let text = "rules:\n  - name: k\n    tool: t\n    action: deny\n    when: args.a == 1\n    limit:\n      max: 1\n      per: 1h\n      key: [args.u, '\(Self.loops)']\n"
        let failure = #expect(throws: PolicyFailure.self) { try Self.costs(text, maxCost: 10_000) }
        let found = try #require(failure).diagnostics
        #expect(found.map { [$0.line, $0.column] } == [[9, 22]])
        #expect(found.first?.message.hasPrefix("the rule `k` may cost ") == true)
    }

    @Test("A role's limit counts too")
    func role() throws {
        let text = "roles: {r: {tools: ['*'], limit: {max: 1, per: 1h, key: '\(Self.loops)'}}}\nrules:\n  - {name: a, tool: t, action: allow}\n"
        let costs = try Self.costs(text)
        #expect(costs.contains { $0.rule == "role r: limit" && $0.units > 1 << 20 })
    }

    @Test("Rules about results come last, and are refused like others")
    func results() throws {
        let text = """
            results:
              - {name: found, tool: t, when: 'result.a.exists(x, x == 1)', block: true}
              - {name: all, tool: t, mark: untrusted}
            rules:
              - {name: r, tool: t, action: deny}

            """
        let costs = try Self.costs(text)
        #expect(costs.map(\.rule) == ["r", "found", "all"])
        #expect(costs[1].units > 1 << 20 && costs[2].units == 1)
        #expect(try Self.costs(text, maxCost: costs[1].units) == costs)
        let failure = #expect(throws: PolicyFailure.self) { try Self.costs(text, maxCost: costs[1].units - 1) }
        #expect(try #require(failure).diagnostics.map { [$0.line, $0.column] } == [[2, 35]])
    }

    /// Keys and amounts with much work in each byte of a call.
    static let expressions = [
        "args.u", "args.l.size()", "args.l.exists(x, x == 3) ? 'a' : 'b'", "args.l.map(x, string(x)).join('-')", "args.s.lowerAscii()",
        "args.s.matches('(a|b)*c.{30}') ? args.s : ''", "args.l.exists(x, args.l.exists(y, x + 1 == y)) ? 1 : 0",
        "args.s in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] ? 1 : 2", "args.s.split(',').size()", "args.u == args.v ? 'same' : args.u.name",
        "cel.bind(t, args.s + args.s, t + t)",
    ]

    @Test("Evaluating a limit takes no more than its bound", arguments: expressions)
    func bound(_ expression: String) throws {
        let numbers = (0..<60).map { _ in "1e23" }.joined(separator: ",")
        let calls = [
            #"{"tool":"t","args":{"l":[\#(numbers)],"s":"\#(String(repeating: "ab,", count: 90))","u":{"name":"n"},"v":1}}"#,
            #"{"tool":"t","args":{"u":"x","s":"","l":[]}}"#, #"{"tool":"t"}"#,
        ]
        for (limit, optimizes) in [("key: \"\(expression)\"", true), ("key: [\"\(expression)\", args.s]", false)] {
            var used = 0
            for call in calls {
                var options = CompilerOptions(optimizes: optimizes)
                options.callBytes = call.utf8.count
                let source = PolicyDocumentSource(name: "policy.yaml", text: Self.limited(limit))
                let compiled = try CompiledPolicy([source], options: options)
                let gate = try Gate(image: compiled.image)
                let program = gate.image.view.limits[0].program
                var machine = Machine(gate.image)
                _ = Array(call.utf8).withUnsafeBytes {
                    machine.show(program: Int(program), $0, at: CallTime(seconds: 0)) { _, _ in .none }
                }
                #expect(UInt64(machine.usedFuel) <= compiled.costs[0].units)
                used += machine.usedFuel
            }
            // Reading a field that has a register is no work.
            #expect(used > 0 || !expression.contains("("))
        }
    }
}
