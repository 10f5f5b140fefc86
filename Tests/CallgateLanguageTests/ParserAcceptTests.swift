import CallgateLanguage
import Testing

@Suite struct ParserAcceptTests {
    @Test("Operators bind as cel-spec says", arguments: [
        ("a + b * c", "(_+_ a (_*_ b c))"),
        ("a * b + c", "(_+_ (_*_ a b) c)"),
        ("a - b - c", "(_-_ (_-_ a b) c)"),
        ("a / b % c * d", "(_*_ (_%_ (_/_ a b) c) d)"),
        ("a + b < c + d", "(_<_ (_+_ a b) (_+_ c d))"),
        ("a < b == c", "(_==_ (_<_ a b) c)"),
        ("a in b in c", "(@in (@in a b) c)"),
        ("a == b && c != d || e", "(_||_ (_&&_ (_==_ a b) (_!=_ c d)) e)"),
        ("a || b && c", "(_||_ a (_&&_ b c))"),
        ("a && b && c", "(_&&_ (_&&_ a b) c)"),
        ("a || b || c || d", "(_||_ (_||_ a b) (_||_ c d))"),
        ("a ? b : c ? d : e", "(_?_:_ a b (_?_:_ c d e))"),
        ("a || b ? c : d", "(_?_:_ (_||_ a b) c d)"),
        ("!a && -b < c", "(_&&_ (!_ a) (_<_ (-_ b) c))"),
        ("!!a", "(!_ (!_ a))"),
        ("--a", "(-_ (-_ a))"),
        ("!a.b", "(!_ (. a b))"),
        ("-a[0]", "(-_ (_[_] a 0))"),
        ("(a + b) * c", "(_*_ (_+_ a b) c)"),
        ("a.b.c", "(. (. a b) c)"),
        (".a.b", "(. .a b)"),
        ("a.b(c).d", "(. (b @a c) d)"),
        (".f(a)", "(.f a)"),
        ("f()", "(f)"),
        ("a[b][c]", "(_[_] (_[_] a b) c)"),
        ("a >= 1 // comment\n && b", "(_&&_ (_>=_ a 1) b)"),
        ("a.if.package", "(. (. a if) package)"),
        ("a.return()", "(return @a)"),
        ("a.`b-c`.`d e/f.g`", "(. (. a b-c) d e/f.g)"),
    ])
    func operators(_ source: String, _ expected: String) throws {
        #expect(shape(try parse(source)) == expected)
    }

    @Test("Aggregates and optional syntax", arguments: [
        ("[]", "[]"),
        ("[1, 2,]", "[1 2]"),
        ("[,]", "[]"),
        ("[?a, b, ?c]", "[?a b ?c]"),
        ("{}", "{}"),
        ("{a: 1, 'b': 2,}", "{a:1 \"b\":2}"),
        ("{?a: b}", "{?a:b}"),
        ("{a ? b : c: d}", "{(_?_:_ a b c):d}"),
        ("a.b.C{}", "a.b.C{}"),
        (".C{x: 1, ?y: 2, `z-1`: 3,}", ".C{x:1 ?y:2 z-1:3}"),
        ("a.?b", "(_?._ a \"b\")"),
        ("a.?b.c", "(. (_?._ a \"b\") c)"),
        ("a[?b]", "(_[?_] a b)"),
        ("a ?.b : c", "(_?_:_ a .b c)"),
        ("a ?.5 : 1", "(_?_:_ a 0.5 1)"),
    ])
    func aggregates(_ source: String, _ expected: String) throws {
        #expect(shape(try parse(source)) == expected)
    }

