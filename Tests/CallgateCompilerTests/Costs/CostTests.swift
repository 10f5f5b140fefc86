import Callgate
import CallgateCompiler
import CallgateMachine
import CallgatePolicy
import Testing

/// What `compile` says rules cost, and refuses.
@Suite("Costs of rules")
struct CostTests {
    private static func costs(
        _ conditions: [String], callBytes: Int = 1 << 20, maxCost: UInt64? = nil, optimizes: Bool = true
    ) throws(PolicyFailure) -> [RuleCost] {
        var options = CompilerOptions(optimizes: optimizes)
        options.callBytes = callBytes
        options.maxCost = maxCost
        return try CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", text: policy(conditions))], options: options).costs
    }

    private static func cost(_ condition: String, callBytes: Int = 1 << 20, optimizes: Bool = true) throws -> UInt64 {
        try #require(costs([condition], callBytes: callBytes, optimizes: optimizes).first).units
    }

    /// So many constants of the same length.
    private static func hosts(_ count: Int) -> String {
        "[\((100_000..<100_000 + count).map { "'h\($0).example'" }.joined(separator: ", "))]"
    }

    @Test("Each rule has one, in the order of the document")
    func order() throws {
        let conditions = ["args.a == 1", "args.list.exists(i, i == 1)", "tool == 't'"]
        let costs = try Self.costs(conditions)
        #expect(costs.map(\.rule) == ["r0", "r1", "r2"])
        #expect(costs.map(\.units) == (try conditions.map { try Self.cost($0) }))
        #expect(costs[1].units > costs[0].units && costs[0].units > costs[2].units)
    }

    @Test("A rule without a condition costs one unit, and a disabled one is none")
    func unconditional() throws {
        let text = "rules:\n  - {name: a, tool: t, action: deny}\n  - {name: b, tool: t, action: deny, when: args.x, enabled: false}\n"
        let costs = try compile(text).costs
        #expect(costs.map(\.rule) == ["a"])
        #expect(costs.map(\.units) == [1])
    }

    static let limited = ["args.a == 1", "args.list.all(i, i > 1)", "args.s.matches('(a|b)*c.{30}')", "args.a && args.b || tool == 't'"]

    @Test("The limit is kept at the cost, refused one under, kept one over", arguments: limited)
    func maxCost(_ condition: String) throws {
        let cost = try Self.cost(condition)
        #expect(try Self.costs([condition], maxCost: cost).map(\.units) == [cost])
        #expect(try Self.costs([condition], maxCost: cost + 1).map(\.units) == [cost])
        let failure = #expect(throws: PolicyFailure.self) { try Self.costs([condition], maxCost: cost - 1) }
        let found = try #require(failure).diagnostics
        #expect(found.map(\.message) == ["the rule `r0` may cost \(cost) units of fuel, more than the limit of \(cost - 1)"])
        #expect(found.map { [$0.line, $0.column] } == [[6, 7]])
    }

    @Test("Every rule above the limit is refused, and no other")
    func several() throws {
        let conditions = ["args.a == 1", "args.list.all(i, i > 1)", "args.b == 1", "args.list.exists(i, i.x)"]
        let failure = #expect(throws: PolicyFailure.self) { try Self.costs(conditions, maxCost: 10_000) }
        let found = try #require(failure).diagnostics
        #expect(found.map { $0.message.prefix(13) } == ["the rule `r1`", "the rule `r3`"])
        #expect(throws: PolicyFailure.self) { try Self.costs(conditions, maxCost: 0) }
    }

    @Test("What does not look at data does not depend on the call's size", arguments: [
        "args.a == 1", "args.a > 5 && context.c", "has(args.a.b.c)", "tool == 't'", "args.a < 1 || args.b < 3.5", "type(args.a) == int",
        "args.s == 'constant'", "context.a ? args.b : args.c == null",
    ])
    func constant(_ condition: String) throws {
        #expect(try Self.cost(condition, callBytes: 1) == Self.cost(condition, callBytes: 1 << 30))
    }

    /// Twice the call costs about twice as much: elements share their container's bytes.
    @Test("Loops in each other over one field stay near-linear", arguments: [
        "args.l.all(i, i > 1)", "args.l.all(i, i.all(j, j > 1))", "args.l.all(i, i.m.all(j, j.n.exists(k, k == 1)))",
        "args.l.all(i, i.all(j, j.all(k, k.all(l, l == 1))))", "args.l.map(i, i.m).all(j, j > 1)", "args.l.filter(i, i.x == 1).size() > 3",
        "args.l.all(i, i.s.contains('abc'))", "args.l.all(i, i.s.matches('^a+$'))", "args.s.contains('abc')", "args.s.matches('a+')", "args.l == [1]",
        "1 in args.l", "args.l.exists(i, i in ['a', 'b'])",
    ])
    func linear(_ condition: String) throws {
        for bytes in [1 << 12, 1 << 16, 1 << 20, 1 << 24] {
            let (one, two) = try (Self.cost(condition, callBytes: bytes), Self.cost(condition, callBytes: 2 * bytes))
            #expect(two > one)
            #expect(Double(two) < 2.2 * Double(one), "\(bytes): \(one), \(two)")
        }
    }

