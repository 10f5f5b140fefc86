import CallgateLanguage
import CallgatePolicy
import Foundation
import Testing

/// The page for authors of policies is what the loader does.
@Suite struct SpecificationTests {
    static func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "spec/language/policy.md"), encoding: .utf8)
    }

    @Test func examplesLoad() throws {
        let parts = try Self.page().components(separatedBy: "```")
        let examples = parts.filter { $0.hasPrefix("yaml\n") }.map { String($0.dropFirst(5)) }
        #expect(examples.count == 10)
        for example in examples {
            let found = errors(example)
            #expect(found.isEmpty, "\(example)\n\(found)")
            guard found.isEmpty else { continue }
            #expect(try warnings(example).isEmpty, "\(example)")
        }
    }

    static let limits: [Int] = [
        PolicyLimits.documents, PolicyLimits.documentBytes, PolicyLimits.totalBytes, PolicyLimits.nesting,
        PolicyLimits.nodes, PolicyLimits.aliasedBytes, PolicyLimits.nameBytes, PolicyLimits.textBytes,
        PolicyLimits.toolBytes, PolicyLimits.tools, PolicyLimits.placeholders, PolicyLimits.approvers,
        PolicyLimits.tags, PolicyLimits.labelBytes, PolicyLimits.timeoutSeconds, PolicyLimits.diagnostics,
        Limits.sourceBytes, PolicyLimits.schemaFields, PolicyLimits.schemaVisits, PolicyLimits.schemaNesting,
        PolicyLimits.typedTools, PolicyLimits.typeWork,
        PolicyLimits.lists, PolicyLimits.listValues, PolicyLimits.totalListValues, PolicyLimits.listBytes,
        PolicyLimits.totalListBytes, PolicyLimits.pathBytes, PolicyLimits.columns, PolicyLimits.fieldPathBytes, PolicyLimits.fieldPathSteps,
    ]

    @Test(arguments: limits) func namesTheLimit(_ limit: Int) throws {
        let words = try Self.page().split { !($0.isNumber || $0 == ",") }
        let digits = Array(String(limit))
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        #expect(words.contains { $0 == grouped || $0 == grouped + "," })
    }

    @Test func namesEveryKey() throws {
        let rows = try Self.page().split(separator: "\n").filter { $0.hasPrefix("| `") }
        let keys = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        let unknown = errors("x: 1\nrules:\n  - {x: 1, name: r, tool: t, action: deny}\n")
        let notes = unknown.flatMap(\.notes).joined().split(separator: "`").filter { $0.allSatisfy { $0.isLetter || $0 == "_" } }
        #expect(keys == notes.map(String.init))
    }
}
