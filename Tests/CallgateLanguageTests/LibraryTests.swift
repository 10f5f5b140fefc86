import CallgateLanguage
import Testing

/// The declarations of CEL's libraries, as the checker sees them.
@Suite struct LibraryTests {
    static let environment: Environment = {
        var environment = Environment.complete
        environment.checker.allowsDynamicPatterns = false
        for (name, type) in [
            "i": .int, "u": .uint, "d": .double, "s": .string, "b": .bool, "by": .bytes, "t": .timestamp, "x": .dyn,
            "li": .list(.int), "ls": .list(.string), "ld": .list(.dyn), "lli": .list(.list(.int)), "msi": .map(.string, .int),
            "oi": .optional(.int), "lo": .list(.optional(.int)), "a": .ip, "c": .cidr, "wi": .wrapper(.int),
        ] as [String: CELType] {
            environment.variables[name] = type
        }
        return environment
    }()

    @Test("Types of calls", arguments: [
        // Strings.
        ("s.charAt(0) + s.lowerAscii() + s.upperAscii() + s.trim() + s.reverse() + strings.quote(s)", "string"),
        ("s.indexOf('a') + s.indexOf('a', 1) + s.lastIndexOf('a') + s.lastIndexOf('a', 1)", "int"),
        ("s.replace('a', 'b') + s.replace('a', 'b', 1) + s.substring(1) + s.substring(1, 2)", "string"),
        ("s.split(',') + s.split(',', 2)", "list(string)"), ("ls.join() + ls.join(',')", "string"),
        ("[].join()", "string"),
        ("s.format([1, 'a', null, [1.5], {'a': 1}])", "string"), ("x.format(ld)", "string"),
        // Numbers.
        ("math.greatest(1)", "int"), ("math.greatest(1u, 2u)", "uint"), ("math.least(1.5, 2.5)", "double"),
        ("math.least(1, 2.5)", "dyn"), ("math.greatest(1, 2, 3)", "int"), ("math.greatest(1, 2u, 3)", "dyn"),
        ("math.least(li)", "int"),
        ("math.least(ld)", "dyn"), ("math.greatest(x, x)", "dyn"), ("math.greatest(x)", "dyn"),
        ("math.greatest([1, i, i + 1])", "int"),
        ("math.ceil(d) + math.floor(d) + math.round(d) + math.trunc(d) + math.abs(d) + math.sign(d)", "double"),
        ("math.abs(i) + math.sign(i)", "int"), ("math.abs(u) + math.sign(u)", "uint"),
        ("math.sqrt(i) + math.sqrt(u) + math.sqrt(d)", "double"),
        ("math.isNaN(d) && math.isInf(d) && math.isFinite(d)", "bool"),
        ("math.bitAnd(1, 2) + math.bitOr(1, 2) + math.bitXor(1, 2) + math.bitNot(1)", "int"),
        ("math.bitAnd(1u, 2u) + math.bitOr(1u, 2u) + math.bitXor(1u, 2u) + math.bitNot(1u)", "uint"),
        ("math.bitShiftLeft(i, 1) + math.bitShiftRight(i, 1)", "int"),
        ("math.bitShiftLeft(u, 1) + math.bitShiftRight(u, 1)", "uint"),
        // Lists and sets.
        ("li.slice(0, 1)", "list(int)"), ("lli.flatten()", "list(int)"), ("lli.flatten(2)", "list(dyn)"),
        ("[1, [2]].flatten()", "list(dyn)"),
        ("li.sort()", "list(int)"), ("ls.sortBy(e, size(e))", "list(string)"), ("ld.sortBy(e, e.a)", "list(dyn)"),
        ("lli.distinct()", "list(list(int))"),
        ("lists.range(3)", "list(int)"), ("li.reverse()", "list(int)"), ("li.first()", "optional_type(int)"),
        ("ls.last().orValue('')", "string"),
        ("sets.contains(li, [1]) && sets.equivalent(li, li) && sets.intersects(ls, ['a'])", "bool"),
        // Addresses and encodings.
        ("ip(s)", "net.IP"), ("cidr(s)", "net.CIDR"), ("c.ip()", "net.IP"), ("c.masked()", "net.CIDR"),
        ("c.prefixLength() + a.family()", "int"),
        ("isIP(s) && isCIDR(s) && ip.isCanonical(s)", "bool"),
        ("c.containsIP(a) && c.containsIP(s) && c.containsCIDR(c) && c.containsCIDR(s)", "bool"),
        ("a.isUnspecified() || a.isLoopback() || a.isGlobalUnicast() || a.isLinkLocalMulticast() || a.isLinkLocalUnicast()", "bool"),
        ("string(a) + string(c)", "string"), ("type(a) == net.IP", "bool"), ("type(c) == net.CIDR", "bool"),
        ("base64.encode(by)", "string"), ("base64.decode(s)", "bytes"),
        // Patterns.
        ("regex.extract(s, 'a')", "optional_type(string)"), ("regex.extractAll(s, /a/i)", "list(string)"),
        ("regex.replace(s, 'a', 'b') + regex.replace(s, /a/, s, i)", "string"),
        // Optional values.
        ("optional.unwrap(lo)", "list(int)"), ("lo.unwrapOpt()", "list(int)"),
        ("optional.unwrap([oi, optional.none()])", "list(int)"),
        ("type(oi) == optional_type", "bool"),
        // Messages.
        ("google.protobuf.Int32Value{value: 1}", "wrapper(int)"), ("google.protobuf.BoolValue{}", "wrapper(bool)"),
        ("google.protobuf.StringValue{?value: optional.of('a')}", "wrapper(string)"),
        ("google.protobuf.Int64Value{value: 1} == null", "bool"),
        ("google.protobuf.Struct{fields: {'a': 1}}.a", "dyn"), ("google.protobuf.ListValue{values: [1]}[0]", "dyn"),
        ("google.protobuf.Value{string_value: 'a'}", "dyn"), ("google.protobuf.Value{null_value: null}", "dyn"),
        ("google.protobuf.Timestamp{seconds: 1}", "google.protobuf.Timestamp"),
        ("google.protobuf.Duration{seconds: 1, nanos: 2}", "google.protobuf.Duration"),
        ("type(1) == google.protobuf.Int64Value", "bool"), ("type({}) == google.protobuf.Struct", "bool"),
    ])
    func types(_ source: String, _ expected: String) throws {
        #expect(try check(source, in: Self.environment).type.description == expected)
    }

