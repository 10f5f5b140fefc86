import CallgateLanguage
import Testing

@Suite struct ParserRejectTests {
    /// Source, the same with the range of the first error marked, part of its message, suggestion.
    static let syntax: [(String, String, String, String?)] = [
        ("", "«»", "an operand is expected, but the expression ends", nil),
        ("  // nothing", "  // nothing«»", "the expression ends", nil),
        ("a +", "a +«»", "an operand is expected", nil),
        ("+ a", "«+» a", "an operand is expected, but `+` follows", nil),
        ("a b", "a «b»", "the end of the expression or an operator is expected, but `b` follows", nil),
        ("a and b", "a «and» b", "CEL writes `&&` for `and`", "&&"),
        ("a or b", "a «or» b", "CEL writes `||` for `or`", "||"),
        ("not a", "«not» a", "CEL writes `!` for `not`", "!"),
        ("a not in b", "a «not» in b", "negate the whole", "!(a in b)"),
        ("a !in b", "a «!»in b", "no `!in`", "!(a in b)"),
        ("a contains 'x'", "a «contains» 'x'", "is a method, not an operator", ".contains(...)"),
        ("a is null", "a «is» null", "CEL writes `==`", "=="),
        ("a ?? b", "a «??» b", "CEL has no `??`", "has(args.field) ? args.field : fallback"),
        ("a?.b", "a«?».b", "its `:` is missing", "write `.?` to select a field that may be absent"),
        ("a ? b", "a ? b«»", "`:` of the conditional", nil),
        ("a ? b ? c : d : e", "a ? b «?» c : d : e", "needs parentheses", nil),
        ("a : b", "a «:» b", "but `:` follows", nil),
        ("(a", "«(»a", "the `(` that opens here is never closed", nil),
        ("f(a", "f«(»a", "never closed", nil),
        ("[a, b", "«[»a, b", "never closed", nil),
        ("{a: b", "«{»a: b", "never closed", nil),
        ("a[b", "a«[»b", "never closed", nil),
        ("a)", "a«)»", "closes nothing", nil),
        ("[a)", "[a«)»", "but `)` follows", nil),
        ("f(a,)", "f(a«,»)", "cannot follow the last argument", nil),
        ("f(,)", "f(«,»)", "an operand is expected", nil),
        ("[,,]", "[«,»,]", "an operand is expected", nil),
        ("{a}", "{a«}»", "`:` after the key", nil),
        ("{,a: 1}", "{«,»a: 1}", "an operand is expected", nil),
        ("C{a}", "C{a«}»", "`:` after the field", nil),
        ("C{1: a}", "C{«1»: a}", "a field cannot begin with a digit", "index with brackets, as in `list[0]`"),
        ("a.1", "a.«1»", "a field cannot begin with a digit", "index with brackets, as in `list[0]`"),
        ("a.", "a.«»", "the name of a field is expected", nil),
        ("a.in", "a.«in»", "is a keyword", "[\"in\"]"),
        ("a.true", "a.«true»", "is a keyword", "[\"true\"]"),
        ("a.'b'", "a.«'b'»", "the name of a field", nil),
        ("`a`", "«`a`»", "an operand is expected", nil),
        ("in a", "«in» a", "`in` needs an operand on its left", nil),
        ("if", "«if»", "is reserved", nil),
        ("while(a)", "«while»(a)", "is reserved", nil),
        (".for", ".«for»", "is reserved", nil),
        (".'a'", ".«'a'»", "a name after the leading dot", nil),
        ("a()()", "a()«(»)", "only a name can be called", nil),
        ("1(a)", "1«(»a)", "only a name can be called", nil),
        ("'a' 'b'", "'a' «'b'»", "cannot directly follow another", "join them with `+`, or escape the quotation mark within with `\\`"),
        ("'it's'", "'it'«s»'", "the string ends before `s`", "escape the quotation mark within it with `\\`, or use the other kind around it"),
        ("rb'a'", "«rb»'a'", "is not a prefix of strings", "the prefixes are r, b and br"),
        ("f 'a'", "f «'a'»", "but a string follows", nil),
        ("a.?", "a.?«»", "the name of a field", nil),
        ("a[]", "a[«]»", "an operand is expected", nil),
        ("()", "(«)»", "an operand is expected", nil),
        ("a.b.{}", "a.b.«{»}", "the name of a field", nil),
    ]

