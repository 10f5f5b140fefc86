import Callgate
import Testing

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try CanonicalJSON.text(Array(text.utf8)), as: UTF8.self)
    }

    @Test("RFC 8785, 3.2.2: the sample")
    func sample() throws {
        let text = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let wanted = #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(text) == wanted)
    }

    @Test("RFC 8785, 3.2.3: keys sort by UTF-16")
    func sorting() throws {
        let text = #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#
        let values = [
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ]
        let result = try canonical(text)
        let places = values.map { result.range(of: $0)!.lowerBound }
        #expect(places == places.sorted())
        #expect(result.hasPrefix(#"{"\r":"Carriage Return","1":"One""#))
    }

    @Test("RFC 8785, appendix B: numbers", arguments: [
        (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
    func numbers(_ bits: UInt64, _ wanted: String) throws {
        // The description has a point or an exponent: it is no integer, which would keep its digits.
        #expect(try canonical("\(Double(bitPattern: bits))") == wanted)
    }

    @Test("Integers keep their digits, and numbers beyond doubles their characters", arguments: [
        ("9007199254740993", "9007199254740993"), ("-9007199254740993", "-9007199254740993"),
        ("123456789012345678901234567890", "123456789012345678901234567890"), ("-0", "0"), ("0", "0"), ("1e400", "1e400"),
        ("-0.0", "0"), ("1.0", "1"), ("1E2", "100"), ("100000000000000000000000", "100000000000000000000000"),
    ])
    func deviations(_ text: String, _ wanted: String) throws { #expect(try canonical(text) == wanted) }

    @Test("What is equal has one form, and that form stays", arguments: [
        (#"{"b":1,"a":{"d":[],"c":{}}}"#, #"{ "a" : { "c" : { } , "d" : [ ] } , "b" : 1.0 }"#),
        (#"{"a\tb":"\u001f\b\f","a b":2}"#, #"{"a b":2,"a\u0009b":"\u001F\u0008\u000c"}"#),
        (#"{"\ufffe":1,"\ud800\udc00":2}"#, #"{"𐀀":2,"\#u{FFFE}":1}"#),
        (#"{"ab":1,"a":2,"a!":3,"a\"":4,"":5}"#, #"{"":5,"a":2,"a!":3,"a\u0022":4,"ab":1}"#),
    ])
    func equal(_ one: String, _ other: String) throws {
        let form = try canonical(one)
        #expect(try canonical(other) == form)
        #expect(try canonical(form) == form)
    }

    @Test("What is no JSON, or has a key twice", arguments: [
        ("", CanonicalJSONError.Kind.invalidJSON), ("{", .invalidJSON), ("{}x", .invalidJSON), ("[1,]", .invalidJSON),
        ("{\"a\":1,}", .invalidJSON), ("01", .invalidJSON), ("1.", .invalidJSON), ("-", .invalidJSON), ("1e", .invalidJSON),
        ("tru", .invalidJSON), ("\"a", .invalidJSON), ("\"\\x\"", .invalidJSON), ("\"\u{1}\"", .invalidJSON),
        ("{a:1}", .invalidJSON), ("[1 2]", .invalidJSON), ("{\"a\" 1}", .invalidJSON), ("+1", .invalidJSON), ("\"\\u12\"", .invalidJSON),
        ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\\ud800\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
        (#"{"a":1,"a":1}"#, .duplicateKey), (#"{"b":1,"a":1,"b":2}"#, .duplicateKey), (#"{"a":1,"\u0061":1}"#, .duplicateKey),
        (#"[{"x":{"a":1,"c":2,"a":3}}]"#, .duplicateKey), (#"{"":1,"":2}"#, .duplicateKey),
    ])
    func refused(_ text: String, _ kind: CanonicalJSONError.Kind) {
        #expect { try CanonicalJSON.text(Array(text.utf8)) } throws: { ($0 as? CanonicalJSONError)?.kind == kind }
    }

    @Test("Nesting: at the limit and over it")
    func nesting() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        for levels in [RecordLimits.nesting - 1, RecordLimits.nesting] {
            #expect(try CanonicalJSON.text(nested(levels)) == nested(levels))
        }
        #expect { try CanonicalJSON.text(nested(RecordLimits.nesting + 1)) } throws: {
            ($0 as? CanonicalJSONError)?.kind == .nestingTooDeep
        }
    }

    @Test("Keys in any order come out in one order")
    func shuffled() throws {
        var generator = SeededGenerator(5)
        let keys = ["", "a", "A", "aa", "a b", "é", "\u{E000}", "\u{FFFD}", "😀", "\u{10FFFF}", "\u{D7FF}", "\\\"", "\n", "z", "~", "\u{7F}"]
        let sorted = keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
        func object(_ keys: [String]) -> String { "{" + keys.map { "\(JSONText.quoted($0)):0" }.joined(separator: ",") + "}" }
        for _ in 0..<200 {
            #expect(try canonical(object(keys.shuffled(using: &generator))) == object(sorted))
        }
    }

    /// Few members are put in order otherwise than many.
    @Test("Of any number of keys one order comes out, and one that is there twice is found", arguments: [1, 2, 15, 16, 17, 40])
    func counted(_ count: Int) throws {
        var generator = SeededGenerator(UInt64(count))
        let keys = (0..<count).map { ["k", "K", "\u{E9}", "\u{1F600}"][$0 % 4] + String($0 * 7 % count) }
        let sorted = keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
        func object(_ keys: [String]) -> String { "{" + keys.map { "\(JSONText.quoted($0)):0" }.joined(separator: ",") + "}" }
        for _ in 0..<50 {
            let shuffled = keys.shuffled(using: &generator)
            #expect(try canonical(object(shuffled)) == object(sorted))
            var twice = shuffled
            twice.insert(keys.randomElement(using: &generator)!, at: Int.random(in: 0...count, using: &generator))
            #expect(throws: (any Error).self) { try canonical(object(twice)) }
        }
    }
}
