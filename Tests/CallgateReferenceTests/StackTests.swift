import CallgateLanguage
import CallgateReference
import Foundation
import Testing

/// The deepest trees, and wide calls.
@Suite struct StackTests {
    /// What debug builds need; threads of glibc have twice as much.
    static let stackBytes = 4 * 1_048_576

    private static func nested(_ open: String, _ core: String, _ close: String, _ count: Int) -> String {
        String(repeating: open, count: count) + core + String(repeating: close, count: count)
    }

    static let deepest: [(source: String, wanted: String)] = [
        (nested("false || context.a == null && 1 + 1 == 2 && (", "true", ")", 70), "true"),
        (nested("[", "args.a", "]", 190), nested("[", "null", "]", 190)),
        (nested("size([", "1", "])", 99), "1"),
        (nested("args.a ? 1 : (", "1", ")", 99), "error no_such_overload"),
        (nested("[1].all(x, ", "true", ")", 70), "true"),
        (nested("[1].map(x, ", "x", ")", 70), nested("[", "1", "]", 70)),
        ("1" + String(repeating: " + 1", count: 299), "300"),
        ("args" + String(repeating: ".a", count: 298), "error null_field"),
        (String(repeating: "-", count: 198) + "(1)", "1"),
        (nested("[", "1", "]", 190) + " == " + nested("[", "1", "]", 190), "true"),
    ]

    @Test("Evaluating the deepest trees fits the stack", arguments: deepest)
    func deep(_ source: String, _ wanted: String) async throws {
        let outcome = await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(returning: Result { try evaluate(source) })
            }
            thread.stackSize = Self.stackBytes
            thread.start()
        }
        #expect(try outcome.get() == wanted)
    }

    @Test("Twenty thousand keys, elements and bytes", arguments: [
        ("args.r == args.r", "true"), ("size(args.r)", "20000"), ("args.r.all(k, k != 'x')", "true"),
        ("args.l == args.l", "true"), ("args.l.filter(x, x > 0).size()", "20000"), ("'x' in args.r", "false"),
        ("args.s + args.s == args.s", "false"), ("args.s.match(/b$/)", "false"), ("args.s.contains('ab')", "false"),
        ("{'l': args.l} == {'l': args.l.map(x, x)}", "true"), ("args.l + args.l == args.l", "false"),
    ])
    func wide(_ source: String, _ wanted: String) throws {
        let record = (0..<20_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let list = Array(repeating: "1", count: 20_000).joined(separator: ",")
        let args = "{\"r\":{\(record)},\"l\":[\(list)],\"s\":\"\(String(repeating: "a", count: 20_000))\"}"
        #expect(try evaluate(source, args: args) == wanted)
    }
}