    @Test("Syntax errors say what and where", arguments: syntax)
    func syntaxError(_ source: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let errors = parseErrors(source)
        let first = try #require(errors.first)
        #expect(marked(source, first.range) == place)
        #expect(first.message.contains(message), "\(first.message)")
        #expect(first.suggestion == suggestion)
    }

    static let lexical: [(String, String, String, String?)] = [
        ("a === b", "a «===» b", "`===` is not an operator of CEL", "=="),
        ("a !== b", "a «!==» b", "`!==` is not an operator of CEL", "!="),
        ("a = b", "a «=» b", "no assignment", "=="),
        ("a & b", "a «&» b", "no arithmetic on bits", "&&"),
        ("a | b", "a «|» b", "no arithmetic on bits", "||"),
        ("a <> b", "a «<>» b", "is not an operator", "!="),
        ("a => b", "a «=>» b", "is not an operator", ">="),
        ("a ** b", "a «**» b", "is not an operator", "x * x"),
        ("a =~ b", "a «=~» b", "is not an operator", "s.match(/pattern/)"),
        ("a; b", "a«;» b", "`;` has no meaning in CEL", nil),
        ("#a", "«#»a", "`#` has no meaning in CEL", nil),
        ("a == “b”", "a == «“»b”", "typographic", "use \" or '"),
        ("größe", "gr«öß»e", "cannot stand outside of a string", nil),
        ("a\u{0}b", "a«\u{0}»b", "the control character U+0000", nil),
        ("'abc", "«'abc»", "has no closing '", nil),
        ("'abc\n'", "«'abc»\n'", "has no closing '", "use ''' for a string of several lines"),
        ("\"\"\"abc\"\"", "«\"\"\"abc\"\"»", "has no closing \"\"\"", nil),
        ("'\\", "«'\\»", "has no closing '", nil),
        ("'\\d'", "'«\\d»'", "`\\d` is not an escape sequence", "write `\\\\` for a backslash, or a raw string such as r\"\\d\""),
        ("'\\é'", "'«\\é»'", "is not an escape sequence", "write `\\\\` for a backslash, or a raw string such as r\"\\d\""),
        ("'\\x4'", "'«\\x4»'", "exactly 2", nil),
        ("'\\u12g4'", "'«\\u12»g4'", "exactly 4", nil),
        ("'\\U0001F43'", "'«\\U0001F43»'", "exactly 8", nil),
        ("'\\ud800'", "'«\\ud800»'", "surrogate", nil),
        ("'\\udfff'", "'«\\udfff»'", "surrogate", nil),
        ("'\\U0000DFFF'", "'«\\U0000DFFF»'", "surrogate", nil),
        ("'\\U00110000'", "'«\\U00110000»'", "beyond U+10FFFF", nil),
        ("'\\UFFFFFFFF'", "'«\\UFFFFFFFF»'", "beyond U+10FFFF", nil),
        ("'\\400'", "'«\\400»'", "exactly three digits", nil),
        ("'\\07'", "'«\\07»'", "exactly three digits", nil),
        ("'\\8'", "'«\\8»'", "is not an escape sequence", "write `\\\\` for a backslash, or a raw string such as r\"\\d\""),
        ("b'\\u0041'", "b'«\\u0041»'", "a Unicode escape cannot stand in bytes", "write its UTF-8 bytes with `\\x`"),
        ("b'\\U00000041'", "b'«\\U00000041»'", "cannot stand in bytes", "write its UTF-8 bytes with `\\x`"),
        ("9223372036854775808", "«9223372036854775808»", "outside of the range of int", "9223372036854775808u"),
        ("-9223372036854775809", "«-9223372036854775809»", "outside of the range of int", nil),
        ("18446744073709551616", "«18446744073709551616»", "does not fit 64 bits", "write a double, with a fraction such as `.0`"),
        ("18446744073709551616u", "«18446744073709551616u»", "does not fit 64 bits", "write a double, with a fraction such as `.0`"),
        ("0x", "«0x»", "no hexadecimal digit", nil),
        ("0xg", "«0x»g", "no hexadecimal digit", nil),
        ("1_000", "«1_000»", "cannot be grouped", "1000"),
        ("12abc", "«12abc»", "cannot be followed by `abc`", nil),
        ("1.5u", "«1.5u»", "cannot be followed by `u`", nil),
        ("1e", "«1e»", "the exponent has no digits", nil),
        ("1e309", "«1e309»", "too large for a double", nil),
        ("a.`b", "a.«`b»", "no closing back-quote", nil),
        ("a.``", "a.«``»", "is empty", nil),
        ("a.`b$`", "a.«`b$`»", "holds only letters", "select it by index, as in `map[\"key\"]`"),
        ("a.match(/b)", "a.match(«/b)»", "no closing `/`", nil),
        ("a.match(/b\n/)", "a.match(«/b»\n/)", "no closing `/`", nil),
        ("a.match(/[/)", "a.match(«/[/)»", "a class `[` that is never closed", nil),
        ("a.match(/b/x)", "a.match(/b/«x»)", "`x` is not a flag", "the flags are i, m, s and u"),
        ("a.match(/b/ii)", "a.match(/b/i«i»)", "is given twice", nil),
        ("a.match(/b/g)", "a.match(/b/«g»)", "has no use here", nil),
        ("/* a */ b", "«/* a */» b", "no block comments", "begin each line with `//`"),
    ]

