import Callgate
import CallgateLanguage
import CallgateMachine
import Foundation
import Testing

@Suite("Fuel and memory of the libraries")
struct LibraryLimitTests {
    /// Each loop of each function over enough data, to a value that takes no further work to read.
    static let expressions = [
        #"words.join(", ") == "x""#, #"text.replace("a", "bb") == "x""#, #"text.replace("", "-") == "x""#, #"text.split("a").size()"#, #"text.split("").size()"#,
        #"text.reverse() == "x""#, #"text.lowerAscii() == "x""#, #"strings.quote(text) == "x""#, #"spaces.trim() == "x""#, #"text.charAt(500)"#, #"text.substring(3, 500) == "x""#,
        #"text.indexOf("ccc")"#, #"text.lastIndexOf("ccc", 600)"#, #""%s|%s".format([nested, records]) == "x""#, #""%x%s".format([text, words]) == "x""#,
        #""%.100f %.100e %s".format([1e300, 5e-324, 1e-300]) == "x""#, #""%s".format([bytes(text) + b"\xff\xfe"]) == "x""#, #"nested.flatten(9).size()"#, #"ints.sort().size()"#,
        #"words.sort().size()"#, #"words.sortBy(w, size(w)).size()"#, #"ints.distinct().size()"#, #"words.distinct().size()"#, #"records.distinct().size()"#, #"ints.reverse().size()"#,
        #"ints.slice(5, 50).size()"#, #"ints.last().hasValue()"#, #"lists.range(700).size()"#, #"sets.contains(ints, ints)"#, #"sets.equivalent(words, words)"#, #"sets.intersects(records, nested)"#,
        #"math.greatest(ints)"#, #"math.least(ints)"#, #"base64.encode(bytes(text)) == "x""#, #"base64.decode(words.join("").replace("\n", "")).size()"#, #"regex.extract(text, "x+(y)?$").hasValue()"#,
        #"regex.extractAll(text, "[a-c]+|d").size()"#, #"regex.replace(text, "(a|b)+(c)?", "<\\2\\1\\0>") == "x""#, #"regex.replace(text, "", "-") == "x""#, #"optional.unwrap(ints.map(i, optional.of(i))).size()"#,
        #"[ip("::1"), ip("1.2.3.4")].map(a, string(a)).join() == "x""#,
    ]

    private static let bindings: [UInt8] = {
        let words = (0..<60).map { "\"w\($0 % 40)\\n\"" }.joined(separator: ",")
        let ints = (0..<120).map { String($0 * 37 % 101) }.joined(separator: ",")
        let records = (0..<25).map { "{\"id\":\($0 % 20),\"tags\":[\"a\",{\"k\":\($0)}]}" }.joined(separator: ",")
        let nested = String(repeating: "[1,[2,3],", count: 30) + "4" + String(repeating: "]", count: 30)
        let text = String(repeating: "abc\\u0061é😀 c", count: 80)
        let spaces = String(repeating: "\\u3000 \\t", count: 200)
        return Array(
            "{\"words\":[\(words)],\"ints\":[\(ints)],\"records\":[\(records)],\"nested\":\(nested),\"text\":\"\(text)\",\"spaces\":\"\(spaces)\"}"
                .utf8)
    }()

    private static let variables = ["words", "ints", "records", "nested", "text", "spaces"]

    private static func compiled(_ source: String) throws -> CompiledExpression {
        var environment = Environment.complete
        for name in variables { environment.variables[name] = .dyn }
        return try CompiledExpression(check(source, in: environment), variables: variables)
    }

    private static func evaluate(
        _ expression: CompiledExpression, fuel: Int = 4_000_000, arena: Int = 4 << 20
    ) -> (result: Result<CELValue, EvaluationFailure>, used: Int) {
        var limits = MachineLimits()
        limits.fuel = fuel
        limits.arenaBytes = arena
        var evaluator = ExpressionEvaluator(expression, limits: limits)
        let result = evaluator.evaluate(.json(bindings))
        return (result, evaluator.usedFuel)
    }

    private static func isTrap(_ result: Result<CELValue, EvaluationFailure>, _ name: String) -> Bool {
        if case .failure(.trap(name)) = result { true } else { false }
    }

    @Test("Work is charged, and ends where the fuel does", arguments: expressions)
    func fuel(_ source: String) throws {
        let expression = try Self.compiled(source)
        let (whole, used) = Self.evaluate(expression)
        let value = try whole.get()
        // The data has some 3,000 bytes, of which each function reads a part.
        #expect(used > 20 && used < 1_000_000, "\(used)")
        for fuel in [used, used + 1] {
            #expect(try Self.evaluate(expression, fuel: fuel).result.get().isIdentical(to: value))
        }
        for fuel in [1, used / 8, used / 4, used / 2, used * 3 / 4, used - 2, used - 1] where fuel > 0 {
            let result = Self.evaluate(expression, fuel: fuel).result
            #expect(Self.isTrap(result, "fuel_exhausted"), "\(fuel) of \(used): \(result)")
        }
    }

