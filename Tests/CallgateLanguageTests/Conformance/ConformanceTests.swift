import CallgateLanguage
import Testing

/// cel-spec's own cases, as far as a parser and a checker can meet them.
@Suite(.enabled(if: ConformanceSuite.isPresent, "the conformance cases are not at ../shared/cel-conformance"))
struct ConformanceTests {
    /// Libraries whose functions are not declared here, so that their cases are only parsed.
    static let undeclaredLibraries: Set<String> = ["strings", "math", "network", "encoders", "block"]

    @Test("Every case that has a value parses")
    func parses() throws {
        var count = 0
        for test in try ConformanceSuite.load() where test.expect.kind != "eval_error" {
            // `cel.block` and its kin take calls where variables stand, which is another macro's grammar.
            if test.libs?.contains("block") == true { continue }
            count += 1
            do {
                _ = try parse(test.expr, options: test.environment.parser)
            } catch {
                Issue.record("\(test.id): \(test.expr): \(error.errors.map(\.message))")
            }
        }
        #expect(count > 900)
    }

    @Test("Every case that needs only what is declared checks, with the type that is asked for")
    func checks() throws {
        var count = 0
        for test in try ConformanceSuite.load() where test.expect.kind != "eval_error" && test.disable_check != true {
            if !Self.undeclaredLibraries.isDisjoint(with: test.libs ?? []) { continue }
            count += 1
            do {
                let checked = try check(test.expr, in: test.environment)
                if let type = test.expect.type {
                    #expect(checked.type == parseType(type), "\(test.id): \(test.expr)")
                }
            } catch {
                Issue.record("\(test.id): \(test.expr): \(error.errors.map(\.message))")
            }
        }
        #expect(count > 600)
    }
}
