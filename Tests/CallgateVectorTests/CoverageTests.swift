import CallgateBytecode
import CallgateMachine
import CallgatePolicy
import CallgateReference
import Foundation
import Testing

@Suite("The vectors leave nothing out")
struct CoverageTests {
    private func lines() throws -> [DecisionLine] {
        try VectorFile.all.flatMap { try $0.cases.map { try DecisionLine($0.line) } }
    }

    @Test("Every file can be read", arguments: VectorFile.names)
    func readable(_ name: String) throws {
        let file = try VectorFile(named: name)
        #expect(!file.cases.isEmpty)
        // As bytes: two strings that differ in the form of an accent are equal in Swift.
        #expect(Set(file.cases.map { Array($0.name.utf8) }).count == file.cases.count, "a name occurs twice")
    }

    @Test("Every theme is named where the vectors are described")
    func described() throws {
        let readme = try String(contentsOf: VectorFile.folder.appending(path: "README.md"), encoding: .utf8)
        let listed = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(listed.filter { $0.hasSuffix(".json") }.sorted() == VectorFile.names.map { "\($0).json" })
    }

    @Test("Several hundred, most of which restrict")
    func balance() throws {
        let lines = try lines()
        let allowed = lines.filter { $0.decision == "allow" }.count
        #expect(lines.count >= 1_300)
        #expect(allowed > 200)
        #expect(lines.count - allowed > 2 * allowed)
    }

    @Test("Every error of an expression decides where a rule denies, and where one asks for a review")
    func errors() throws {
        let lines = try lines().filter { $0.reason == "error" }
        let kinds = (UInt8.min...UInt8.max).compactMap { ErrorKind(rawValue: $0).map { "\($0.name)" } }
        #expect(Set(kinds) == Set(EvaluationError.Kind.allCases.map(\.rawValue)))
        for effect in ["deny", "review"] {
            let seen = Set(lines.filter { $0.decision == effect }.compactMap(\.error?.kind))
            // A policy's time zones are constant: one that there is not does not compile.
            #expect(seen == Set(kinds).subtracting(["invalid_time_zone"]), "\(effect)")
        }
    }

    @Test("Every way to be no call")
    func malformations() throws {
        let failures = try lines().filter { $0.reason == "malformed" }.compactMap(\.error)
        let seen = Set(failures.map { "\($0.kind): \($0.detail)" })
        let all = CallgateMachine.Malformation.Kind.allCases.filter { $0 != .none }
        #expect(seen == Set(all.map { "\($0.name): \($0.detail)" }))
        #expect(failures.allSatisfy { $0.offset != nil })
        let names = CallgateReference.Malformation.Kind.allCases.map(\.rawValue)
        #expect(Set(failures.map(\.kind)) == Set(names))
    }

    @Test("Every trap, and every reason")
    func reasons() throws {
        let lines = try lines()
        let traps = (UInt8.min...UInt8.max).compactMap { Trap(rawValue: $0).map { "\($0.name)" } }
        #expect(Set(lines.filter { $0.reason == "trap" }.compactMap(\.error?.kind)) == Set(traps))
        let reasons = (UInt8.min...UInt8.max).compactMap { Decision.Reason(rawValue: $0).map { "\($0.name)" } }
        // What only a guard gives stands in the vectors of guards.
        let guarded: Set<String> = ["session", "flow", "approval", "records"]
        #expect(Set(lines.map(\.reason)) == Set(reasons).subtracting(guarded))
    }

    @Test("Only what the machine's limits decide is kept from the reference")
    func machineOnly() throws {
        for file in VectorFile.all {
            for vector in file.cases {
                let isTrap = try DecisionLine(vector.line).reason == "trap"
                #expect((vector.reference == false) == isTrap, "\(file.name): \(vector.name)")
            }
        }
    }

    @Test("The example's vectors are those of the example")
    func example() throws {
        let policy = VectorFile.folder.appending(path: "../examples/policy.yaml").standardized
        let text = try String(contentsOf: policy, encoding: .utf8)
        #expect(try VectorFile(named: "example").policy.joined(separator: "\n") + "\n" == text)
    }
}
