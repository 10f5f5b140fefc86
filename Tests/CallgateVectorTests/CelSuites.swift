import CallgateConformance
import Foundation

/// The suites of expressions in spec/vectors/cel.
enum CelSuites {
    static let folder = VectorFile.folder.appending(path: "cel")

    /// What runs with the whole language on.
    static let names = names(in: folder)
    /// What is checked as conditions of policies are.
    static let conditions = names(in: folder.appending(path: "conditions"))

    private static func names(in folder: URL) -> [URL] { (try? ConformanceSuite.files(in: folder)) ?? [] }

    static let all: [(name: String, cases: [ConformanceSuite.Case])] = (names + conditions).compactMap {
        try? ConformanceSuite.load($0)
    }

    static let cases = all.flatMap(\.cases)

    /// The cases of each section, by `suite/section`.
    static let sections = Dictionary(grouping: cases) { "\($0.suite)/\($0.section ?? "")" }
}

extension ConformanceSuite.Case {
    /// Whether it must fail.
    var isReject: Bool { expect.kind == "eval_error" }
}