    @Test("Slashes divide after an operand and quote patterns elsewhere", arguments: [
        ("a / b / c", "(_/_ (_/_ a b) c)"),
        ("a[0] / b / c", "(_/_ (_/_ (_[_] a 0) b) c)"),
        ("(a) / b / c", "(_/_ (_/_ a b) c)"),
        ("a.in_x / 2", "(_/_ (. a in_x) 2)"),
        ("s.match(/a+/)", "(match @s /a+/)"),
        ("s.match( /a+/ims )", "(match @s /a+/ims)"),
        ("s.matches(/a[/]b/)", "(matches @s /a[/]b/)"),
        (#"s.match(/a\/b/)"#, #"(match @s /a\/b/)"#),
        (#"s.match(/[\]/]/)"#, #"(match @s /[\]/]/)"#),
        ("matches(s, /'\"/)", "(matches s /'\"/)"),
        ("a / /b/", "(_/_ a /b/)"),
        ("a in /b/", "(@in a /b/)"),
        ("// only a comment /x/\na", "a"),
    ])
    func patterns(_ source: String, _ expected: String) throws {
        #expect(shape(try parse(source)) == expected)
    }

    static let literals: [(String, Literal)] = [
        ("0", .int(0)),
        ("007", .int(7)),
        ("9223372036854775807", .int(.max)),
        ("-9223372036854775808", .int(.min)),
        ("- 9223372036854775808", .int(.min)),
        ("0x7fffffffffffffff", .int(.max)),
        ("-0x8000000000000000", .int(.min)),
        ("0Xaf", .int(0xAF)),
        ("18446744073709551615u", .uint(.max)),
        ("0xFFFFFFFFFFFFFFFFU", .uint(.max)),
        ("1.5", .double(1.5)),
        (".5", .double(0.5)),
        ("1e3", .double(1000)),
        ("1E+3", .double(1000)),
        ("1.25e-2", .double(0.0125)),
        ("-1.5", .double(-1.5)),
        ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
        ("5e-324", .double(.leastNonzeroMagnitude)),
        ("1e-400", .double(0)),
        ("true", .bool(true)),
        ("false", .bool(false)),
        ("null", .null),
        ("''", .string("")),
        ("\"it's\"", .string("it's")),
        ("'\\''", .string("'")),
        ("'''a'b''c\nd'''", .string("a'b''c\nd")),
        ("\"\"\"a\"\"b\"\"\"", .string("a\"\"b")),
        ("''''''", .string("")),
        ("'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`'", .string("\u{7}\u{8}\u{C}\n\r\t\u{B}\\?\"'`")),
        ("'\\x41\\X7a\\101\\377'", .string("Az\u{41}\u{FF}")),
        ("'\\u00e9\\U0001F431'", .string("\u{E9}\u{1F431}")),
        ("'\\ud7ff\\ue000\\U0010FFFF'", .string("\u{D7FF}\u{E000}\u{10FFFF}")),
        ("'\\000'", .string("\0")),
        ("r'\\d\\'", .string("\\d\\")),
        ("R\"\"\"\\n\"\"\"", .string("\\n")),
        ("'ÿ'", .string("ÿ")),
        ("b'ÿ'", .bytes([0xC3, 0xBF])),
        ("B\"\\xff\\377\\x00\"", .bytes([0xFF, 0xFF, 0])),
        ("br'\\x'", .bytes([0x5C, 0x78])),
        ("bR'''\n'''", .bytes([0x0A])),
        ("b''", .bytes([])),
    ]

    @Test("Literals", arguments: literals)
    func literal(_ source: String, _ expected: Literal) throws {
        #expect(try parse(source).node == .literal(expected))
    }

    @Test("The sign of zero survives")
    func negativeZero() throws {
        guard case .literal(.double(let value)) = try parse("-0.0").node else {
            Issue.record("not a double")
            return
        }
        #expect(value.sign == .minus)
    }

    @Test("IDs are unique and from 1; ranges nest and hold the node's text")
    func identity() throws {
        let source = "(a + 1) * size([b, 'x'][0].c) == {'k': -2}['k'] && has(a.b)"
        let root = try parse(source)
        let all = nodes(root)
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(all.map(\.id).min() == 1)
        #expect(root.range == SourceRange(0, source.utf8.count))
        let texts = all.map { marked(source, $0.range).split(separator: "»")[0].split(separator: "«").last.map(String.init) ?? "" }
        #expect(texts.contains("(a + 1) * size([b, 'x'][0].c)"))
        #expect(texts.contains("a + 1"))
        #expect(texts.contains("[b, 'x'][0].c"))
        #expect(texts.contains("-2"))
        #expect(texts.contains("has(a.b)"))
    }
}
