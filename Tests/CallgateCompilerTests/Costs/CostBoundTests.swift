import Callgate
import CallgateBytecode
@testable import CallgateCompiler
import CallgateLanguage
import CallgateMachine
import CallgateOracles
import CallgatePolicy
import Foundation
import Testing

/// No evaluation uses more fuel than the bound that is given for calls of its size.
@Suite("Bounds of costs hold")
struct CostBoundTests {
    private static let rounds = Int(ProcessInfo.processInfo.environment["CALLGATE_ROUNDS"] ?? "") ?? 100

    /// More than any of these can use.
    private static let limits: MachineLimits = {
        var limits = MachineLimits()
        limits.fuel = 1 << 40
        return limits
    }()

    @Test("For generated policies and calls", arguments: 0..<8)
    func policies(_ seed: Int) throws {
        var entropy = Entropy(seed: UInt64(seed) &* 0xD6E8_FEB8_6659_FD93 &+ 3)
        var (decided, used) = (0, 0)
        for _ in 0..<Self.rounds {
            var generator = PolicyGenerator(entropy)
            let policy = generator.entropy.chance(1, in: 4) ? generator.groupedPolicy() : generator.policy()
            entropy = generator.entropy
            var calls = CallGenerator(entropy)
            let texts = (0..<10).map { _ in calls.call(tools: PolicyGenerator.tools) }
            entropy = calls.entropy
            guard let policy else { continue }
            for optimizes in [true, false] {
                var options = CompilerOptions(optimizes: optimizes)
                options.callBytes = texts.map(\.count).max() ?? 1
                guard let compiled = try? PolicyCompiler(options: options).compile(policy, digest: [UInt8](repeating: 0, count: 32))
                else { continue }
                // Every rule may govern the tool, and each is one more.
                let bound = compiled.costs.reduce(0) { $0 + $1.units + 1 }
                var machine = Machine(try Gate(image: compiled.image.encoded()).image, limits: Self.limits)
                for text in texts {
                    _ = text.withUnsafeBytes { machine.decide($0, at: CallTime(seconds: 1_700_000_000)) }
                    decided += 1
                    used += machine.usedFuel
                    guard UInt64(machine.usedFuel) > bound else { continue }
                    let conditions = policy.rules.map { $0.condition?.checked.source ?? "always" }.joined(separator: "\n  ")
                    Issue.record("\(machine.usedFuel) > \(bound): \(String(decoding: text, as: UTF8.self))\n  \(conditions)")
                    return
                }
            }
        }
        #expect(decided > 8 * Self.rounds)
        #expect(used > decided, "the calls cost next to nothing")
    }

    private static let environment: Environment = {
        var environment = Environment.complete
        environment.checker.promotesNumbers = true
        for name in ExpressionOracle.names { environment.variables[name] = .dyn }
        return environment
    }()

    /// Variables with as much work in each byte as there can be.
    private static let dense: [String] = {
        func many(_ text: String, _ count: Int) -> String { Array(repeating: text, count: count).joined(separator: ",") }
        let rest = #""t": "", "u": "10.0.0.1", "i": 3, "j": -9223372036854775808, "d": 2.5, "e": 1e23, "b": true, "n": null, "twice": {"k": 1, "k": 2}"#
        let keys = (0..<60).map { "\"\($0)\":1e23" }.joined(separator: ",")
        let nested = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        return [
            #"{"s": "\#(String(repeating: "a", count: 400))", "l": [\#(many("1e23", 80))], "ints": [\#(many("0", 200))], "strs": [\#(many("\"\"", 150))], "m": {\#(keys)}, "huge": [\#(many("[]", 100))], "deep": \#(nested), \#(rest)}"#,
            #"{"s": "\#(String(repeating: "\\u0061", count: 80))", "l": [\#(many("{}", 120))], "ints": [\#(many("-1e-30", 60))], "strs": [\#(many("\"ab\"", 90))], "m": {"a": [\#(many("1e99", 90))], "b": {\#(keys)}}, "huge": [\#(many("1e999", 70))], "deep": [\#(many(nested, 4))], \#(rest)}"#,
            #"{"s": "\#(String(repeating: ",a", count: 200))", "l": [\#(many("\"\"", 200))], "ints": [\#((0..<150).reversed().map(String.init).joined(separator: ","))], "strs": [\#((0..<99).reversed().map { "\"\($0)\"" }.joined(separator: ","))], "m": {"a": {\#(keys)}, "b": {"c": [\#(many("{\"\":1e23}", 50))]}}, "huge": [\#(many("123456789012345678901", 20))], "deep": [[\#(many("[[1e23]]", 40))]], \#(rest)}"#,
        ]
    }()