    @Test("Lexical errors say what and where", arguments: lexical)
    func lexicalError(_ source: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let errors = parseErrors(source)
        let first = try #require(errors.first)
        #expect(first.kind == .lexical)
        #expect(marked(source, first.range) == place)
        #expect(first.message.contains(message), "\(first.message)")
        #expect(first.suggestion == suggestion)
    }

    static let several: [(String, [String])] = [
        ("a === 1 && b !== 2", ["===", "!=="]),
        ("f(1 +, 2 *, 3)", [",", ","]),
        ("[a b, c d]", ["b", "d"]),
        ("{a: , b c, d: 1}", [",", "c"]),
        ("f(g(a b), c d)", ["b", "d"]),
        ("C{a: 1 2, b: , c: 3}", ["2", ","]),
        ("'\\q' + '\\w'", ["\\q", "\\w"]),
        ("(a b) + (c d)", ["b"]),
    ]

    @Test("Errors in several elements are all reported, in order", arguments: several)
    func recovery(_ source: String, _ texts: [String]) {
        let bytes = Array(source.utf8)
        let found = parseErrors(source).map {
            String(decoding: bytes[$0.range.lowerBound..<$0.range.upperBound], as: UTF8.self)
        }
        #expect(found == texts)
    }

    @Test("Optional syntax can be switched off", arguments: [
        ("a.?b", "a.«?»b"), ("a[?b]", "a[«?»b]"), ("[?a]", "[«?»a]"), ("{?a: b}", "{«?»a: b}"), ("C{?a: b}", "C{«?»a: b}"),
    ])
    func optionalSyntax(_ source: String, _ place: String) throws {
        let error = try #require(parseErrors(source, options: ParserOptions(allowsOptionalSyntax: false)).first)
        #expect(marked(source, error.range) == place)
        #expect(error.message.contains("needs optional values"))
    }
}
