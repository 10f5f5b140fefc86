import CallgateReference
import Testing

/// What is JSON and what is a call. In the tables `‸` stands before the byte that an error is reported at.
struct JSONTests {
    /// The kind and offset of the malformation, or nil for a call.
    private func malformation(_ bytes: [UInt8], limit: Int = ReferenceLimits.callBytes) -> Malformation? {
        do throws(Malformation) {
            _ = try Call(bytes, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    private func check(_ marked: String, _ kind: Malformation.Kind) throws {
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let bytes = Array(parts.joined().utf8)
        #expect(malformation(bytes) == Malformation(kind, at: parts[0].utf8.count))
    }

    @Test("Accepted", arguments: [
        #"{"tool":"a"}"#, " \t\r\n{ \"tool\" : \"a\" } \t\r\n", #"{"tool":""}"#, #"{"tool":"a","args":{},"context":{}}"#,
        #"{"context":{},"args":{},"tool":"a"}"#,
        #"{"tool":"a","x":1,"x":2}"#, #"{"Tool":1,"tool":"a"}"#, #"{"tool":"a","args":{"tool":1,"tool":2,"args":[]}}"#,
        #"{"t\u006fol":"a"}"#, #"{"tool":"a","args":{"":null}}"#,
        #"{"tool":"a","v":[0,-0,1,-1,10,1.0,-1.50,0.0,1e5,1E5,1e+5,1e-5,0e0,1.5e10,123456789012345678901234567890]}"#,
        #"{"tool":"a","v":[true,false,null,[],{},[[]],[{}]]}"#,
        #"{"tool":"a","v":"\"\\\/\b\f\n\r\t\u0000\u00e9\u20AC\ud83d\ude00"}"#,
        #"{"tool":"a","v":"é€😀\#u{7F}\#u{80}\#u{FFFF}\#u{10FFFF}"}"#, #"{"tool":"a","v":1e999}"#,
        #"{"tool":"a","v":"\uFFFF\uD7FF\uE000"}"#,
        #"{"tool":"a" , "v" : [ 1 , 2 ] }"#, #"{"tool":"a","v":{"k":1,"k":1}}"#,
    ])
    func accepted(_ text: String) {
        #expect(malformation(Array(text.utf8)) == nil)
    }

    @Test("Not JSON", arguments: [
        "‸", " ‸", "‸[]", "‸\"a\"", "‸1", "‸null", "{‸", "‸x", "‸\u{FEFF}{}", "‸\0", "‸}",
        "{‸,}", "{‸1:2}", "{‸a:1}", "{‸'a':1}", "{‸]", "{\"a\"‸}", "{\"a\" ‸1}", "{\"a\":‸}", "{\"a\":‸,}", "{\"a\":1‸",
        "{\"a\":1 ‸\"b\":2}", "{\"a\":1,‸}", "{\"a\":1,‸,\"b\":1}", "{\"a\":1‸]", "{\"a\":‸", "{\"a\"‸",
        "{\"a\":1,‸", "{\"a\":[‸", "{\"a\":[1‸", "{\"a\":[1,‸]}", "{\"a\":[‸,1]}", "{\"a\":[1 ‸2]}", "{\"a\":[1‸}",
        "{\"a\":{‸", "{\"a\":1‸;}",
        "{\"a\":‸+1}", "{\"a\":‸.5}", "{\"a\":‸NaN}", "{\"a\":‸Infinity}", "{\"a\":‸undefined}", "{\"a\":‸'b'}", "{\"a\":‸)}",
        "{\"a\":‸\u{E9}}", "{\"a\":‸/**/1}", "{\"a\":1.5‸.}",
        "{\"a\":0‸x10}", "{\"a\":1‸_0}", "{\"a\":1,‸5}", "{\"a\":t‸}", "{\"a\":tru‸}", "{\"a\":tr‸eu}", "{\"a\":true‸x}",
        "{\"a\":fals‸", "{\"a\":nul‸L}", "{\"a\":‸True}", "{\"a\":n‸",
        "{\"a\":‸\"b", "{\"a\":‸\"", "{‸\"a", "{\"a\":‸\"b\\\"}", "{\"a\":\"‸\n\"}", "{\"a\":\"b‸\0\"}",
        "{\"a\":\"b‸\u{1F}\"}", "{\"a‸\t\":1}",
        "{\"a\":\"b‸\\x\"}", "{\"a\":\"‸\\u12\"}", "{\"a\":\"‸\\u12G4\"}", "{\"a\":\"‸\\U0041\"}", "{\"a\":\"‸\\",
        "{\"a\":\"‸\\u", "{\"a\":\"‸\\u004", "{\"a\":\"‸\\'\"}", "{\"a\":\"‸\\ \"}", "{\"a\":\"‸\\u+041\"}",
        "{\"a\":\"‸\\u\u{661}123\"}", "{\"‸\\q\":1}",
        "{\"tool\":\"a\"}‸x", "{\"tool\":\"a\"} ‸{}", "{\"tool\":\"a\"}‸,", "{\"tool\":\"a\"}‸\0", "{\"tool\":\"a\"}‸}",
        "{\"tool\":\"a\"} ‸\u{FEFF}", "{}‸x", "{\"tool\":‸", "{\"tool\":‸}", "{\"tool\":‸x}", "{\"args\":‸+}", "{\"tool\"‸",
        "{\"a\":‸\u{B}}",
    ])
    func invalidJSON(_ marked: String) throws {
        try check(marked, .invalidJSON)
    }

    @Test(arguments: [
        "{\"a\":‸01}", "{\"a\":-‸01}", "{\"a\":‸00}", "{\"a\":-‸00.5}", "{\"a\":[‸0123,1]}", "{\"a\":-‸}", "{\"a\":-‸",
        "{\"a\":-‸x}", "{\"a\":-‸-1}", "{\"a\":-‸Infinity}", "{\"a\":-‸.5}", "{\"a\":1.‸}", "{\"a\":1.‸", "{\"a\":1.‸e5}",
        "{\"a\":1.‸.5}", "{\"a\":0.‸x}", "{\"a\":1e‸}", "{\"a\":1e+‸}", "{\"a\":1e-‸", "{\"a\":1E‸x}", "{\"a\":1e+‸-5}",
        "{\"a\":1.5e‸.5}", "{\"a\":1e‸", "{\"a\":-‸ 1}",
    ])
    func invalidNumbers(_ marked: String) throws {
        try check(marked, .invalidNumber)
    }

    @Test(arguments: [
        #"{"a":"‸\ud800"}"#, #"{"a":"‸\uDBFF"}"#, #"{"a":"‸\udc00"}"#, #"{"a":"‸\uDFFF"}"#, #"{"a":"‸\ud83dx"}"#,
        #"{"a":"‸\ud83d\n"}"#, #"{"a":"‸\ud83d\u0041"}"#, #"{"a":"‸\ud83d\ud83d\ude00"}"#, #"{"a":"\ud83d\ude00‸\ude00"}"#,
        #"{"a":"‸\ude00\ud83d"}"#, #"{"a":"‸\ud83d\u12"}"#, #"{"a":"‸\ud83d\"#, #"{"a":"‸\ud83d"#, #"{"a":"‸\ud83d\u"#,
        #"{"‸\ud83d":1}"#, #"{"tool":"‸\udead"}"#,
    ])
    func loneSurrogates(_ marked: String) throws {
        try check(marked, .loneSurrogate)
    }

    @Test("Strict UTF-8: no lone or missing bytes, no overlong forms, no surrogates, nothing past U+10FFFF", arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x28, 0x8C, 0xBC],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xC3, 0xC3, 0xA9],
    ] as [[UInt8]])
    func invalidUTF8(_ sequence: [UInt8]) {
        let start = Array(#"{"tool":"é"#.utf8)
        for end in [Array("\"}".utf8), Array("x\"}".utf8), []] {
            #expect(malformation(start + sequence + end) == Malformation(.invalidUTF8, at: start.count))
        }
        #expect(malformation(Array("{\"".utf8) + sequence + Array("\":1}".utf8)) == Malformation(.invalidUTF8, at: 2))
        // No byte of it may stand outside of strings.
        #expect(malformation(Array("{\"tool\":".utf8) + sequence) == Malformation(.invalidJSON, at: 8))
    }

    @Test(arguments: [
        ("‸{}", Malformation.Kind.invalidTool), ("‸{\"args\":{}}", .invalidTool), ("{\"tool\":‸1}", .invalidTool),
        ("{\"tool\":‸null}", .invalidTool), ("{\"tool\":‸{}}", .invalidTool), ("{\"tool\": ‸[\"a\"]}", .invalidTool),
        ("{\"tool\":‸tru}", .invalidTool), ("{\"tool\":‸01}", .invalidTool), ("{\"t\\u006fol\":‸1}", .invalidTool),
        ("‸{\"Tool\":\"a\"}", .invalidTool), ("‸ {\"tool \":\"a\"}", .invalidTool),
        ("{\"args\":‸[]}", .invalidArgs), ("{\"tool\":\"a\",\"args\":‸null}", .invalidArgs),
        ("{\"tool\":\"a\",\"args\":‸\"{}\"}", .invalidArgs), ("{\"tool\":\"a\",\"args\": ‸-}", .invalidArgs),
        ("{\"tool\":\"a\",\"\\u0061rgs\":‸1}", .invalidArgs),
        ("{\"context\":‸[}", .invalidContext), ("{\"tool\":\"a\",\"args\":{},\"context\":‸false", .invalidContext),
        ("{\"tool\":\"a\",‸\"tool\":\"a\"}", .duplicateKey), ("{\"tool\":\"a\",‸\"tool\":1}", .duplicateKey),
        ("{\"tool\":\"a\", ‸\"to\\u006fl\":\"a\"}", .duplicateKey), ("{\"args\":{},‸\"args\":{}}", .duplicateKey),
        ("{\"context\":{},\"x\":1,‸\"context\":{}}", .duplicateKey), ("{\"tool\":\"a\",‸\"tool\"", .duplicateKey),
        ("{\"args\":{},‸\"args\" 1", .duplicateKey), ("{\"args\":{},‸\"args\":[]}", .duplicateKey),
        ("{\"tool\":‸1,\"tool\":\"a\"}", .invalidTool),
    ])
    func members(_ marked: String, _ kind: Malformation.Kind) throws {
        try check(marked, kind)
    }

    @Test("Nesting, the call included, up to 128 levels", arguments: ["[", "{\"k\":"])
    func nesting(_ open: String) {
        let close = open == "[" ? "]" : "}"
        func call(_ levels: Int) -> String {
            let value = String(repeating: open, count: levels) + (open == "[" ? "" : "1") + String(repeating: close, count: levels)
            return "{\"tool\":\"a\",\"v\":\(value)}"
        }
        let start = "{\"tool\":\"a\",\"v\":".utf8.count
        let limit = ReferenceLimits.callNesting
        #expect(limit == 128)
        #expect(malformation(Array(call(limit - 2).utf8)) == nil)
        #expect(malformation(Array(call(limit - 1).utf8)) == nil)
        #expect(malformation(Array(call(limit).utf8)) == Malformation(.nestingTooDeep, at: start + (limit - 1) * open.utf8.count))
        #expect(malformation(Array(call(100_000).utf8)) == Malformation(.nestingTooDeep, at: start + (limit - 1) * open.utf8.count))
        // Brackets beside one another are not nested.
        let wide = "{\"tool\":\"a\",\"v\":[" + Array(repeating: open == "[" ? "[]" : "{}", count: 1000).joined(separator: ",") + "]}"
        #expect(malformation(Array(wide.utf8)) == nil)
    }

    @Test("The size of a call, whatever it holds")
    func size() {
        let text = #"{"tool":"a"}"#
        func padded(_ count: Int) -> [UInt8] { Array(text.utf8) + Array(repeating: 0x20, count: count - text.utf8.count) }
        let limit = ReferenceLimits.callBytes
        #expect(limit == 1_048_576)
        #expect(malformation(padded(limit - 1)) == nil)
        #expect(malformation(padded(limit)) == nil)
        #expect(malformation(padded(limit + 1)) == Malformation(.callTooLarge, at: limit))
        #expect(malformation(padded(20), limit: 20) == nil)
        #expect(malformation(padded(21), limit: 20) == Malformation(.callTooLarge, at: 20))
        #expect(malformation(Array(repeating: 0xFF, count: 21), limit: 20) == Malformation(.callTooLarge, at: 20))
    }

    @Test("A prefix of a call is none, and the error is in it or at its end")
    func prefixes() {
        let text = Array(#"{"tool":"é\n\ud83d\ude00","args":{"a":[1,-2.5e+3,true,false,null,{}],"b":"\u0041"},"context":{}}"#.utf8)
        for count in text.indices {
            let found = malformation(Array(text[..<count]))
            #expect(found != nil && found!.offset <= count, "\(count)")
        }
        #expect(malformation(text) == nil)
    }

    @Test("What a number is", arguments: [
        ("0", "0 marked"), ("-0", "0 marked"), ("-0.0", "-0.0 marked"), ("-0e0", "-0.0 marked"), ("1.0", "1.0 marked"),
        ("1e2", "100.0 marked"), ("9223372036854775807", "9223372036854775807 marked"),
        ("9223372036854775808", "9.223372036854776e+18 marked"), ("-9223372036854775808", "-9223372036854775808 marked"),
        ("-9223372036854775809", "-9.223372036854776e+18 marked"), ("1e308", "1e+308 marked"), ("1e309",
        "error number_out_of_range at 5"),
        ("-1e309", "error number_out_of_range at 5"), ("1e-400", "0.0 marked"), ("-1e-400", "-0.0 marked"),
        ("1.7976931348623157e308", "1.7976931348623157e+308 marked"), ("1.7976931348623159e308",
        "error number_out_of_range at 5"), ("0.1", "0.1 marked"),
        ("1e99999999999999999999", "error number_out_of_range at 5"), ("0e99999999999999999999", "0.0 marked"),
        ("123456789012345678901234567890", "1.2345678901234568e+29 marked"),
    ])
    func numbers(_ text: String, _ wanted: String) throws {
        #expect(try evaluate("args.n", args: "{\"n\":\(text)}") == wanted)
    }

    @Test("Numbers of any length")
    func longNumbers() throws {
        let digits = String(repeating: "1", count: 100_000)
        #expect(try evaluate("args.n", args: "{\"n\":\(digits)}") == "error number_out_of_range at 5")
        #expect(try evaluate("args.n", args: "{\"n\":0.\(digits)}") == "0.1111111111111111 marked")
        #expect(try evaluate("args.n", args: "{\"n\":\(digits)e-99999}") == "1.1111111111111112 marked")
        #expect(try evaluate("double(args.n)", args: "{\"n\":\"0.\(digits)\"}") == "0.1111111111111111")
    }

    @Test("What else a value is", arguments: [
        ("null", "null"), ("true", "true"), ("\"a\\u00e9\\n\\ud83d\\ude00\\/\"", "\"aé\n😀/\""), ("[]", "[]"), ("[1,[null]]",
        "[1 marked, [null]]"), ("{}", "record {}"), ("{\"b\":1,\"a\":{}}", "record {\"b\": 1 marked, \"a\": record {}}"),
        ("[1e999]", "[error number_out_of_range at 6]"), ("\"\\u0000\"", "\"\0\""),
    ])
    func values(_ text: String, _ wanted: String) throws {
        #expect(try evaluate("args.n", args: "{\"n\":\(text)}") == wanted)
    }
}
