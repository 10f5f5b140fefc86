import CallgateLanguage
import CallgatePolicy
import Testing

/// Files of values: what they hold, and where they are wrong.
@Suite struct ListFileTests {
    static let texts: [(String, String)] = [
        ("", ""), ("a", "'a'"), ("a\n", "'a'"), ("a\nb\n", "'a' 'b'"), ("a\r\nb\r\n", "'a' 'b'"), ("\n\na\n\n \t\nb", "'a' 'b'"),
        ("  a b \t\n", "'a b'"), ("# a\nb\n  # c\nd # e\n", "'b' 'd # e'"), ("a\na\n", "'a' 'a'"), ("1\ntrue\nnull\n", "'1' 'true' 'null'"),
        ("\"a\"", "'\"a\"'"), ("é\ne\u{301}\n", "'é' 'e\u{301}'"), ("a,b", "'a,b'"), ("\u{A0}a", "'\u{A0}a'"),
    ]

    @Test(arguments: texts) func readsLines(_ text: String, _ values: String) throws {
        #expect(try read(text, as: .text).utf8.elementsEqual(values.utf8))
    }

    static let tables: [(String, ListColumn, String)] = [
        ("a,b\n1,2\n", .name("b"), "'2'"), ("a,b\r\n1,2\r\n3,4", .name("a"), "'1' '3'"), ("a,b\n1,2\n", .number(2), "'b' '2'"),
        ("a\n\n1\n", .name("a"), "'1'"), ("a,b\n,2\n3,4\n", .name("a"), "'3'"), ("a,b\n\"\",2\n3,4\n", .name("a"), "'3'"),
        ("\"a\",b\n\"1,\"\"2\"\"\n3\",x\n", .name("a"), "'1,\"2\"\n3'"), ("a\n\"\"\"\"\n", .name("a"), "'\"'"),
        ("a\n\"x\r\ny\"\r\n", .name("a"), "'x\r\ny'"), ("a b,c\n 1 ,2\n", .name("a b"), "' 1 '"), ("\"a\"\"b\"\n1\n", .name("a\"b"), "'1'"),
        ("a\n", .name("a"), ""), ("a", .name("a"), ""), ("", .number(1), ""), ("a,b\n1,\n2,", .name("b"), ""), ("a,a\n1,2\n", .number(2), "'a' '2'"),
        ("é,b\n1,2\n", .name("é"), "'1'"), ("\"\"\"\"\"\"\n", .number(1), "'\"\"'"),
    ]

    @Test(arguments: tables) func readsColumns(_ text: String, _ column: ListColumn, _ values: String) throws {
        #expect(try read(text, as: .csv(column: column)) == values)
    }