    @Test("What does not fit is said, where it stands", arguments: [
        ("s.charAt('a')", "s.charAt(«'a'»)", "there is no `string.charAt(string)`; there is `string.charAt(int)`", nil),
        ("i.charAt(0)", "«i».charAt(0)", "there is no `int.charAt(int)`", nil),
        ("s.charAt()", "«s.charAt()»", "there is no `string.charAt()`", nil),
        ("charAt(s, 0)", "«charAt(s, 0)»", "`charAt` is a method, not a function", "x.charAt(...)"),
        ("s.substring(1, 'a')", "s.substring(1, «'a'»)", "there is `string.substring(int, int)`, `string.substring(int)`", nil),
        ("s.indexOf(1)", "s.indexOf(«1»)", "there is `string.indexOf(string)`, `string.indexOf(string, int)`", nil),
        ("li.join()", "«li».join()", "there is no `list(int).join()`; there is `list(string).join()`, `list(string).join(string)`", nil),
        ("s.reverse(1)", "«s.reverse(1)»", "there is no `string.reverse(int)`; there is `string.reverse()`, `list(A).reverse()`", nil),
        ("s.formt([1])", "«s.formt([1])»", "the function `formt` is not declared", "format"),
        ("strings.qoute(s)", "«strings.qoute(s)»", "the function `strings.qoute` is not declared", "strings.quote"),
        ("math.size(s)", "«math.size(s)»", "the function `math.size` is not declared", "math.sign"),
        ("math.ceil", "«math».ceil", "`math` is not declared", nil),
        ("math.sqrt('a')", "math.sqrt(«'a'»)", "there is no `math.sqrt(string)`; there is `math.sqrt(double)`, `math.sqrt(int)`, `math.sqrt(uint)`", nil),
        ("math.ceil(1)", "math.ceil(«1»)", "there is no `math.ceil(int)`; there is `math.ceil(double)`", nil),
        ("math.bitAnd(1, 1u)", "«math.bitAnd(1, 1u)»", "there is `math.bitAnd(int, int)`, `math.bitAnd(uint, uint)`", nil),
        ("math.bitShiftLeft(1, 1u)", "math.bitShiftLeft(1, «1u»)", "there is no `math.bitShiftLeft(int, uint)`", nil),
        ("math.greatest(s)", "math.greatest(«s»)", "`math.greatest(double)`, `math.greatest(int)`, `math.greatest(uint)`, `math.greatest(list(double))`", nil),
        ("math.greatest(ls)", "math.greatest(«ls»)", "there is no `math.greatest(list(string))`", nil),
        ("math.least(1, s)", "math.least(1, «s»)", "there is no `math.least(int, string)`", nil),
        ("li.slice(0)", "«li.slice(0)»", "there is no `list(int).slice(int)`; there is `list(A).slice(int, int)`", nil),
        ("li.flatten()", "«li».flatten()", "there is no `list(int).flatten()`", nil),
        ("lli.sort()", "«lli».sort()", "there is no `list(list(int)).sort()`; there is `list(int).sort()`, `list(uint).sort()`", nil),
        ("li.sortBy(e, [e])", "«li.sortBy(e, [e])»", "there is no", nil),
        ("li.sortBy(e)", "«li.sortBy(e)»", "the macro `sortBy` is written `list.sortBy(...)` with 2 arguments", nil),
        ("lists.range(1u)", "lists.range(«1u»)", "there is no `lists.range(uint)`", nil),
        ("sets.contains([1], ['a'])", "«sets.contains([1], ['a'])»", "there is no `sets.contains(list(int), list(string))`", nil),
        ("isIP(a)", "isIP(«a»)", "there is no `isIP(net.IP)`; there is `isIP(string)`", nil),
        ("a < a", "«a < a»", "`<` does not take net.IP and net.IP", nil),
        ("a == s", "«a == s»", "`==` compares values of one type, not net.IP with string", nil),
        ("c.containsIP(c)", "c.containsIP(«c»)", "there is `net.CIDR.containsIP(net.IP)`, `net.CIDR.containsIP(string)`", nil),
        ("base64.encode(s)", "base64.encode(«s»)", "there is no `base64.encode(string)`; there is `base64.encode(bytes)`", nil),
        ("regex.extract(s, s)", "regex.extract(s, «s»)", "the pattern of `regex.extract` must be a literal", "/pattern/"),
        ("regex.replace(s, x, 'b')", "regex.replace(s, «x», 'b')", "the pattern of `regex.replace` must be a literal", "/pattern/"),
        ("regex.replace(s, 'a', /b/)", "regex.replace(s, 'a', «/b/»)", "a pattern can only be the argument", "args.field.match(/pattern/)"),
        ("regex.extract(/a/, 'a')", "regex.extract(«/a/», 'a')", "a pattern can only be the argument", "args.field.match(/pattern/)"),
        ("oi.value(1)", "«oi.value(1)»", "there is no `optional_type(int).value(int)`", nil),
        ("oi.orValue('a')", "«oi.orValue('a')»", "there is no `optional_type(int).orValue(string)`", nil),
        ("optional.unwrap(li)", "optional.unwrap(«li»)", "there is no `optional.unwrap(list(int))`", nil),
        ("google.protobuf.Int32Value{value: 'a'}", "google.protobuf.Int32Value{value: «'a'»}", "the field `value` of `google.protobuf.Int32Value` is of type int, not string", nil),
        ("google.protobuf.Int32Value{valeu: 1}", "google.protobuf.Int32Value{valeu: «1»}", "`google.protobuf.Int32Value` has no field `valeu`", "value"),
        ("google.protobuf.Int32Value{value: 1, value: 2}", "google.protobuf.Int32Value{value: 1, value: «2»}", "only one `value` can be given", nil),
        ("google.protobuf.Int32Value{value: null}", "google.protobuf.Int32Value{value: «null»}", "is of type int, not null_type", nil),
        ("google.protobuf.Int32Value{?value: 1}", "google.protobuf.Int32Value{?value: «1»}", "is of type optional_type(int), not int", nil),
        ("google.protobuf.Value{bool_value: true, string_value: 'a'}", "google.protobuf.Value{bool_value: true, string_value: «'a'»}", "only one `string_value` can be given", nil),
        ("google.protobuf.Value{null_value: 1}", "google.protobuf.Value{null_value: «1»}", "takes only null", nil),
        ("google.protobuf.Any{value: b''}", "«google.protobuf.Any{value: b''}»", "holds a message, and there are none here", "write the value itself"),
        ("google.protobuf.Int33Value{value: 1}", "«google.protobuf.Int33Value{value: 1}»", "is not the type of a message", "google.protobuf.Int32Value{...}"),
        ("google.protobuf.Timestamp{nanos: 1.5}", "google.protobuf.Timestamp{nanos: «1.5»}", "is of type int, not double", nil),
    ] as [(String, String, String, String?)])
    func reject(_ source: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let first = try expectRejection(of: source, at: place, message, in: Self.environment)
        #expect(first.suggestion == suggestion)
    }