    @Test("Dense bindings are JSON", arguments: dense)
    func denseIsJSON(_ bindings: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(bindings.replacing("1e999", with: "1e99").utf8))
        #expect(Set(try #require(object as? [String: Any]).keys) == Set(ExpressionOracle.names))
    }

    private struct Costs {
        var bound: UInt64
        var boundOfNone: UInt64
        var used: Int
    }

    /// The bounds of an expression and what it uses, with and without optimisation; none where it does not compile.
    private static func costs(_ source: String, over text: String) -> [Costs] {
        let bindings = Array(text.utf8)
        guard let checked = try? check(source, in: environment) else { return [] }
        return [true, false].compactMap { optimizes in
            var options = CompilerOptions(optimizes: optimizes)
            guard let compiled = try? CompiledExpression(checked, variables: ExpressionOracle.names, options: options)
            else { return nil }
            var image = ImageBuilder(policyDigest: [UInt8](repeating: 0, count: 32))
            func bound(_ callBytes: Int) -> UInt64 {
                options.callBytes = callBytes
                return CostEstimator.units(of: checked, options: options, fieldsAreFilled: false, in: &image)
            }
            var evaluator = ExpressionEvaluator(compiled, limits: limits)
            _ = evaluator.evaluate(.json(bindings))
            return Costs(bound: bound(bindings.count), boundOfNone: bound(1), used: evaluator.usedFuel)
        }
    }

    /// Handing over the variables, which is no work of the expression.
    private static func overhead(_ bindings: String) -> Int { costs("true", over: bindings).map(\.used).max() ?? 0 }

    @Test("For generated expressions over the libraries", arguments: 0..<8)
    func expressions(_ seed: Int) {
        var generator = ExpressionGenerator(Entropy(seed: UInt64(seed) &* 0x2545_F491_4F6C_DD1D &+ 5))
        var (evaluated, aboveNone) = (0, 0)
        for bindings in [ExpressionOracle.bindings] + Self.dense {
            let overhead = Self.overhead(bindings)
            for _ in 0..<Self.rounds * 2 {
                let source = generator.expression()
                // A bool, as handing over a value is work that is not the expression's either.
                for costs in Self.costs("dyn(\(source)) == null", over: bindings) {
                    let used = costs.used - overhead
                    evaluated += 1
                    if used > costs.boundOfNone { aboveNone += 1 }
                    if used > costs.bound { Issue.record("\(used) > \(costs.bound) for \(bindings.utf8.count) bytes: \(source)") }
                }
            }
        }
        #expect(evaluated > Self.rounds * 2)
        #expect(aboveNone > Self.rounds / 20, "the data costs next to nothing")
    }

    @Test("A literal bounds what is beside it", arguments: [
        "i + 1 == 3", "1 + i == 3", "i in [1, 2]", "s in ['b', 'cc', 3]", "i + 1u == j", "s + '' == 'b'", "'' + s + 'x' == 'b'",
        "(l + 1) in [1]", "(d + 0.5) in [1, 'a', null]", "l in [1, 2]", "s in ['']",
    ])
    func literals(_ source: String) throws {
        for bindings in [ExpressionOracle.bindings] + Self.dense {
            let costs = Self.costs(source, over: bindings)
            try #require(costs.count == 2)
            for costs in costs {
                #expect(costs.used - Self.overhead(bindings) <= costs.bound)
                #expect(costs.bound < 4_000, "\(source) is no loop")
            }
        }
    }

    /// Hardly anything but a text, which has a piece of a constant wherever one can be, but not all of it.
    private static let textual: String = {
        let names = ExpressionOracle.names.filter { $0 != "s" }.map { "\"\($0)\":0" }.joined(separator: ",")
        return "{\"s\":\"\(String(repeating: "aa5,axx", count: 700))\",\(names)}"
    }()

    /// Tests against `LIST`, which stands for constants of a kind.
    @Test("Tests against many constants", arguments: [
        ("s in LIST", 0), ("strs.all(x, !(x in LIST))", 0), ("l.exists(x, x in LIST)", 1), ("strs.exists(x, [x, x + 'a'].exists(y, y in LIST))", 0),
        ("i in LIST", 1), ("e in LIST", 1), ("d * 1e20 in LIST", 1), ("dyn(double(j)) in LIST", 1), ("ints.all(x, x * 1e19 in LIST)", 1),
        ("[1e19, e, d].exists(x, x in LIST)", 1), ("dyn(l) in LIST", 1), ("m in LIST", 0), ("n in LIST", 0), ("(b ? e : 1e22) in LIST", 1), ("(b ? 1e22 : e) in LIST", 1), ("dyn(1e22) in LIST", 1),
        ("LIST.exists(x, s.endsWith(x))", 0), ("LIST.exists(x, s.startsWith(x))", 0), ("LIST.exists(x, s.contains(x))", 0),
        ("strs.exists(y, LIST.exists(x, y.contains(x)))", 0), ("LIST.exists(x, i.contains(x))", 0), ("LIST.exists(x, x == s)", 0),
        ("cel.bind(c, LIST, s in c)", 0), ("cel.bind(c, 'aaaa', s in LIST + [c])", 0), ("cel.bind(c, 'a', [c, c, c, c, c, c, c, c].exists(x, s.contains(x)))", 0),
        ("s.lowerAscii() in LIST", 0), ("LIST.exists(x, x in LIST)", 1), ("s in LIST", 2), ("LIST.exists(x, s.startsWith(x))", 2), ("LIST.exists(x, s.contains(x))", 2), ("LIST.exists(x, s.contains(x) || x in LIST)", 0),
    ] as [(String, Int)], [7, 8, 70, 4_096])
    func lookups(_ test: (source: String, kind: Int), _ count: Int) throws {
        let constants = (0..<count).map { number in
            switch test.kind {
            case 0: "'aa\(number),aaa'"
            case 1: number % 2 == 0 ? "\(9_007_199_254_740_992 &+ number)" : "\(-number)"
            default: "'\(number)\(String(repeating: "y", count: number == 0 ? 5_000 : 900))'"
            }
        }
        let source = test.source.replacing("LIST", with: "[\(constants.joined(separator: ", "))]")
        // Walking a long list in the list again is of no use to anybody.
        if count > 70, test.source.split(separator: "LIST", omittingEmptySubsequences: false).count > 2 { return }
        for bindings in count > 70 ? [Self.dense[0]] : [ExpressionOracle.bindings, Self.textual] + Self.dense {
            let costs = Self.costs("dyn(\(source)) == null", over: bindings)
            try #require(costs.count == 2)
            for costs in costs { #expect(costs.used - Self.overhead(bindings) <= costs.bound) }
        }
    }
}
