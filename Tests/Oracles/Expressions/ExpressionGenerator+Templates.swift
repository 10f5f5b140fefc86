extension ExpressionGenerator {
    static let leaves: [Kind: [String]] = [
        .bool: ["true", "false", "b"],
        .int: ["0", "1", "-1", "2", "7", "64", "9223372036854775807", "-9223372036854775808", "i", "j", "ints[0]", "3u", "0u", "18446744073709551615u"],
        .double: ["0.0", "-0.0", "1.5", "2.5", "-3.75", "1e21", "1e-7", "123456.789", "0.1", "1e300", "5e-324", "d", "e", "double(\"NaN\")", "double(\"-Infinity\")"],
        .string: [
            "\"\"", "\"a\"", "\"hello world\"", "\"a,b,,c\"", "\"\\u00e9\\U0001F600x\"", "\"  \\t x\\u2003\"", "s", "t", "u", "strs[0]",
            "\"10.0.0.1\"", "\"10.0.0.0/8\"", "\"2001:db8::1\"", "\"fe80::/10\"", "\"aGk=\"", "\"%s-%d\"", "\"-12\"", "\"a\\\"b\\\\\\n\"",
        ],
        .bytes: ["b\"\"", "b\"abc\"", "b\"\\xff\\xfeA\\x80\"", "bytes(s)"],
        .list: [
            "[]", "[1, 2, 3]", "[3, 1, 2, 1]", "[\"b\", \"a\", \"b\"]", "[1, 1u, 1.0, \"1\"]", "[[1, 2], [3, [4]], 5]", "l", "ints", "strs", "huge", "deep",
            "[1.5, double(\"NaN\"), -0.0, 0.0]", "[true, false]", "[null, {}]", "[optional.of(1), optional.none()]",
        ],
        .map: ["{}", "{\"a\": 1, \"b\": [2]}", "{1: \"x\", true: 2u, \"k\": null}", "m", "twice", "m.b"],
        .time: ["timestamp(\"2024-02-29T12:30:45.678Z\")", "timestamp(0)", "timestamp(\"0001-01-01T00:00:00Z\")", "timestamp(\"9999-12-31T23:59:59.999999999Z\")"],
        .duration: ["duration(\"90s\")", "duration(\"-1.5s\")", "duration(\"36h\")", "duration(\"0\")"],
        .optional: ["optional.none()", "optional.of(1)", "optional.of(\"x\")", "m.?a", "m.?nope", "l[?0]", "l[?99]", "huge[?1]", "m.?b.c"],
        .ip: ["ip(\"10.0.0.1\")", "ip(\"::1\")", "ip(\"224.0.0.9\")", "ip(\"169.254.1.1\")", "ip(\"ff02::1\")", "ip(\"0.0.0.0\")"],
        .cidr: ["cidr(\"10.0.0.0/8\")", "cidr(\"10.1.2.3/15\")", "cidr(\"2001:db8::/33\")", "cidr(\"0.0.0.0/0\")"],
    ]

    static let calls: [Kind: [String]] = [
        .bool: [
            "{*} == {*}", "{i} < {d}", "{s} <= {s}", "{l} == {l}", "{m} == {m}", "{*} in {l}", "{s} in {m}", "!{b}", "{b} && {b}", "{b} || {b}",
            "{s}.startsWith({s})", "{s}.contains({s})", "{s}.matches('a+|b$')", "{o}.hasValue()", "{o} == {o}",
            "{s} in ['', 'a', 'b', 'a.b', 'x', 'hello world', '10.0.0.1', 'aGk=', 'é']", "dyn({d}) in [0, 1, -1, 2, 7, 1u, 1.5, 2.5, 9223372036854775807, 'a', null]",
            "{*} in [0, 1, 'a', 'b', true, null, 2.5, 9007199254740993, 18446744073709551615u]",
            "['', 'b', 'c', '.b', 'a,b', 'x', 'é', ' '].exists(v, {s}.endsWith(v))", "['a.b', 'b', 'a', 'ab', '10.', 'x', 'é', ' '].exists(v, s.startsWith(v))",
            "['a.b', 'bb', 'a', 'ab', '10.0', 'xyz', 'é', ' c'].exists(v, strs[1].contains(v))",
            "sets.contains({l}, {l})", "sets.equivalent({l}, {l})", "sets.intersects({l}, {l})",
            "math.isNaN({d})", "math.isInf({d})", "math.isFinite({d})",
            "isIP({s})", "isCIDR({s})", "ip.isCanonical({s})", "{p}.isLoopback()", "{p}.isGlobalUnicast()", "{p}.isUnspecified()",
            "{p}.isLinkLocalMulticast()", "{p}.isLinkLocalUnicast()", "{c}.containsIP({p})", "{c}.containsIP({s})", "{c}.containsCIDR({c})",
            "{c}.containsCIDR({s})", "{l}.exists(v, v == {*})", "{l}.all(k, v, k < 2 || v == {*})", "{m}.exists(k, v, k == {s})",
            "{l}.existsOne(k, v, v == 1)", "has({m}.a)", "bool({s})", "{t} < {t}", "{u} >= {u}",
        ],
        .int: [
            "{i} + {i}", "{i} - {i}", "{i} * {i}", "{i} / {i}", "{i} % {i}", "-{i}", "size({l})", "size({s})", "size({m})", "size({y})",
            "{s}.indexOf({s})", "{s}.indexOf({s}, {i})", "{s}.lastIndexOf({s})", "{s}.lastIndexOf({s}, {i})",
            "math.abs({i})", "math.sign({i})", "math.bitAnd({i}, {i})", "math.bitOr({i}, {i})", "math.bitXor({i}, {i})", "math.bitNot({i})",
            "math.bitShiftLeft({i}, {i})", "math.bitShiftRight({i}, {i})", "math.greatest({i}, {d})", "math.least({l})", "math.greatest({i}, 2, {d})",
            "{p}.family()", "{c}.prefixLength()", "int({s})", "int({d})", "uint({i})", "int({t})",
            "{t}.getHours()", "{t}.getFullYear('Europe/Berlin')", "{t}.getDayOfYear('-03:30')", "{u}.getMinutes()", "cel.bind(x, {i}, x + x)",
        ],
        .double: [
            "{d} + {d}", "{d} * {d}", "{d} / {d}", "math.ceil({d})", "math.floor({d})", "math.round({d})", "math.trunc({d})", "math.abs({d})",
            "math.sign({d})", "math.sqrt({i})", "math.sqrt({d})", "double({s})", "double({i})", "math.least({d}, {i})", "math.greatest({l})", "i * {d}",
        ],
        .string: [
            "{s} + {s}", "{s}.charAt({i})", "{s}.lowerAscii()", "{s}.upperAscii()", "{s}.replace({s}, {s})", "{s}.replace({s}, {s}, {i})",
            "{s}.substring({i})", "{s}.substring({i}, {i})", "{s}.trim()", "{s}.reverse()", "strings.quote({s})", "{l}.join({s})", "strs.join()",
            "{s}.split({s}).join('-')", "'%s|%s'.format([{*}, {*}])", "'%d %x %o %b'.format([{i}, {i}, {i}, {i}])", "'%.2f %e %.0f'.format([{d}, {d}, {i}])",
            "'%X%%'.format([{s}])", "'%x'.format([{y}])", "'%.12e %.30f'.format([{d}, {d}])", "{s}.format({l})", "'%s'.format([{l}])", "'%s'.format([{m}])",
            "string({i})", "string({d})", "string({y})", "string({t})", "string({u})", "string({p})", "string({c})", "string({*})",
            "base64.encode({y})", "regex.replace({s}, 'a(b)?', '[\\\\1]')", "regex.replace({s}, '[a-z]', {s}, {i})", "regex.replace({s}, '', '-')",
            "type({*}) == int ? 'int' : 'other'",
        ],
        .bytes: ["{y} + {y}", "bytes({s})", "base64.decode({s})"],
        .list: [
            "{l} + {l}", "{l}.slice({i}, {i})", "{l}.flatten()", "{l}.flatten({i})", "{l}.sort()", "ints.sort()", "strs.sort()", "{l}.distinct()",
            "{l}.reverse()", "lists.range({i})", "{l}.sortBy(v, size(string(v)))", "{l}.sortBy(v, -v)", "{l}.map(v, [v])", "{l}.filter(v, v != {*})",
            "{l}.transformList(k, v, k)", "{l}.transformList(k, v, k > 0, [k, v])", "{s}.split({s})", "{s}.split({s}, {i})", "regex.extractAll({s}, '[a-c]+')",
            "regex.extractAll({s}, '(.)b')", "regex.extractAll({s}, 'x*')", "[?{o}, {*}]", "[{l}, {l}]", "{m}.map(k, k)", "[{o}, {o}].unwrapOpt()", "optional.unwrap({l})",
        ],
        .map: [
            "{{s}: {*}}", "{{i}: {*}, {s}: {i}}", "{?{s}: {o}}", "{m}.transformMap(k, v, v == 1, [v])", "{l}.transformMap(k, v, v)",
            "{m}.transformMapEntry(k, v, {v: k})", "{l}.transformMapEntry(k, v, {string(v): k})",
        ],
        .time: ["{t} + {u}", "{t} - {u}", "timestamp({s})", "timestamp({i})"],
        .duration: ["{u} + {u}", "{t} - {t}", "duration({s})", "{u} - {u}"],
        .optional: [
            "optional.of({*})", "optional.ofNonZeroValue({*})", "{o}.or({o})", "{l}.first()", "{l}.last()", "{m}.?a", "{m}[?{s}]", "{l}[?{i}]", "{o}.x", "{o}[{i}]",
            "{o}.optMap(v, [v])", "{o}.optFlatMap(v, optional.ofNonZeroValue(v))", "regex.extract({s}, 'a(.)?')", "regex.extract({s}, '[0-9]+')",
            "optional.of({o}.value())", "{o}.?x",
        ],
        .ip: ["ip({s})", "{c}.ip()"],
        .cidr: ["cidr({s})", "{c}.masked()"],
    ]
}