    @Test("At most eight forms are listed, those with as many operands first")
    func listed() throws {
        let error = try #require(checkErrors("math.greatest('a' + s, 1)", in: Self.environment).first)
        #expect(error.message.hasPrefix("there is no `math.greatest(string, int)`; there is `math.greatest(double, double)`"))
        #expect(error.message.hasSuffix("and 7 more"))
        #expect(error.message.matches(of: /math\.greatest\(/).count == 9)
    }

    @Test("Literals of messages become values and calls", arguments: [
        ("google.protobuf.Int32Value{value: i}", "(@int32 i)"), ("google.protobuf.Int32Value{}", "(@int32 0)"),
        ("google.protobuf.UInt32Value{value: 1u}", "(@uint32 1u)"),
        ("google.protobuf.FloatValue{value: d}", "(@float d)"),
        ("google.protobuf.Int64Value{value: i}", "i"), ("google.protobuf.UInt64Value{}", "0u"),
        ("google.protobuf.DoubleValue{}", "0.0"),
        ("google.protobuf.BoolValue{}", "false"), ("google.protobuf.StringValue{}", "\"\""),
        ("google.protobuf.BytesValue{}", "b\"\""),
        ("google.protobuf.Int64Value{?value: oi}", "(orValue @oi 0)"), ("google.protobuf.Struct{}", "{}"),
        ("google.protobuf.ListValue{}", "[]"),
        ("google.protobuf.Struct{fields: msi}", "msi"), ("google.protobuf.Value{}", "null"),
        ("google.protobuf.Value{number_value: d}", "d"),
        ("google.protobuf.Value{null_value: 0}", "null"),
        ("google.protobuf.Timestamp{nanos: i, seconds: 1}", "(@timestamp 1 i)"),
        ("google.protobuf.Duration{}", "(@duration 0 0)"), ("google.protobuf.Int32Value", "int"),
        ("google.protobuf.Struct", "map"),
    ])
    func messages(_ source: String, _ expected: String) throws {
        let checked = try check(source, in: Self.environment)
        #expect(shape(checked.root) == expected)
        let all = nodes(checked.root)
        #expect(Set(all.map(\.id)).count == all.count)
        for node in all { #expect(checked.types[node.id] != nil) }
    }

    @Test("Messages are found from a namespace")
    func container() throws {
        var environment = Self.environment
        environment.container = "google.protobuf"
        #expect(shape(try check("Int32Value{value: 1}", in: environment).root) == "(@int32 1)")
        #expect(shape(try check(".google.protobuf.BoolValue{}", in: environment).root) == "false")
        #expect(!checkErrors(".Int32Value{}", in: environment).isEmpty)
    }

    @Test("IDs of overloads are unique; policies have all but blocks")
    func tables() throws {
        let ids = FunctionTable.complete.byName.values.flatMap { $0.overloads.map(\.id) }
        #expect(Set(ids).count == ids.count)
        #expect(Environment.policy.functions == .policy)
        let policyIDs = FunctionTable.policy.byName.values.flatMap { $0.overloads.map(\.id) }
        #expect(Set(policyIDs).subtracting(ids) == ["session_calls", "session_called", "session_called_within"])
        #expect(checkErrors("regex.extract(tool, tool)", in: .policy).first?.kind == .pattern)
        #expect(checkErrors("regex.extract(tool, 'a' + 'b').hasValue()", in: .complete).count == 1)
        #expect(checkErrors("cel.block([1], cel.index(0)) == 1", in: .policy).first?.message == "the macro `block` is not enabled here")
        #expect(try check("regex.extract('a', 'a' + 'b').hasValue()", in: .complete).type == .bool)
    }
}
