import CallgateConformance
import Foundation
import Testing

/// spec/language/cel.md names a vector for everything that it says.
@Suite("The page about the language and its vectors")
struct CelPageTests {
    private static let rows: [[String]] = {
        let page = VectorFile.folder.appending(path: "../language/cel.md").standardized
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map(String.init)
        // The head of a table, and the line below it, are no rows.
        let heads = Set(rows.indices.filter { $0 + 1 < rows.count && rows[$0 + 1].hasPrefix("|---") })
        return rows.indices.filter { !heads.contains($0) && !rows[$0].hasPrefix("|---") }.map { index in
            rows[index].replacing("\\|", with: "\u{1}").split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }()

    /// What a row's last cell names: `suite#3`, `suite/section`, `file: name of a case`.
    private static func references(_ row: [String]) -> [String] {
        let parts = (row.last ?? "").split(separator: "`", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }

    private static let references = rows.flatMap(references)

    @Test("Every row names a vector")
    func rowsNameVectors() {
        #expect(Self.rows.count > 80)
        for row in Self.rows { #expect(!Self.references(row).isEmpty, "\(row)") }
    }

    @Test("Every vector that is named exists", arguments: references)
    func exists(_ reference: String) {
        if reference.contains("#") {
            #expect(CelSuites.cases.contains { $0.id == reference })
        } else if let colon = reference.firstRange(of: ": ") {
            let file = VectorFile.all.first { $0.name == reference[..<colon.lowerBound] }
            #expect(file?.cases.contains { $0.name == reference[colon.upperBound...] } == true)
        } else {
            #expect(CelSuites.sections[reference] != nil)
        }
    }

    @Test("Every case of every suite is named, or belongs to a section that is")
    func complete() {
        let named = Set(Self.references)
        for test in CelSuites.cases {
            let isNamed = named.contains(test.id) || named.contains("\(test.suite)/\(test.section ?? "")")
            #expect(isNamed, "\(test.id): \(test.section ?? ""): \(test.name ?? "")")
        }
    }
}
