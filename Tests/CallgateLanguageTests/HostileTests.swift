import CallgateLanguage
import Testing

/// Inputs made to break a parser: they must end, with a tree or with errors that make sense.
@Suite struct HostileTests {
    static let hostile: [String] = [
        "(", "[", "{", "f(", "a[", "C{", "{a:", "!", "-", "a?", "a?b:", "a.", "a+", "a&&", "a,", ")", "]", "}", "'", "\"", "'''",
        "\\", "r'", "b\"", "/", "//", "/[", "`", "a.`", "?", ":", ".", "..", "0x", "1e", "1_", "1.", "=", "===", "&", "|", "\u{0}", "é", "🐱",
        "a b ", "in ", "a in ", "has(", "[].all(x,", "a.map(x,", "cel.bind(x,1,", "a.?", "a[?", "[?", "/a/ ", "/a/i,", "\n", "\r\n", "\t",
        "a ? ", "not ", "and ", "'\\x", "'\\u", "'\\", "f(a b,", "[a b,", "a.b", "{1:1,", "a.optMap(x,", "f((a b), ",
    ]

    @Test("64 KiB of anything ends, with a tree or with errors", arguments: hostile)
    func hostileInput(_ unit: String) {
        var source = String(repeating: unit, count: Limits.words / unit.utf8.count)
        for _ in 0..<2 {
            var environment = CheckerTests.environment
            environment.variables["a"] = .dyn
            expectSound(checkErrors(source, in: environment), in: source)
            source = "1 + " + source.dropLast(4) + "1"
        }
    }

    @Test("Damaged expressions end, with errors whose ranges are whole characters of the source")
    func mutations() {
        var generator = ExpressionGenerator(seed: 42)
        var failures = 0
        for round in 0..<2_000 {
            var source = generator.expression(depth: 4) + " é🐱 "
            let scalars = Array(source.unicodeScalars)
            let place = round * 7 % scalars.count
            let length = 1 + round % 3
            var damaged = scalars
            switch round % 3 {
            case 0: damaged.removeSubrange(place..<min(place + length, scalars.count))
            case 1: damaged.insert(contentsOf: scalars.suffix(length), at: place)
            default: damaged[place] = ["'", "(", "/", "\\", "`", "?"][round % 6]
            }
            source = String(String.UnicodeScalarView(damaged))
            let errors = checkErrors(source, in: CheckerTests.environment)
            expectSound(errors, in: source)
            failures += errors.isEmpty ? 0 : 1
        }
        #expect(failures > 1_000)
    }

    private func expectSound(_ errors: [LanguageError], in source: String) {
        #expect(errors.count <= Limits.errors)
        let bytes = Array(source.utf8)
        func isBoundary(_ offset: Int) -> Bool { offset == bytes.count || bytes[offset] & 0xC0 != 0x80 }
        for error in errors {
            let isWithin =
                error.range.lowerBound >= 0 && error.range.lowerBound <= error.range.upperBound
                && error.range.upperBound <= bytes.count
            #expect(isWithin, "\(error)")
            #expect(!isWithin || isBoundary(error.range.lowerBound) && isBoundary(error.range.upperBound), "\(error)")
            #expect(!error.message.isEmpty)
        }
        #expect(errors.map(\.range.lowerBound) == errors.map(\.range.lowerBound).sorted())
    }
}
