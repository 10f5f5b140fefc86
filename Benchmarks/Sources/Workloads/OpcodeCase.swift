import CallgateBytecode

/// A condition for each opcode, in which it occurs.
///
/// `{i}` is a number of 0 to 7, another one in each rule, and `{j}` the next: so that nothing is computed once
/// for two rules. Over ``OpcodeCase/call`` every condition is false, without an error.
struct OpcodeCase {
    let opcode: Opcode
    let condition: String

    private init(_ opcode: Opcode, _ condition: String) {
        self.opcode = opcode
        self.condition = condition
    }

    /// What no condition has, and why.
    static let exempt: [Opcode: String] = [
        .halt: "each program has one",
        .output: "fills messages; decisions have none",
        .trace: "explains; decisions have none",
        .screen: "stands before many rules that test the same: the rules of field/1000 and patterns/1000 have it",
        .proceed: "passes over such rules",
        .timePartZoned: "time zones in policies are constant: localTime stands for it",
    ]

    /// As many as are looked up and not compared one by one.
    private static let texts = (0..<8).map { #""none-{i}-\#($0)""# }.joined(separator: ", ")

    static let all: [OpcodeCase] = [
        OpcodeCase(.rule, "args.b{i}"),
        OpcodeCase(.requireBool, "args.b{i} ? args.b{j} : args.b{i}"),
        OpcodeCase(.constant, #"args.s{i}.startsWith("none-{i}")"#),
        OpcodeCase(.move, "(args.b{i} ? args.i{i} : args.i{j}) > 90"),
        OpcodeCase(.select, "args.o{i}[0].x > 90"),
        OpcodeCase(.presence, "has(args.o{i}[0].y)"),
        OpcodeCase(.filled, "!has(args.b{i})"),
        OpcodeCase(.index, "args.l{i}[0] > 90"),
        OpcodeCase(.contained, "args.i{i} in args.l{j}"),
        OpcodeCase(.member, "args.s{i} in [\(texts)]"),
        OpcodeCase(.matchTexts, "[\(texts)].exists(t, args.s{i}.endsWith(t))"),
        OpcodeCase(.not, "!args.y{i}"),
        OpcodeCase(.and, "args.b{i} && args.b{j}"),
        OpcodeCase(.or, "args.b{i} || args.b{j}"),
        OpcodeCase(.jump, "(args.b{i} ? args.i{i} : args.i{j}) > 91"),
        OpcodeCase(.jumpIfTrue, "args.b{j} || args.b{i}"),
        OpcodeCase(.jumpIfFalse, "args.y{i} && args.b{i}"),

        OpcodeCase(.equal, "args.d{i} == args.d{j}"),
        OpcodeCase(.notEqual, "args.d{i} != args.e{i}"),
        OpcodeCase(.less, "args.i{i} < args.n{j}"),
        OpcodeCase(.lessEqual, "args.i{i} <= args.n{j}"),
        OpcodeCase(.greater, "args.n{i} > args.i{j}"),
        OpcodeCase(.greaterEqual, "args.n{i} >= args.i{j}"),
        OpcodeCase(.equalConstant, "args.b{i} == true"),
        OpcodeCase(.notEqualConstant, "args.b{i} != false"),
        OpcodeCase(.lessConstant, "args.i{i} < 5"),
        OpcodeCase(.lessEqualConstant, "args.i{i} <= 5"),
        OpcodeCase(.greaterConstant, "args.i{i} > 90"),
        OpcodeCase(.greaterEqualConstant, "args.i{i} >= 90"),

        OpcodeCase(.add, "args.i{i} + args.i{j} > 90"),
        OpcodeCase(.subtract, "args.i{i} - args.i{j} > 90"),
        OpcodeCase(.multiply, "args.i{i} * args.i{j} > 900"),
        OpcodeCase(.divide, "args.i{i} / args.i{j} > 90"),
        OpcodeCase(.modulo, "args.i{i} % args.i{j} > 90"),
        OpcodeCase(.negate, "-args.i{i} > 90"),

        OpcodeCase(.size, "size(args.l{i}) > 90"),
        OpcodeCase(.contains, "args.s{i}.contains(args.t{j})"),
        OpcodeCase(.startsWith, "args.s{i}.startsWith(args.t{j})"),
        OpcodeCase(.endsWith, "args.s{i}.endsWith(args.t{j})"),
        OpcodeCase(.match, #"args.s{i}.matches("none-{i}$")"#),

        OpcodeCase(.toBool, "bool(args.t{i})"),
        OpcodeCase(.toBytes, #"bytes(args.s{i}) == b"none""#),
        OpcodeCase(.toDouble, "double(args.i{i}) > 90.0"),
        OpcodeCase(.toDuration, #"duration(args.u{i}) > duration("1h")"#),
        OpcodeCase(.toInt, "int(args.d{i}) > 90"),
        OpcodeCase(.toString, #"string(args.i{i}) == "none""#),
        OpcodeCase(.toTimestamp, #"timestamp(args.w{i}) > timestamp("2027-01-01T00:00:00Z")"#),
        OpcodeCase(.toUint, "uint(args.i{i}) > 90u"),
        OpcodeCase(.typeOf, "type(args.i{i}) == string"),
        OpcodeCase(.timePart, "timestamp(args.w{i}).getHours() > 90"),
        OpcodeCase(.localTime, #"timestamp(args.w{i}).getHours("Europe/Berlin") > 90"#),

        OpcodeCase(.newList, "[args.i{i}] == args.l{j}"),
        OpcodeCase(.newListFor, "args.l{i}.map(x, x) == args.l{j}"),
        OpcodeCase(.append, "[args.i{i}, args.i{j}] == args.l{j}"),
        OpcodeCase(.newMap, #"{"a": args.i{i}} == args.m{j}"#),
        OpcodeCase(.insert, #"{"a": args.i{i}, "b": args.i{j}} == args.m{j}"#),
        OpcodeCase(.spoil, "args.l{i}.filter(x, x > 90) == args.l{j}"),
        OpcodeCase(.range, "args.l{i}.exists(x, x > 90)"),
        OpcodeCase(.first, "args.l{i}.exists(x, x > 91)"),
        OpcodeCase(.next, "args.l{i}.exists(x, x > 92)"),
        OpcodeCase(.appendPresent, "[?args.l{i}[?0]] == args.l{j}"),
        OpcodeCase(.insertPresent, #"{?"a": args.l{i}[?0]} == args.m{j}"#),
        OpcodeCase(.insertAll, #"args.m{i}.transformMapEntry(k, v, {k + "x": v}) == args.m{j}"#),
        OpcodeCase(.firstPair, "args.l{i}.exists(k, v, v > 90)"),
        OpcodeCase(.nextPair, "args.l{i}.exists(k, v, v > 91)"),

        OpcodeCase(.call, "math.greatest(args.i{i}, args.i{j}) > 90"),
        OpcodeCase(.firstMatch, #"regex.extract(args.s{i}, "e(x)t").orValue("") == "none""#),
        OpcodeCase(.allMatches, #"regex.extractAll(args.s{i}, "e(x)t") == args.l{j}"#),
        OpcodeCase(.replaceMatches, #"regex.replace(args.s{i}, "ext", "y") == "none""#),

        OpcodeCase(.equalText, "string(args.s{i}) == tool"),
        OpcodeCase(.notEqualText, "string(args.r{i}) != tool"),
        OpcodeCase(.equalTextConstant, #"args.s{i} == "none-{i}""#),
        OpcodeCase(.notEqualTextConstant, #"args.r{i} != "probe""#),
        OpcodeCase(.equalInt, "int(args.i{i}) == size(args.l0)"),
        OpcodeCase(.notEqualInt, "int(args.n{i}) != size(args.l0)"),
        OpcodeCase(.equalIntConstant, "args.i{i} == 90"),
        OpcodeCase(.notEqualIntConstant, "args.n{i} != 4"),
        OpcodeCase(.addInt, "int(args.i{i}) + 7 > 90"),
        OpcodeCase(.subtractInt, "int(args.i{i}) - 7 > 90"),
        OpcodeCase(.multiplyInt, "int(args.i{i}) * 7 > 900"),
    ]

    /// A policy of so many rules. Whatever their number, the call is scanned alike: a first rule reads every
    /// field of the kinds that the condition has.
    func document(rules: Int) -> String {
        let fields = Self.fields.filter { condition.contains("args.\($0.name){") }.flatMap { kind in (0..<8).map { "args.\(kind.name)\($0)" } }
        let first = "[\(fields.joined(separator: ", "))] == [1]"
        var text = "rules:\n  - {name: all, tool: probe, when: '\(first)', action: deny}\n"
        for index in 0..<rules {
            let condition = condition.replacing("{i}", with: "\(index)").replacing("{j}", with: "\((index + 1) % 8)")
            text += "  - {name: r\(index), tool: probe, when: '\(condition)', action: deny}\n"
        }
        return text
    }

    /// A call with eight fields of each kind.
    static let call: String = {
        let members = fields.flatMap { kind in (0..<8).map { "\"\(kind.name)\($0)\": \(kind.value($0))" } }
        return #"{"tool": "probe", "args": {"# + members.joined(separator: ", ") + "}}"
    }()

    private static let fields: [(name: String, value: @Sendable (Int) -> String)] = [
        ("b", { _ in "false" }), ("y", { _ in "true" }), ("i", { "\(10 + $0)" }), ("n", { _ in "4" }),
        ("d", { "\($0).5" }), ("e", { "\($0).5" }), ("s", { "\"text-\($0)-of-some-length\"" }),
        ("r", { _ in "\"probe\"" }), ("t", { _ in "\"false\"" }), ("l", { "[1, 2, 3, \($0)]" }),
        ("m", { "{\"a\": 1, \"b\": \($0)}" }), ("o", { "[{\"x\": \($0)}]" }), ("u", { "\"\($0 + 1)s\"" }),
        ("w", { "\"2026-01-0\($0 + 1)T10:20:30Z\"" }),
    ]
}