    static let arrays: [(String, String)] = [
        ("[]", ""), (" [ ] \n", ""), (#"["a", 1, -1, 1.5, 1e2, true, false, null]"#, "'a' 1 -1 1.5 100.0 true false null"),
        (#"["", "a\"\\\/\n", "\ud83d\ude00\u00e9"]"#, "'' 'a\"\\/\n' '😀é'"), ("[9223372036854775807, -9223372036854775808]", "9223372036854775807 -9223372036854775808"),
        ("[1.0, 9007199254740991.0]", "1.0 9007199254740991.0"), (#"["true", "1"]"#, "'true' '1'"),
    ]

    @Test(arguments: arrays) func readsArrays(_ text: String, _ values: String) throws {
        #expect(try read(text, as: .json) == values)
    }

    static let mistakes: [(String, ListFormat, String)] = [
        ("a\nb\u{1}\n", .text, "2:2 the control character U+0001 can't stand in a list"), ("a\0", .text, "1:2 the control character U+0000"),
        ("\u{FEFF}a", .text, "1:1 the file begins with a UTF-8 byte order mark"), ("a\nb\rc\n", .text, "2:2 a carriage return stands alone"),
        ("a,b\n1,2\n3\n", .csv(column: .number(1)), "3:1 this row has 1 field, the first one has 2"),
        ("a\n1,2\n", .csv(column: .name("a")), "2:1 this row has 2 fields, the first one has 1"),
        ("a,b\n\n", .csv(column: .name("a")), "2:1 this row has 1 field, the first one has 2"),
        ("a,b\n1,2\n", .csv(column: .name("c")), "1:1 the first row has no column `c`"), ("", .csv(column: .name("c")), "1:1 the first row has no column `c`"),
        ("a,b\n1,2\n", .csv(column: .name("A")), "1:1 the first row has no column `A`"), ("a,b,a\n", .csv(column: .name("a")), "1:5 two columns are called `a`"),
        ("a,b\n", .csv(column: .number(3)), "1:1 there is no column 3: the first row has 2"),
        ("a,b\nx,\"y\nz\n", .csv(column: .name("a")), "2:3 the quote that opens here is not closed"), ("\"", .csv(column: .number(1)), "1:1 the quote that opens here"),
        ("a\n\"x\"y\n", .csv(column: .name("a")), "2:4 behind the closing quote, a comma or the end of the line is expected"),
        ("a\n\"x\" ,\n", .csv(column: .name("a")), "2:4 behind the closing quote"), ("a\nx\"y\n", .csv(column: .name("a")), "2:2 a quote stands within a field"),
        ("a\n \"x\"\n", .csv(column: .name("a")), "2:2 a quote stands within a field"), ("a\nx\ry\n", .csv(column: .name("a")), "2:2 a carriage return stands alone"),
        ("a\r", .csv(column: .number(1)), "1:2 a carriage return stands alone"), ("\"a\"\rb", .csv(column: .number(1)), "1:4 behind the closing quote"),
        ("{\"a\": 1}", .json, "1:1 an array is expected here: `[`"), ("", .json, "1:1 an array is expected here"), ("[1,\n 2", .json, "2:3 `,` or `]` is expected here"),
        ("[1, [2]]", .json, "1:5 a list holds texts, numbers, truth values and nulls, no arrays and no objects"),
        ("[\n{}]", .json, "2:1 a list holds texts, numbers, truth values and nulls"), ("[1,]", .json, "1:4 a value is expected here"),
        ("[1] 2", .json, "1:5 the end of the text is expected here"), ("[01]", .json, "1:2 a value is expected here"), ("['a']", .json, "1:2 a value is expected"),
        ("[9223372036854775808]", .json, "1:2 a number of a list is a whole number"), ("[1, 9007199254740992.0]", .json, "1:5 a number of a list is"),
        ("[1e999]", .json, "1:2 a number of a list is"), (#"["\ud800"]"#, .json, "1:9 half of a surrogate pair"), ("[\"a\nb\"]", .json, "1:4 a control character must be escaped"),
    ]

    @Test(arguments: mistakes) func refuses(_ text: String, _ format: ListFormat, _ message: String) {
        let found = problem(Array(text.utf8), as: format)
        #expect(found.hasPrefix(message), "\(found)")
    }

    @Test(arguments: [ListFormat.text, .csv(column: .number(1)), .json]) func refusesWhatIsNoUTF8(_ format: ListFormat) {
        for bytes in [[0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF]] as [[UInt8]] {
            #expect(problem(Array("[\"a\n".utf8) + bytes, as: format).hasPrefix("2:1 the file is not UTF-8"))
        }
        #expect(problem([0xFF, 0xFE, 0x61, 0], as: format).contains("the byte order mark of UTF-16"))
    }

    @Test func saysInWhichFile() throws {
        let found = errors([listing("  a: {file: x.csv, column: mial}")], files: ["x.csv": Array("name,mail\n".utf8)])
        #expect(found.map(\.message) == ["the first row has no column `mial`"])
        #expect(found[0].file == "dir/x.csv" && found[0].line == 1 && found[0].column == 1)
        #expect(found[0].sourceLine == "name,mail" && found[0].suggestion == "mail")
    }
}
