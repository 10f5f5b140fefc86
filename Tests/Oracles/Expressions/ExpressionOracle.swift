import Callgate
import CallgateConformance
import CallgateLanguage
import CallgateMachine
import CallgateReference
import CallgateZones

/// Holds the machine against the reference on single expressions.
public enum ExpressionOracle {
    /// Variables that expressions may use, as members of a JSON object: of every kind, with numbers that
    /// only just fit, a record with a key twice, and strings with escapes.
    public static let bindings = #"""
        {"s": "a.b\u00e9,\ud83d\ude00 c", "t": "", "u": "10.0.0.1", "i": 3, "j": -9223372036854775808,
         "d": 2.5, "e": 1e300, "b": true, "n": null, "l": [3, 1, 2, 2.0, "x", [1], {"k": 1}],
         "ints": [5, -1, 5, 0], "strs": ["b", "a", "", "a"], "m": {"a": 1, "b": {"c": null}, "z": [1]},
         "twice": {"k": 1, "k": 2}, "huge": [1, 1e999], "deep": [[[1, [2]], 3], 4]}
        """#

    public static let names = [
        "s", "t", "u", "i", "j", "d", "e", "b", "n", "l", "ints", "strs", "m", "twice", "huge", "deep",
    ]

    /// Everything, over the bindings; also as conditions of policies see numbers.
    static let environment: Environment = {
        var environment = Environment.complete
        environment.checker.promotesNumbers = true
        for name in names { environment.variables[name] = .dyn }
        return environment
    }()

    /// What became of an expression.
    public enum Verdict {
        /// It does not parse or check; or its patterns do not compile.
        case refused
        case agreed(isValue: Bool)
        /// The machine's limits decided.
        case limited
        case differed(String)
    }

    /// - Parameter isChecked: whether types are checked, or names are only resolved.
    public static func verdict(on source: String, isChecked: Bool = true) -> Verdict {
        guard let root = try? parse(source, options: environment.parser) else { return .refused }
        let resolved = isChecked ? try? check(root, source: source, in: environment) : resolve(root, source: source, in: environment)
        guard let checked = resolved else { return .refused }
        var found: [Found] = []
        for optimizes in [true, false] {
            guard let compiled = try? CompiledExpression(
                checked, variables: names, options: .init(optimizes: optimizes))
            else { return .refused }
            var evaluator = ExpressionEvaluator(compiled, limits: limits)
            let result = evaluator.evaluate(.json(Array(bindings.utf8)))
            // The reference has no limits: what the machine does not finish, it might never.
            if case .failure(.trap) = result { return .limited }
            found.append(result)
        }
        let wanted = ReferenceEvaluator(checked, zoneOffset: ZoneDatabase.offset(in:at:))
            .evaluate(json: Array(bindings.utf8), and: [:])
        for (result, name) in zip(found, ["machine", "machine, plain"]) where !isSame(result, wanted) {
            return .differed("\(source)\n  \(name)  \(shown(result))\n  reference  \(shown(wanted))")
        }
        if case .success = wanted { return .agreed(isValue: true) }
        return .agreed(isValue: false)
    }

    /// Enough for what generators make, and not so much that a fuzzer waits.
    private static let limits: MachineLimits = {
        var limits = MachineLimits()
        limits.fuel = 400_000
        return limits
    }()

    private typealias Found = Result<CELValue, EvaluationFailure>

    private static func isSame(_ left: Found, _ right: Found) -> Bool {
        switch (left, right) {
        case (.success(let left), .success(let right)): left.isIdentical(to: right)
        case (.failure(.error(let left, _)), .failure(.error(let right, _))): left == right
        default: false
        }
    }

    private static func shown(_ found: Found) -> String {
        switch found {
        case .success(let value): "\(value)"
        case .failure(.error(let name, _)): name
        case .failure(let failure): "\(failure)"
        }
    }
}