    @Test("Loops over two fields, or the same one twice, are not", arguments: [
        "args.l.all(i, args.m.all(j, i == j))", "args.l.all(i, args.l.all(j, i == j))", "args.l.all(i, i in args.m)",
        "args.l.all(i, args.s.contains(i))", "args.l.map(i, args.m).all(j, j.all(k, k == 1))",
    ])
    func quadratic(_ condition: String) throws {
        for bytes in [1 << 12, 1 << 16] {
            let (one, two) = try (Self.cost(condition, callBytes: bytes), Self.cost(condition, callBytes: 2 * bytes))
            #expect(Double(two) > 3.5 * Double(one), "\(bytes): \(one), \(two)")
        }
    }

    @Test("A test against constants costs the same, however many they are", arguments: [
        "args.host in LIST", "args.hosts.all(h, h in LIST)", "args.a.lowerAscii() in LIST", "tool in LIST && args.b in LIST",
        "LIST.exists(h, args.host.endsWith(h))", "LIST.exists(h, args.host.startsWith(h))", "args.hosts.all(i, LIST.exists(h, i.endsWith(h)))",
    ])
    func constants(_ condition: String) throws {
        func cost(_ count: Int, optimizes: Bool = true) throws -> UInt64 {
            try Self.cost(condition.replacing("LIST", with: Self.hosts(count)), optimizes: optimizes)
        }
        let one = try cost(8)
        #expect(try cost(6_000) == one)
        #expect(try cost(4_096, optimizes: false) == one)
        // One fewer is walked.
        #expect(try cost(4_095, optimizes: false) > 4_095 + one)
        #expect(try cost(7) > one)
    }

    @Test("A rule with a long list is far below what a decision may take")
    func closeToLists() throws {
        let list = Self.hosts(30_000)
        #expect(try Self.cost("args.host in \(list)") < 600)
        #expect(try Self.cost("\(list).exists(h, args.host.endsWith(h))") < 1 << 18)
        let parts = (100_000..<103_000).map { "'\(String($0 * 7_919, radix: 36))'" }.joined(separator: ", ")
        #expect(try Self.cost("[\(parts)].exists(h, args.host.contains(h))") < UInt64(MachineLimits().fuel))
        // What is computed may be a double that is compared with each.
        let numbers = "[\((0..<30_000).map(String.init).joined(separator: ", "))]"
        let computed = try Self.cost("dyn(double(args.n)) in \(numbers)")
        #expect(30_000..<100_000 ~= (try computed - Self.cost("dyn(double(args.n)) in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']")))
        #expect(try Self.cost("args.n in \(numbers)") < 600)
    }

    @Test("A rule that a look-up passes over costs its own work and a share of the look-up")
    func screened() throws {
        let texts = (0..<1_000).map { "args.s.matches('^a+-\($0 + 1_000)-b')" }
        let alone = try Self.cost(texts[0])
        let shared = try Self.costs(texts).map(\.units)
        // A thousandth of a look at each four bytes of the largest call.
        #expect(shared.allSatisfy { alone < $0 && $0 < alone + (1 << 20) / 4 / 1_000 + 10 })
        let values = (0..<1_000).map { "args.s == 'v\($0 + 1_000)'" }
        let equal = try Self.cost(values[0])
        #expect(try Self.costs(values).map(\.units).allSatisfy { equal < $0 && $0 < equal + 3 })
    }

    /// Deeper than sharing goes, what is said grows, but saying it takes no longer.
    @Test("Deep loops saturate instead of overflowing")
    func saturates() throws {
        var condition = "i9 == 1"
        for depth in (0..<10).reversed() { condition = "args.l\(depth).all(i\(depth), \(condition))" }
        #expect(try Self.cost(condition) == .max)
        let failure = #expect(throws: PolicyFailure.self) { try Self.costs([condition], maxCost: .max - 1) }
        #expect(try #require(failure).diagnostics.count == 1)
        #expect(try Self.costs([condition], maxCost: .max).map(\.units) == [.max])
    }
}
