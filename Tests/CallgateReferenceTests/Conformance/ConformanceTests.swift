import CallgateLanguage
import CallgateReference
import CallgateConformance
import Testing

/// cel-spec's own cases, evaluated.
@Suite(.enabled(if: ConformanceSuite.isPresent, "the conformance cases are not at ../shared/cel-conformance"))
struct ConformanceTests {
    @Test("Every case has the value, the type or the error that is asked for", arguments: ConformanceSuite.names)
    func suite(_ name: String) throws {
        let tests = try ConformanceSuite.load(name)
        for test in tests { #expect(failure(test) == nil, "\(test.id): \(test.expr)") }
        #expect(!tests.isEmpty)
    }

    @Test("No case is lost unnoticed")
    func count() throws {
        #expect(try ConformanceSuite.load().count == 1_174)
    }

    @Test("A wrong value, type, and a value instead of an error are told")
    func canary() throws {
        let cases = try ConformanceSuite.load()
        for id in ["basic#0", "type_deduction#20", "plumbing#1"] {
            var test = try #require(cases.first { $0.id == id })
            #expect(failure(test) == nil)
            test.expr = "[2.5]"
            #expect(failure(test) != nil, "\(id)")
        }
    }

    /// What is wrong with a case, or nil.
    private func failure(_ test: ConformanceSuite.Case) -> String? {
        let checked: CheckedExpression
        do {
            checked = try test.checked()
        } catch {
            return test.expect.kind == "eval_error" ? nil : "\(error.errors.map(\.message))"
        }
        if let type = test.expect.type, checked.type != parseType(type) { return "is of type \(checked.type), not \(type)" }
        if test.check_only == true { return nil }
        let bindings = (test.bindings ?? [:]).compactMapValues { $0.value.map { Outcome.success($0.value) } }
        let outcome = ReferenceEvaluator(checked, zoneOffset: zoneOffset).evaluate(bindings)
        switch (outcome, test.expect.kind) {
        case (.success(let value), "eval_error"): return "is \(value), and should fail"
        case (.failure, "eval_error"): return nil
        case (.success(let value), _):
            let isWanted = test.expect.value?.matches(value) ?? true
            return isWanted ? nil : "is \(value), not \(test.expect)"
        case (.failure(let error), _): return "fails: \(error)"
        }
    }
}
