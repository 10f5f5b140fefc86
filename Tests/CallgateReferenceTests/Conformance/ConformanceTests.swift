import CallgateLanguage
import CallgateReference
import CallgateConformance
import Testing

/// cel-spec's own cases, evaluated.
@Suite(.enabled(if: ConformanceSuite.isPresent, "the conformance cases are not at ../shared/cel-conformance"))
struct ConformanceTests {
    /// Libraries that the reference has no functions for.
    static let missingLibraries: [String: String] = [
        "strings": "functions such as format and charAt",
        "math": "math.greatest and its like",
        "network": "ip and cidr",
        "encoders": "base64.encode and decode",
        "block": "cel.block, cel.index and cel.iterVar, which only optimisers write",
        "optional": "optional values",
    ]

    /// Single cases that need what is not there yet, or that the semantics decide otherwise.
    static let excluded: [String: String] = [
        "timestamps#18": "named time zones", "timestamps#19": "named time zones",
        "timestamps#22": "named time zones", "timestamps#27": "named time zones",
        "comparisons#230": "2^63 - 1 is less than 2^63: ints are not rounded to doubles first",
        "comparisons#332": "2^63 - 1 is less than 2^63: ints are not rounded to doubles first",
    ]

    private static func needsMissingLibrary(_ test: ConformanceSuite.Case) -> Bool {
        !(test.libs ?? []).allSatisfy { missingLibraries[$0] == nil }
    }

    private static func tested() throws -> [ConformanceSuite.Case] {
        try ConformanceSuite.load().filter {
            !needsMissingLibrary($0) && excluded[$0.id] == nil && $0.check_only != true
        }
    }

    @Test("Every case that needs only the standard has the value or the error that is asked for")
    func evaluates() throws {
        let tests = try Self.tested()
        for test in tests { #expect(failure(test) == nil, "\(test.id): \(test.expr)") }
        // Of 1,174, so that none drops out unnoticed.
        #expect(tests.count == 773)
    }

    @Test("What is left out would fail, so that nothing is left out in vain")
    func exclusions() throws {
        let cases = try ConformanceSuite.load()
        for library in Self.missingLibraries.keys {
            let left = cases.filter { $0.libs?.contains(library) == true }
            #expect(left.contains { failure($0) != nil }, "\(library)")
        }
        for test in cases where Self.excluded[test.id] != nil {
            #expect(failure(test) != nil, "\(test.id)")
        }
    }

    /// What is wrong with a case, or nil.
    private func failure(_ test: ConformanceSuite.Case) -> String? {
        let outcome = outcome(test)
        if test.expect.kind == "eval_error" {
            if case .success(let value) = outcome { return "is \(value), and should fail" }
            return nil
        }
        guard let wanted = test.expect.value else { return nil }
        switch outcome {
        case .success(let value): return wanted.matches(value) ? nil : "is \(value), not \(wanted)"
        case .failure(let failure): return "fails: \(failure)"
        }
    }

    private enum Failure: Error {
        case unparsed([String]), unchecked([String]), unevaluated(EvaluationError)
    }

    private func outcome(_ test: ConformanceSuite.Case) -> Result<Value, Failure> {
        evaluator(test).flatMap { evaluator in
            let bindings = (test.bindings ?? [:]).compactMapValues { $0.value.map { Outcome.success($0.value) } }
            return evaluator.evaluate(bindings).mapError { .unevaluated($0) }
        }
    }

    /// Where the case asks for no check, types are not checked, but names are still resolved by the
    /// checker, as nothing else does it: variables are declared as `dyn`, and where the checker refuses, the
    /// tree is evaluated as it was parsed.
    private func evaluator(_ test: ConformanceSuite.Case) -> Result<ReferenceEvaluator, Failure> {
        var environment = test.environment
        if test.disable_check == true {
            for name in (test.bindings ?? [:]).keys { environment.variables[name] = .dyn }
        }
        let root: Expr
        do {
            root = try parse(test.expr, options: environment.parser)
        } catch {
            return .failure(.unparsed(error.errors.map(\.message)))
        }
        do {
            return .success(ReferenceEvaluator(try check(root, source: test.expr, in: environment)))
        } catch {
            if test.disable_check == true { return .success(ReferenceEvaluator(unchecked: root)) }
            return .failure(.unchecked(error.errors.map(\.message)))
        }
    }
}
