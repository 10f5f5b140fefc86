import CallgateOracles
import Foundation
import Testing

/// An input that once broke a property, or that reaches something special; kept by name.
struct Regression: Sendable, CustomTestStringConvertible {
    let harness: Harness
    let file: URL

    var testDescription: String { "\(harness): \(file.lastPathComponent)" }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../fuzz/regressions").standardized

    static let all: [Regression] = Harness.allCases.flatMap { harness in
        let folder = folder.appending(path: harness.rawValue)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { Regression(harness: harness, file: folder.appending(path: $0)) }
    }
}

@Suite("What fuzzers found stays mended")
struct RegressionTests {
    @Test(arguments: Regression.all.filter { $0.harness != .canary })
    func replay(_ regression: Regression) throws {
        try regression.harness.run(Array(Data(contentsOf: regression.file)))
    }

    @Test("Every harness has regressions")
    func complete() {
        #expect(Set(Regression.all.map(\.harness)) == Set(Harness.allCases))
    }

    @Test("The canary fails")
    func canary() throws {
        let canaries = Regression.all.filter { $0.harness == .canary }
        #expect(!canaries.isEmpty)
        for canary in canaries {
            let input = try Array(Data(contentsOf: canary.file))
            #expect(throws: OracleFailure.self) { try Harness.canary.run(input) }
        }
    }

    @Test("Each property holds for some hundreds of random inputs", arguments: Harness.allCases)
    func random(_ harness: Harness) throws {
        var entropy = Entropy(seed: 17)
        for _ in 0..<150 {
            let input = (0..<Int(entropy.next() % 96)).map { _ in UInt8(truncatingIfNeeded: entropy.next()) }
            try harness.run(input)
        }
    }
}
