/// Writes expressions that call the functions of CEL's libraries, mostly with operands of the right
/// kinds, at and around the limits of what they take.
struct LibraryCallGenerator {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// The JSON object whose members are the variables of the expressions.
    static let bindings = #"""
        {"text": "a\u0062c \"q\" \\ \n\u00e9\ud83d\ude00z", "empty": "", "spaced": "\u00a0\t x y \u3000", "n": 3, "m": -1, "half": 0.5,
         "whole": 2.0, "huge": 9007199254740993, "yes": true, "nothing": null, "list": [3, 1, 2, 1], "mixed": [1, "a", null, 2.5, [1, [2]]],
         "words": ["b", "\u0061", "c", "b", "a,b"], "broken": [1, 1e999, 2], "broken2": [{"k": 1, "k": 2}, 1e999], "doubles": [1.5, -0.0, 0.0, 2.5],
         "nested": [[1, 2], [3, [4, [5]]], 6, []], "record": {"b": 1, "a": [1, {"z": null}], "\u0041": 2.5}, "twice": {"k": 1, "k": 2},
         "out": {"k": 1e999}, "records": [{"a": 1}, {"a": 1.0}, {"a": 2}], "none": [], "bag": {}}
        """#

    static let variables = [
        "text", "empty", "spaced", "n", "m", "half", "whole", "huge", "yes", "nothing", "list", "mixed", "words", "broken", "broken2",
        "doubles", "nested", "record", "twice", "out", "records", "none", "bag",
    ]

    private static let strings = [
        #""""#, #""a""#, #""ab""#, #""aXbXc""#, #""aaaa""#, #""é😀日本""#, #"" \t\u2028x\u0085 ""#, #""b""#, #""X""#, #""é""#, #""\a\b\f\n\r\t\v\\\"\u0000'""#,
        "text", "empty", "spaced", #""YWJj""#, #""YWI=""#, #""YQ==""#, #""YQ=""#, #""Y""#, #""Y\nW\rJj""#, #""====""#, #""YW-j""#, #""true""#, #"",""#, "words[1]",
    ]
    private static let ints = ["0", "1", "2", "3", "5", "-1", "7", "64", "63", "-9223372036854775808", "9223372036854775807", "n", "m", "huge", "1048577", "4"]
    private static let numbers =
        ints + ["0u", "1u", "18446744073709551615u", "0.0", "-0.0", "1.5", "-1.5", "2.5", "0.5", "-0.5", "1e300", "5e-324", "1e21", "1e-7", "123456789.987654321", "half",
            "whole", "0.0/0.0", "1.0/0.0", "-1.0/0.0", "9007199254740992.0", "0.1", "1e22", "0.000125", "99.5", "999999.9999999"]
    private static let lists = [
        "[]", "[1]", "[3, 1, 2]", "[1, 1.0, 1u, 2]", #"["b", "a", "b"]"#, "[1.5, 0.0/0.0, -0.0, 0.0]", "[[1], [1], [2, [3]]]", "[null, true, null]", "list", "mixed",
        "words", "broken", "broken2", "doubles", "nested", "records", "none", "[broken, broken]", "[twice, twice]", "[optional.of(1), optional.none()]",
        #"[b"b", b"a"]"#, "[true, false]", #"[timestamp(2), timestamp(1)]"#, #"[duration("2s"), duration("1s")]"#, "[3u, 1u]", "[9007199254740993, 9007199254740992.0]",
        "list + [4]", "list.map(i, i * 2)", "[list, list]", #"["a", 1]"#, "[out]", "[1/0]", "[ip(\"::1\"), ip(\"::1\")]",
    ]
    private static let values =
        strings + numbers + lists + [
            "null", "true", "yes", "nothing", #"b"""#, #"b"ab\xff\xfec""#, #"b"\xe6\x97""#, "{}", #"{"b": 1, "a": [2]}"#, "{2: 1, 10: 2, true: 3}", "record", "twice", "out", "bag",
            "timestamp(0)", #"timestamp("2024-02-29T12:30:00.25Z")"#, #"duration("90.5s")"#, #"duration("-1ns")"#, "int", "optional.none()", "optional.of(1)", "type(1)",
            #"ip("1.2.3.4")"#, #"cidr("10.0.0.0/8")"#, "record.missing", "{1: 0.0/0.0, 1u+1u: [null]}",
        ]
    private static let addresses = [
        "1.2.3.4", "0.0.0.0", "255.255.255.255", "127.0.0.1", "01.2.3.4", "1.2.3", "1.2.3.256", "1.2.3.4.5", "::", "::1", "1::", "2001:DB8::68", "2001:db8::68",
        "::ffff:1.2.3.4", "::ffff:102:304", "::fffe:1.2.3.4", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:8::", "::2:3:4:5:6:7:8", ":::", "1::2::3", "12345::", "g::", "fe80::1",
        "fe80::1%en0", "ff02::1", "ff12::1", "ff0e::1", "224.0.0.1", "224.0.1.1", "169.254.1.1", "169.255.1.1", "1:0:0:2:0:0:0:3", "0:0:1:1::", "1:0:2:0:3:0:4:0", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", " 1.2.3.4", "1.2.3.4 ", "", ":", "1:", ":1", "10.1.2.3",
    ]
    private static let prefixes = [
        "10.0.0.0/8", "10.1.2.3/8", "10.1.0.0/16", "0.0.0.0/0", "1.2.3.4/32", "1.2.3.4/33", "1.2.3.4/08", "1.2.3.4/", "1.2.3.4/+8", "/8", "10.0.0.0", "::/0", "2001:db8::/32", "2001:db8::1/128",
        "2001:db8::/129", "::ffff:1.2.3.4/96", "fe80::/64", "2001:db8:8000::/33", "1.2.3.4/8/8", "::/", "10.0.0.0/00",
    ]
    private static let clauses = [
        "%s", "%d", "%f", "%e", "%b", "%o", "%x", "%X", "%%", "%.0f", "%.3f", "%.3e", "%.100f", "%.101f", "%.007e", "%.s", "%.2s", "%y", "%", "%.", " text ", "é", "%.20e", "%.1e", "%.50f", "%.0e",
    ]
    private static let patterns = ["b", "(b)", "a*", "(a|b)+", "", "(.)(.)", "x(y)?", "[a-z]+", "é|😀", "^", "\\\\b", "(?:a|(b))*?c", "(a*)b?"]
    private static let replacements = [#""-""#, #""<\\0>""#, #""\\1\\1""#, #""\\2""#, #""\\\\""#, #""\\""#, #""\\x""#, #""""#, #""é\\0\\\\1""#]

    /// A function, the pools of its target and of its arguments, and how many of these it may lack.
    private static let functions: [(name: String, isMethod: Bool, operands: [[String]], optional: Int)] = [
        ("charAt", true, [strings, ints], 0), ("indexOf", true, [strings, strings, ints], 1), ("lastIndexOf", true, [strings, strings, ints], 1),
        ("join", true, [lists, strings], 1), ("lowerAscii", true, [strings], 0), ("upperAscii", true, [strings], 0), ("replace", true, [strings, strings, strings, ints], 1),
        ("split", true, [strings, strings, ints], 1), ("substring", true, [strings, ints, ints], 1), ("trim", true, [strings], 0), ("strings.quote", false, [strings], 0),
        ("reverse", true, [strings], 0), ("reverse", true, [lists], 0), ("slice", true, [lists, ints, ints], 0), ("flatten", true, [lists, ints], 1), ("sort", true, [lists], 0),
        ("distinct", true, [lists], 0), ("lists.range", false, [["0", "1", "5", "-1", "131073", "n"]], 0), ("first", true, [lists], 0), ("last", true, [lists], 0),
        ("sets.contains", false, [lists, lists], 0), ("sets.equivalent", false, [lists, lists], 0), ("sets.intersects", false, [lists, lists], 0),
        ("math.greatest", false, [numbers + lists, numbers], 1), ("math.least", false, [numbers + lists, numbers], 1), ("math.ceil", false, [numbers], 0), ("math.floor", false, [numbers], 0),
        ("math.round", false, [numbers], 0), ("math.trunc", false, [numbers], 0), ("math.abs", false, [numbers], 0), ("math.sign", false, [numbers], 0), ("math.isInf", false, [numbers], 0),
        ("math.isNaN", false, [numbers], 0), ("math.isFinite", false, [numbers], 0), ("math.bitAnd", false, [numbers, numbers], 0), ("math.bitOr", false, [numbers, numbers], 0),
        ("math.bitXor", false, [numbers, numbers], 0), ("math.bitNot", false, [numbers], 0), ("math.bitShiftLeft", false, [numbers, ints], 0), ("math.bitShiftRight", false, [numbers, ints], 0),
        ("math.sqrt", false, [numbers], 0), ("base64.encode", false, [[#"b"""#, #"b"a""#, #"b"ab""#, #"b"abc""#, #"b"\xff\x00\x10\x83""#]], 0), ("base64.decode", false, [strings], 0),
        ("optional.ofNonZeroValue", false, [values], 0), ("string", false, [values], 0), ("type", false, [values], 0), ("unwrapOpt", true, [lists], 0),
    ]

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// An operand: of the pool mostly, sometimes of any kind, sometimes a call of its own.
    private mutating func operand(_ pool: [String], depth: Int) -> String {
        switch below(12) {
        case 0: pick(Self.values)
        case 1 where depth < 2: call(depth: depth + 1)
        default: pick(pool)
        }
    }

    mutating func expression() -> String {
        let call = call(depth: 0)
        // What a number of the call went into would promote.
        return below(8) == 0 ? "dyn(\(call)) + 0.5" : call
    }

    private mutating func call(depth: Int) -> String {
        switch below(12) {
        case 0...2: return format(depth: depth)
        case 3: return network()
        case 4: return pattern(depth: depth)
        case 5: return other(depth: depth)
        default:
            let function = pick(Self.functions)
            let count = function.operands.count - (below(2) == 0 ? function.optional : 0)
            var operands: [String] = []
            for pool in function.operands.prefix(count) { operands.append(operand(pool, depth: depth)) }
            // Their macro refuses literals of other kinds.
            if ["math.greatest", "math.least"].contains(function.name) { operands = operands.map { "dyn(\($0))" } }
            guard function.isMethod else { return "\(function.name)(\(operands.joined(separator: ", ")))" }
            return "dyn(\(operands[0])).\(function.name)(\(operands.dropFirst().joined(separator: ", ")))"
        }
    }

    private mutating func format(depth: Int) -> String {
        var clauses = ""
        var operands: [String] = []
        for _ in 0..<(1 + below(3)) {
            let clause = pick(Self.clauses)
            clauses += clause
            if clause != "%%" { operands.append(operand(clause.hasSuffix("s") ? Self.values : Self.numbers, depth: depth)) }
        }
        if below(8) == 0 { _ = operands.popLast() }
        return "\"\(clauses)\".format([\(operands.joined(separator: ", "))])"
    }

    private mutating func network() -> String {
        let address = "\"\(pick(Self.addresses))\""
        let prefix = "\"\(pick(Self.prefixes))\""
        let tests = ["family", "isUnspecified", "isLoopback", "isGlobalUnicast", "isLinkLocalMulticast", "isLinkLocalUnicast"]
        return switch below(12) {
        case 0: "string(ip(\(address)))"
        case 1: "isIP(\(address))"
        case 2: "ip.isCanonical(\(address))"
        case 3: "dyn(ip(\(address))).\(pick(tests))()"
        case 4: "isCIDR(\(prefix))"
        case 5: "cidr(\(prefix)).containsIP(\(address))"
        case 6: "cidr(\(prefix)).containsIP(ip(\(address)))"
        case 7: "cidr(\(prefix)).containsCIDR(\"\(pick(Self.prefixes))\")"
        case 8: "cidr(\(prefix)).containsCIDR(cidr(\"\(pick(Self.prefixes))\"))"
        case 9: "string(cidr(\(prefix)).\(pick(["masked()", "ip()", "prefixLength()"])))"
        case 10: "cidr(\(prefix)) == cidr(\"\(pick(Self.prefixes))\")"
        default: "ip(dyn(\(pick([address, "cidr(\(prefix))", "ip(\(address))", "1"]))))"
        }
    }

    private mutating func pattern(depth: Int) -> String {
        let text = operand(Self.strings, depth: depth)
        let pattern = "\"\(pick(Self.patterns))\""
        return switch below(4) {
        case 0: "regex.extract(\(text), \(pattern))"
        case 1: "regex.extractAll(\(text), \(pattern))"
        case 2: "regex.replace(\(text), \(pattern), \(pick(Self.replacements)))"
        default: "regex.replace(\(text), \(pattern), \(pick(Self.replacements)), \(operand(Self.ints, depth: depth)))"
        }
    }

    private mutating func other(depth: Int) -> String {
        let value = operand(Self.values, depth: depth)
        return switch below(9) {
        case 0: "dyn(\(operand(Self.lists, depth: depth))).sortBy(e, \(pick(["e", "-e", "string(e)", "size(e)", "1", "e.a"])))"
        case 1: "optional.of(\(value)).orValue(\(operand(Self.values, depth: depth)))"
        case 2: "dyn(\(value))[?\(operand(Self.values, depth: depth))]"
        case 3: "dyn(\(value)).?k"
        case 4: "google.protobuf.Int32Value{value: \(operand(["1", "2147483648", "-2147483648", "-2147483649"], depth: depth))}"
        case 5: "google.protobuf.FloatValue{value: \(operand(Self.numbers, depth: depth))}"
        case 6: "google.protobuf.UInt32Value{value: \(operand(["1u", "4294967296u", "4294967295u"], depth: depth))}"
        case 7: "google.protobuf.Duration{seconds: \(operand(Self.ints, depth: depth)), nanos: \(operand(["0", "1", "-1", "999999999", "1000000000"], depth: depth))}"
        default:
            "google.protobuf.Timestamp{seconds: \(operand(["0", "253402300799", "253402300800", "-62135596801"], depth: depth)), nanos: \(operand(["0", "1", "-1", "999999999", "1000000000"], depth: depth))}"
        }
    }
}