    @Test("What has no room traps, and nothing else changes", arguments: expressions)
    func memory(_ source: String) throws {
        let expression = try Self.compiled(source)
        let value = try Self.evaluate(expression).result.get()
        func fits(_ arena: Int) throws -> Bool {
            let result = Self.evaluate(expression, arena: arena).result
            if Self.isTrap(result, "memory_exhausted") { return false }
            #expect(try result.get().isIdentical(to: value), "\(arena)")
            return true
        }
        // The smallest arena there is has 4,096 bytes.
        var (low, high) = (4_096, 4 << 20)
        guard try !fits(low) else { return }
        while high - low > 1 {
            let middle = (low + high) / 2
            if try fits(middle) { high = middle } else { low = middle }
        }
        for arena in stride(from: 4_096, to: high, by: max(1, (high - 4_096) / 25)) {
            #expect(try !fits(arena), "\(arena) of \(high)")
        }
        #expect(try fits(high + 1) && fits(high + 16) && fits(2 * high))
    }

    @Test("Most of them outgrow the smallest memory")
    func canary() throws {
        var trapped = 0
        for source in Self.expressions {
            if Self.isTrap(Self.evaluate(try Self.compiled(source), arena: 4_096).result, "memory_exhausted") { trapped += 1 }
        }
        #expect(trapped > Self.expressions.count / 2, "\(trapped) of \(Self.expressions.count)")
    }

    @Test("Limits of operands: at, under, over", arguments: [
        ("lists.range(131071).size()", "131071"), ("lists.range(131072).size()", "131072"), ("lists.range(131073).size()", "invalid_argument"),
        ("lists.range(-1).size()", "invalid_argument"), ("lists.range(0).size()", "0"), ("\"%.99f\".format([0.5]).size()", "101"), ("\"%.100f\".format([0.5]).size()", "102"),
        ("\"%.101f\".format([0.5]).size()", "invalid_argument"), ("\"%.0000100e\".format([0.5]).size()", "106"), ("\"%.99999999999999999999f\".format([0.5]).size()", "invalid_argument"),
        ("\"%.100f\".format([-1.7976931348623157e308]).size()", "411"), ("\"%s\".format([-5e-324]).size()", "327"), ("\"%d\".format([-1.7976931348623157e308]).size()", "310"),
        ("\"%.100e\".format([-5e-324]).size()", "108"), ("\"%b\".format([-9223372036854775808]).size()", "65"), ("\"%o\".format([18446744073709551615u])", "\"1777777777777777777777\""),
    ])
    func operands(_ source: String, _ expected: String) throws {
        switch Self.evaluate(try Self.compiled(source)).result {
        case .success(let value): #expect("\(value)" == expected)
        case .failure(.trap(let name)), .failure(.error(let name, _)): #expect(name == expected)
        case .failure(.malformed(let name, _)): Issue.record("\(name)")
        }
    }

    @Test("Deep values are written, flattened and compared on a stack of 2 MiB")
    func deep() throws {
        let json = Array(("{\"v\":" + String(repeating: "[{\"k\":", count: 60) + "[]" + String(repeating: "}]", count: 60) + "}").utf8)
        var environment = Environment.complete
        environment.variables["v"] = .dyn
        let wrapped = String(repeating: "[", count: 60) + "v" + String(repeating: "]", count: 60)
        let sources = ["\"%s\".format([\(wrapped)]).size()", "\(wrapped).flatten(1000).size()", "[\(wrapped), \(wrapped)].distinct().size()"]
        for (source, expected) in zip(sources, [542, 1, 1]) {
            let expression = try CompiledExpression(check(source, in: environment), variables: ["v"])
            let box = ResultBox()
            let thread = Thread {
                var evaluator = ExpressionEvaluator(expression)
                if case .success(.int(let size)) = evaluator.evaluate(.json(json)) { box.value = Int(size) }
                box.done.signal()
            }
            // What Rust gives a thread; without optimisation a level takes some 5 KiB of it.
            thread.stackSize = 2 << 20
            thread.start()
            box.done.wait()
            #expect(box.value == expected, "\(source)")
        }
    }

    private final class ResultBox: @unchecked Sendable {
        let done = DispatchSemaphore(value: 0)
        var value: Int?
    }
}
