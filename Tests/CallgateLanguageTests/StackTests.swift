import CallgateLanguage
import Foundation
import Testing

/// The deepest trees that the limits allow, on a stack of a known size.
@Suite struct StackTests {
    /// What debug builds need; threads of glibc have twice as much.
    static let stackBytes = 4 * 1_048_576

    private static func nested(_ open: String, _ core: String, _ close: String, _ count: Int) -> String {
        String(repeating: open, count: count) + core + String(repeating: close, count: count)
    }

    static let deepest: [String] = [
        nested("a || b && c == d + e * (", "a", ")", 199),
        nested("(", "1", ")", 199),
        nested("{1: ", "1", "}", 199),
        nested("[", "", "]", 199),
        nested("size([", "", "])", 99),
        nested("Message{f: ", "1", "}", 199),
        nested("a ? b : ", "c", "", 199),
        nested("[1].all(x, ", "true", ")", 70),
        nested("[].map(x, ", "x", ")", 70),
        nested("cel.bind(x, 1, ", "x", ")", 199),
        nested("a.optMap(x, ", "x", ")", 60),
        nested("a.sortBy(x, ", "x", ")", 70),
        nested("math.greatest(1, 2, ", "a", ")", 140),
        nested("google.protobuf.Value{list_value: [", "a", "]}", 95),
        "a" + String(repeating: " + a", count: 299),
        "a" + String(repeating: ".b", count: 299),
        String(repeating: "-", count: 199) + "a",
        String(repeating: "(", count: Limits.words),
    ]

    @Test("Parsing, checking, printing, comparing and hashing fit the stack", arguments: deepest)
    func fits(_ source: String) async {
        let isDone = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: Self.run(source)) }
            thread.stackSize = Self.stackBytes
            thread.start()
        }
        #expect(isDone)
    }

    /// Whether the expression checks and prints to something, or has errors that say why it does not.
    private static func run(_ source: String) -> Bool {
        var environment = CheckerTests.environment
        for name in ["a", "b", "c", "d", "e"] { environment.variables[name] = .dyn }
        do throws(LanguageErrors) {
            let checked = try check(source, in: environment)
            return !checked.root.description.isEmpty && Set([checked.root]).contains(checked.root)
        } catch {
            return !error.errors.isEmpty
        }
    }
}
