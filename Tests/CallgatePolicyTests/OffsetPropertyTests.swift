import CallgatePolicy
import Testing

/// Whatever the layout, each byte of a condition is found where it was written.
@Suite struct OffsetPropertyTests {
    @Test(arguments: ScalarGenerator.Style.allCases) func findsEveryByte(_ style: ScalarGenerator.Style) throws {
        for seed in 0..<400 {
            let scalar = ScalarGenerator(style, seed: UInt64(seed))
            let head = "rules:\n  - name: é\n    tool: t\n    action: deny\n    when: "
            let found = errors(head + scalar.written + "\n")
            try #require(found.isEmpty, "\(scalar.written)\n\(found)")
            let condition = try #require(try load(head + scalar.written + "\n").rules[0].condition)
            try #require(condition.checked.source == scalar.meaning, "\(scalar.written)")
            let expected = scalar.offsets.map { $0 + head.utf8.count }
            try #require(condition.origin.offsets == expected, "seed \(seed): \(scalar.written)")
        }
    }
}
