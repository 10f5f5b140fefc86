internal import Callgate
internal import CallgateLanguage
internal import CallgateReference
internal import CallgateZones

/// Which evaluator a case runs on.
public enum Evaluator: String, CaseIterable, Sendable {
    case machine, reference
}

/// Why a case did not pass.
public struct ConformanceFailure: Sendable {
    public var test: ConformanceSuite.Case
    public var evaluator: Evaluator
    public var expected: String
    public var got: String
}

/// Runs cases as cel-spec's suite means them.
public enum ConformanceRunner {
    /// Runs a case on both evaluators; once where it is only checked.
    /// - Returns: what did not come out as expected; empty where the case passes.
    public static func failures(of test: ConformanceSuite.Case) -> [ConformanceFailure] {
        Evaluator.allCases.compactMap { evaluator in
            let outcome = outcome(of: test, on: evaluator)
            guard !isMet(test.expect, by: outcome) else { return nil }
            return ConformanceFailure(
                test: test, evaluator: evaluator, expected: describe(test.expect),
                got: describe(outcome, test.expect))
        }
    }

    /// What became of a case.
    private enum Outcome {
        case value(CELValue, type: CELType)
        case checked(CELType)
        case failure(String)
    }

    private static func outcome(of test: ConformanceSuite.Case, on evaluator: Evaluator) -> Outcome {
        let environment = test.environment
        let checked: CheckedExpression
        do {
            let root = try parse(test.expr, options: environment.parser)
            checked =
                test.disable_check == true
                ? resolve(root, source: test.expr, in: environment)
                : try check(root, source: test.expr, in: environment)
        } catch {
            return .failure(error.errors.map(\.message).joined(separator: "; "))
        }
        if test.check_only == true { return .checked(checked.type) }
        var values: [String: CELValue] = [:]
        for (name, binding) in test.bindings ?? [:] {
            values[name] = binding.value?.value ?? .failure("unknown")
        }
        switch evaluate(checked, values, on: evaluator) {
        case .success(let value): return .value(value, type: checked.type)
        case .failure(let failure): return .failure(failure.message)
        }
    }

    private struct Failure: Error {
        var message: String
    }

    private static func evaluate(
        _ checked: CheckedExpression, _ values: [String: CELValue], on evaluator: Evaluator
    ) -> Result<CELValue, Failure> {
        switch evaluator {
        case .machine:
            do {
                let compiled = try CompiledExpression(checked, variables: values.keys.sorted())
                var machine = ExpressionEvaluator(compiled)
                return machine.evaluate(.values(values)).mapError { Failure(message: "\($0)") }
            } catch {
                return .failure(Failure(message: error.errors.map(\.message).joined(separator: "; ")))
            }
        case .reference:
            return ReferenceEvaluator(checked, zoneOffset: ZoneDatabase.offset(in:at:)).evaluate(cel: values)
                .mapError { Failure(message: $0.kind.rawValue) }
        }
    }

    private static func isMet(
        _ expectation: ConformanceSuite.Expectation, by outcome: Outcome
    ) -> Bool {
        switch (expectation.kind, outcome) {
        case ("eval_error", .failure): true
        case ("value", .value(let value, _)):
            (expectation.value?.value ?? .bool(true)).isIdentical(to: value)
        case ("typed_result", .value(let value, let type)):
            isType(type, expectation) && (expectation.value.map { $0.value.isIdentical(to: value) } ?? true)
        case ("typed_result", .checked(let type)): isType(type, expectation)
        default: false
        }
    }

    private static func isType(_ type: CELType, _ expectation: ConformanceSuite.Expectation) -> Bool {
        expectation.type.map { parseType($0) == type } ?? false
    }

    private static func describe(_ expectation: ConformanceSuite.Expectation) -> String {
        switch expectation.kind {
        case "eval_error": "an error"
        case "value": "\(expectation.value?.value ?? .bool(true))"
        default:
            [expectation.value.map { "\($0.value)" }, expectation.type.map { "of type \($0)" }]
                .compactMap { $0 }.joined(separator: " ")
        }
    }

    private static func describe(
        _ outcome: Outcome, _ expectation: ConformanceSuite.Expectation
    ) -> String {
        switch outcome {
        case .value(let value, let type):
            expectation.kind == "typed_result" ? "\(value) of type \(type)" : "\(value)"
        case .checked(let type): "of type \(type)"
        case .failure(let message): "error: \(message)"
        }
    }
}
