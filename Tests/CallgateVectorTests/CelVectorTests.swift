import Callgate
import CallgateConformance
import CallgateLanguage
import CallgatePolicy
import Foundation
import Testing

@Suite("The suites of expressions")
struct CelVectorTests {
    @Test("Every file can be read, and its cases are numbered")
    func readable() {
        #expect(CelSuites.names.count >= 16)
        #expect(CelSuites.conditions.count == 1)
        #expect(CelSuites.all.count == CelSuites.names.count + CelSuites.conditions.count)
        for (name, cases) in CelSuites.all {
            #expect(cases.map(\.id) == cases.indices.map { "\(name)#\($0)" })
            let names = cases.map { "\($0.section ?? ""): \($0.name ?? "")" }
            #expect(Set(names).count == names.count, "a name occurs twice in a section of \(name)")
        }
    }

    @Test("Both evaluators do what they say", arguments: CelSuites.names)
    func passes(_ file: URL) throws {
        for test in try ConformanceSuite.load(file).cases {
            for failure in ConformanceRunner.failures(of: test) {
                Issue.record("\(test.id) (\(failure.evaluator)): \(test.expr)\n  expected \(failure.expected)\n  got \(failure.got)")
            }
        }
    }

    @Test("What conditions of policies may say", arguments: CelSuites.conditions)
    func conditions(_ file: URL) throws {
        for test in try ConformanceSuite.load(file).cases {
            let condition = "'\(test.expr.replacing("'", with: "''"))'"
            let text = "rules:\n  - {name: r, tool: t, action: deny, when: \(condition)}\n"
            let compiled = try? CompiledPolicy([PolicyDocumentSource(name: "policy.yaml", text: text)])
            if test.isReject {
                #expect(compiled == nil, "\(test.id): \(test.expr)")
                continue
            }
            let type = try #require(test.expect.type)
            #expect(try check(test.expr, in: .policy).type == parseType(type), "\(test.id): \(test.expr)")
            if type == "bool" { #expect(compiled != nil, "\(test.id): \(test.expr)") }
        }
    }

    @Test("Several hundred, most of which restrict")
    func balance() {
        let rejects = CelSuites.cases.filter(\.isReject).count
        #expect(CelSuites.cases.count >= 700)
        #expect(rejects > CelSuites.cases.count - rejects)
    }

    /// Macros have no declarations.
    private static let macros = [
        "has", "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap", "transformMapEntry", "optMap",
        "optFlatMap", "cel.bind", "sortBy", "cel.block", "cel.index", "cel.iterVar", "cel.accuVar",
    ]

    private static let functions = FunctionTable.complete.byName.keys.filter { name in
        Operator(rawValue: name) == nil && !name.contains("@")
    }.sorted()

    private static let operators = Operator.allCases.filter { $0 != .notStrictlyFalse }.map { "\($0)" }

    @Test("Every operator, function and macro has cases that hold and cases that fail", arguments: operators + functions + macros)
    func covers(_ name: String) {
        let cases = CelSuites.cases.filter { $0.section == name }
        #expect(cases.contains { $0.isReject }, "no case of \(name) fails")
        #expect(cases.contains { !$0.isReject }, "no case of \(name) has a value")
        guard !Self.operators.contains(name) else { return }
        let call = name.split(separator: ".").last.map { ".\($0)(" } ?? name
        #expect(cases.allSatisfy { ".\($0.expr)".contains(call) || $0.expr.contains(call.dropFirst()) }, "a case of \(name) does not call it")
    }
}
