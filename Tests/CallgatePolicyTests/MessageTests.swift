import CallgateLanguage
import CallgatePolicy
import Testing

/// Messages and their parts: texts as they are, expressions between ‹ and ›.
@Suite struct MessageTests {
    static let messages: [(String, String)] = [
        ("plain", "plain"),
        ("{{}}", "{}"),
        ("a {{b}} c", "a {b} c"),
        ("{args.x}", "‹args.x›"),
        ("a {args.x} b {args.y}", "a ‹args.x› b ‹args.y›"),
        ("{args.x}{args.y}", "‹args.x›‹args.y›"),
        ("{{{args.x}}}", "{‹args.x›}"),
        ("{args.x}}}", "‹args.x›}"),
        ("{ args.x }", "‹args.x›"),
        ("{args['}']}", "‹args['}']›"),
        ("{args[\"{\"]}", "‹args[\"{\"]›"),
        ("{'''a'}b'''}", "‹'''a'}b'''›"),
        ("{'\\'}'}", "‹'\\'}'›"),
        ("{r'\\'} }}", "‹r'\\'› }"),
        ("{R'''\\'''}", "‹R'''\\'''›"),
        ("{br'\\'}", "‹br'\\'›"),
        ("{b'}'}", "‹b'}'›"),
        ("{args.`a-b`}", "‹args.`a-b`›"),
        ("{tool.match(/[/}]}/)}", "‹tool.match(/[/}]}/)›"),
        ("{tool.match(/\\/}/i)}", "‹tool.match(/\\/}/i)›"),
        ("{args.x / 2}", "‹args.x / 2›"),
        ("{args.x / 2 / 3} a/b", "‹args.x / 2 / 3› a/b"),
        ("{(args.x) / 2}}}", "‹(args.x) / 2›}"),
        ("{args.xs[0] / 2}", "‹args.xs[0] / 2›"),
        ("{ {'a': 1}.a }", "‹{'a': 1}.a›"),
        ("{ {'a': {'b': 1}}.a.b } c", "‹{'a': {'b': 1}}.a.b› c"),
        ("{[{'a': 1}, {'b': 2}][0]}", "‹[{'a': 1}, {'b': 2}][0]›"),
        ("{ {1: 4}[1] / 2 } {tool}", "‹{1: 4}[1] / 2› ‹tool›"),
        ("{args.x in ['}']}", "‹args.x in ['}']›"),
        ("{'é'}é", "‹'é'›é"),
        ("a\nb {tool}\n", "a\nb ‹tool›\n"),
    ]

    @Test(arguments: messages) func splits(_ text: String, _ parts: String) throws {
        let policy = try load("rules:\n  - {name: r, tool: t, action: deny, message: \(quoted(text))}\n")
        #expect(shown(policy.rules[0].message) == parts)
    }

    @Test func commentsHideBraces() throws {
        let policy = try load(rule(#"message: "{tool // }\n} x""#))
        #expect(shown(policy.rules[0].message) == "‹tool // }› x")
    }

    @Test(arguments: [(32, true), (33, false)]) func limitsExpressions(_ count: Int, _ isTaken: Bool) {
        let message = String(repeating: "{tool} ", count: count)
        let found = errors(rule("message: \"\(message)\""))
        #expect(found.isEmpty == isTaken)
        guard !isTaken else { return }
        #expect(found.map(\.message) == ["a message has at most 32 expressions"])
        #expect(found.first?.column == 15 + 32 * 7)
    }

    private func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }

    private func shown(_ parts: [MessagePart]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .expression(let expression): "‹\(expression.checked.source)›"
            }
        }.joined()
    }
}
