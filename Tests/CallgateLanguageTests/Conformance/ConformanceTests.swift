import CallgateLanguage
import CallgateConformance
import Testing

/// cel-spec's own cases, as far as a parser and a checker can meet them.
@Suite(.enabled(if: ConformanceSuite.isPresent, "the conformance cases are not at ../shared/cel-conformance"))
struct ConformanceTests {
    @Test("Every case that has a value parses")
    func parses() throws {
        var count = 0
        for test in try ConformanceSuite.load() where test.expect.kind != "eval_error" {
            count += 1
            do {
                _ = try parse(test.expr, options: test.environment.parser)
            } catch {
                Issue.record("\(test.id): \(test.expr): \(error.errors.map(\.message))")
            }
        }
        #expect(count >= 950)
    }

    @Test("Every case that has a value checks, with the type that is asked for")
    func checks() throws {
        var count = 0
        var typed = 0
        for test in try ConformanceSuite.load()
        where test.expect.kind != "eval_error" && test.disable_check != true {
            count += 1
            do {
                let checked = try check(test.expr, in: test.environment)
                if let type = test.expect.type {
                    typed += 1
                    #expect(checked.type == parseType(type), "\(test.id): \(test.expr)")
                }
            } catch {
                Issue.record("\(test.id): \(test.expr): \(error.errors.map(\.message))")
            }
        }
        #expect(count >= 950)
        #expect(typed >= 16)
    }

    @Test("Cases that must fail end with errors or with a tree, never otherwise")
    func failures() throws {
        for test in try ConformanceSuite.load() where test.expect.kind == "eval_error" {
            #expect(checkErrors(test.expr, in: test.environment).count <= Limits.errors)
        }
    }
}
