import CallgateLanguage
import Testing

@Suite struct DiagnosticTests {
    @Test("Offsets become lines and columns in scalars, whatever ends the lines", arguments: [
        ("abc", 0, 1, 1), ("abc", 3, 1, 4), ("abc", 99, 1, 4), ("abc", -1, 1, 1), ("", 0, 1, 1),
        ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("a\n", 2, 2, 1), ("a\r\n\r\nb", 5, 3, 1),
        ("é🐱x", 6, 1, 3), ("é🐱x", 2, 1, 2), ("a\né", 4, 2, 2),
    ])
    func position(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
        let source = SourceText(name: "t", text: text)
        #expect(source.position(of: offset) == SourceText.Position(line: line, column: column))
    }

    @Test("Lines come without their endings")
    func lines() {
        let source = SourceText(name: "t", text: "a\r\nb\rc\n\nd")
        #expect(source.lineCount == 5)
        #expect((0...6).map(source.line) == ["", "a", "b", "c", "", "d", ""])
    }

    @Test("A diagnostic shows place, message, line, marks, suggestion and notes")
    func plain() {
        let diagnostic = Diagnostic(
            .error, "`===` is not an operator of CEL", file: "policy.yaml", line: 7, column: 16, length: 3,
            sourceLine: "  when: args.n === 1", suggestion: "==", notes: ["see rule `limit`"])
        #expect(
            diagnostic.rendered() == """
                policy.yaml:7:16: error: `===` is not an operator of CEL
                  when: args.n === 1
                               ^~~
                suggestion: ==
                note: see rule `limit`
                """)
        #expect("\(diagnostic)" == diagnostic.rendered())
    }

    @Test("Colours are ECMA-48 and leave the text as it is")
    func coloured() {
        let diagnostic = Diagnostic(.warning, "m", line: 1, column: 1, length: 2, sourceLine: "ab", suggestion: "s")
        let text = diagnostic.rendered(colored: true)
        #expect(text.contains("\u{1B}[1;33mwarning:\u{1B}[0m"))
        #expect(text.contains("\u{1B}[1;32m^~\u{1B}[0m"))
        var plain = text
        for code in ["1", "1;33", "1;32", "0"] {
            plain = plain.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
        }
        #expect(plain == diagnostic.rendered())
    }

    static let excerpts: [(String, Int, Int, String, String)] = [
        ("ab", 3, 0, "ab", "  ^"),
        ("ab", 9, 5, "ab", "  ^"),
        ("ab", 0, 1, "ab", "^"),
        ("abc", 2, 99, "abc", " ^~"),
        ("\ta\tb", 2, 3, "    a    b", "    ^~~~~~"),
        ("日本x", 3, 1, "日本x", "    ^"),
        ("日本x", 1, 2, "日本x", "^~~~"),
        ("e\u{301}x", 3, 1, "e\u{301}x", " ^"),
        ("a\u{1B}[31mb", 2, 1, "a<U+001B>[31mb", " ^~~~~~~~"),
        ("a\u{202E}b", 3, 1, "a<U+202E>b", "         ^"),
        ("", 1, 1, "", "^"),
    ]

    @Test("Tabs, wide and hidden characters keep the marks below the place", arguments: excerpts)
    func excerpt(_ line: String, _ column: Int, _ length: Int, _ shown: String, _ marks: String) {
        let diagnostic = Diagnostic(.error, "m", line: 1, column: column, length: length, sourceLine: line)
        #expect(diagnostic.rendered() == "1:\(column): error: m\n\(shown)\n\(marks)")
    }

    @Test("Long lines are clipped around the place", arguments: [1, 2, 60, 100, 101, 500, 999, 1000, 1001])
    func clipped(_ column: Int) throws {
        let line = String((0..<1000).map { Character(Unicode.Scalar(UInt8(0x61 + $0 % 26))) })
        let text = Diagnostic(.error, "m", line: 1, column: column, length: 400, sourceLine: line).rendered()
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[1].count <= 106)
        #expect(lines[2].count <= lines[1].count + 1)
        let marked = lines[2].prefix { $0 == " " }.count
        if column <= 1000 {
            #expect(Array(lines[1])[marked] == Array(line)[column - 1])
        } else {
            #expect(marked == lines[1].count)
        }
        #expect(lines[1].hasPrefix("...") == (column > 67))
    }

    @Test("A message, file name or suggestion cannot steer the terminal")
    func escaping() {
        let diagnostic = Diagnostic(.error, "a\u{1B}[2J", file: "f\u{7}", suggestion: "\u{202E}x", notes: ["\u{9B}"])
        #expect(
            diagnostic.rendered()
                == "f<U+0007>:1:1: error: a<U+001B>[2J\nsuggestion: <U+202E>x\nnote: <U+009B>")
    }

    @Test("An error within several lines is marked to the end of its first line")
    func multiline() {
        let source = SourceText(name: "e", text: "a &&\n  (b\n c")
        let diagnostic = source.diagnostic(.error, "m", at: SourceRange(7, 12))
        #expect(diagnostic.rendered() == "e:2:3: error: m\n  (b\n  ^~")
    }

    @Test("Errors and warnings of expressions render against their source")
    func ofExpressions() throws {
        let text = "arg.n > 1"
        let error = try #require(checkErrors(text, in: .policy).first)
        #expect(
            error.diagnostic(in: SourceText(name: "expr", text: text)).rendered()
                == "expr:1:1: error: `arg` is not declared\narg.n > 1\n^~~\nsuggestion: args")
    }

    @Test("The nearest name", arguments: [
        ("arg", ["args", "context", "tool"], "args"),
        ("contxet", ["args", "context"], "context"),
        ("ARGS", ["args", "arcs"], "args"),
        ("startWith", ["startsWith", "endsWith"], "startsWith"),
        ("x", ["args", "y"], nil),
        ("xyz", ["args"], nil),
        ("", ["a"], nil),
        ("ab", ["ab"], nil),
        ("abd", ["abc", "abb"], "abb"),
        (String(repeating: "a", count: 65), [String(repeating: "a", count: 64)], nil),
    ] as [(String, [String], String?)])
    func nearestName(_ written: String, _ candidates: [String], _ expected: String?) {
        #expect(nearest(to: written, among: candidates) == expected)
    }
}
