import CallgateLanguage
import CallgateTestSupport
import Testing

/// cel-spec's own cases, as far as a parser and a checker can meet them.
@Suite(.enabled(if: ConformanceSuite.isPresent, "the conformance cases are not at ../shared/cel-conformance"))
struct ConformanceTests {
    /// Libraries whose functions are declared nowhere here: their cases are parsed, but not checked.
    static let undeclaredLibraries: [String: String] = [
        "strings": "functions such as format and charAt",
        "math": "math.greatest and its like",
        "network": "ip and cidr",
        "encoders": "base64.encode and decode",
        "block": "cel.block, cel.index and cel.iterVar, which only optimisers write",
    ]

    /// What is not even parsed: a call such as `cel.iterVar(0, 0)` stands where macros take a name.
    static let unparsedLibraries: Set<String> = ["block"]

    private func isTested(_ test: ConformanceSuite.Case, without excluded: some Sequence<String>) -> Bool {
        test.expect.kind != "eval_error" && Set(excluded).isDisjoint(with: test.libs ?? [])
    }

    @Test("Every case that has a value parses")
    func parses() throws {
        var count = 0
        for test in try ConformanceSuite.load() where isTested(test, without: Self.unparsedLibraries) {
            count += 1
            do {
                _ = try parse(test.expr, options: test.environment.parser)
            } catch {
                Issue.record("\(test.id): \(test.expr): \(error.errors.map(\.message))")
            }
        }
        #expect(count >= 1_000)
    }

    @Test("Every case that needs only what is declared checks, with the type that is asked for")
    func checks() throws {
        var count = 0
        var typed = 0
        for test in try ConformanceSuite.load()
        where isTested(test, without: Self.undeclaredLibraries.keys) && test.disable_check != true {
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
        #expect(count >= 700)
        #expect(typed >= 16)
    }

    @Test("What is left out would fail, so that nothing is left out in vain", arguments: undeclaredLibraries.keys.sorted())
    func exclusions(_ library: String) throws {
        let left = try ConformanceSuite.load().filter { $0.libs?.contains(library) == true && $0.expect.kind != "eval_error" }
        #expect(!left.isEmpty)
        #expect(left.contains { !checkErrors($0.expr, in: $0.environment).isEmpty })
        let parsesAll = left.allSatisfy { parseErrors($0.expr, options: $0.environment.parser).isEmpty }
        #expect(parsesAll != Self.unparsedLibraries.contains(library))
    }

    @Test("Cases that must fail end with errors or with a tree, never otherwise")
    func failures() throws {
        for test in try ConformanceSuite.load() where test.expect.kind == "eval_error" {
            #expect(checkErrors(test.expr, in: test.environment).count <= Limits.errors)
        }
    }
}
