/// Conditions that exercise all of the language, with fields, keys and constants that
/// ``CallGenerator`` puts into calls too.
public struct ConditionGenerator {
    public var entropy: Entropy
    /// Variables of the loops around.
    private var variables: [String] = []

    public init(_ entropy: Entropy) { self.entropy = entropy }

    /// An expression of type bool or dyn, which the checker may still refuse.
    public mutating func condition() -> String { bool(4) }

    static let fields = [
        "args.a", "args.b", "args.n", "args.s", "args.list", "args.obj", "args.obj.x", "args.obj.y",
        "args.obj.deep.z", "args[\"a\"]", "args.obj[\"x\"]", "args", "context.env", "context.a",
        "args.items", "args.`odd key`", "context",
    ]
    static let strings = [
        "\"\"", "\"a\"", "\"x\"", "\"abc\"", "'dev'", "\"é\"", "\"e\\u0301\"", "\"日本\"", "\"12\"", "\"1.5\"",
        "\"true\"", "\"90s\"", "\"2024-02-29T12:30:00Z\"", "r\"\\d\"", "\"\\n\"", "\"😀\"",
    ]
    static let numbers = [
        "0", "1", "2", "-1", "3", "10", "50000", "9223372036854775807", "-9223372036854775808", "0u", "1u", "2u",
        "18446744073709551615u", "0.0", "-0.0", "1.0", "1.5", "2.5", "1e300", "-1e-7", "0x10",
    ]
    static let patterns = [
        "a", "^a", "c$", "^abc$", "[a-c]+", "\\\\d{2}", "(?i)ABC", "^$", "\\\\pL", "\\\\bx\\\\b", "x|y", ".", "^.{1,3}$", "@",
    ]

    private mutating func bool(_ depth: Int) -> String {
        guard depth > 0 else {
            return entropy.pick(["true", "false", value(0), "\(value(0)) == \(value(0))"])
        }
        switch entropy.below(20) {
        case 0, 1: return "(\(bool(depth - 1)) && \(bool(depth - 1)))"
        case 2, 3: return "(\(bool(depth - 1)) || \(bool(depth - 1)))"
        case 4: return "!\(parenthesised(bool(depth - 1)))"
        case 5, 6: return "\(value(depth - 1)) \(entropy.pick(["==", "!="])) \(value(depth - 1))"
        case 7, 8:
            return "\(value(depth - 1)) \(entropy.pick(["<", "<=", ">", ">="])) \(value(depth - 1))"
        case 9: return "\(value(depth - 1)) in \(container(depth - 1))"
        case 10: return "(\(bool(depth - 1)) ? \(bool(depth - 1)) : \(bool(depth - 1)))"
        case 11: return presence()
        case 12, 13: return loop(depth)
        case 14:
            let function = entropy.pick(["contains", "startsWith", "endsWith"])
            return "\(operand(depth - 1)).\(function)(\(string()))"
        case 15: return "\(operand(depth - 1)).matches(\"\(entropy.pick(Self.patterns))\")"
        case 16: return "type(\(value(depth - 1))) == \(entropy.pick(["int", "double", "string", "list", "map", "null_type", "bool", "uint", "type(1.5)"]))"
        case 17: return "dyn(\(value(depth - 1))) == dyn(\(value(depth - 1)))"
        case 18: return "bool(\(entropy.pick(["\"true\"", "\"F\"", "args.b", "args.s", "true"])))"
        default: return value(depth - 1)
        }
    }

    private mutating func presence() -> String {
        let field = entropy.pick([
            "args.a", "args.missing", "args.obj.x", "args.obj.deep.z", "context.env", "args.a.b",
            "args.obj.missing.z", "{\"a\": 1}.a", "{\"a\": 1}.b", "args.`odd key`",
        ])
        guard let variable = variables.last, entropy.chance(1, in: 3) else { return "has(\(field))" }
        return "has(\(variable).\(entropy.pick(["x", "y", "a"])))"
    }

    private mutating func loop(_ depth: Int) -> String {
        let macro = entropy.pick(["all", "exists", "exists_one"])
        let range = container(depth - 1)
        return "\(parenthesised(range)).\(macro)(\(inLoop { variable, generator in "\(variable), \(generator.bool(depth - 2))" }))"
    }

    private mutating func inLoop(_ body: (String, inout ConditionGenerator) -> String) -> String {
        let variable = entropy.pick(["i", "j", "args", "k"])
        variables.append(variable)
        defer { variables.removeLast() }
        return body(variable, &self)
    }

    /// A value of any type.
    private mutating func value(_ depth: Int) -> String {
        guard depth > 0 else { return leaf() }
        switch entropy.below(18) {
        case 0...5: return leaf()
        case 6, 7:
            return "(\(value(depth - 1)) \(entropy.pick(["+", "-", "*", "/", "%"])) \(value(depth - 1)))"
        case 8: return "-\(operand(depth - 1))"
        case 9: return "\(operand(depth - 1))[\(value(depth - 1))]"
        case 10: return "size(\(value(depth - 1)))"
        case 11:
            return "\(entropy.pick(["int", "uint", "double", "string", "bytes", "timestamp", "duration"]))(\(value(depth - 1)))"
        case 12: return container(depth - 1)
        case 13: return "(\(bool(depth - 1)) ? \(value(depth - 1)) : \(value(depth - 1)))"
        case 14: return time(depth - 1)
        case 15: return parenthesised(bool(depth - 1))
        case 16: return "\(operand(depth - 1)).\(entropy.pick(["x", "a", "y"]))"
        default: return "dyn(\(value(depth - 1)))"
        }
    }

    private mutating func time(_ depth: Int) -> String {
        switch entropy.below(6) {
        case 0: return "now"
        case 1: return "(now - timestamp(\"2024-02-29T12:30:00Z\"))"
        case 2: return "duration(\(entropy.pick(["\"90s\"", "\"1h30m\"", "\"-1.5s\"", "\"0\"", "args.s"])))"
        case 3: return "(now + duration(\"36h\"))"
        case 4:
            return "now.\(entropy.pick(["getFullYear", "getMonth", "getDate", "getDayOfWeek", "getDayOfYear", "getHours", "getMilliseconds", "getDayOfMonth"]))(\(entropy.pick(["", "", "\"+05:30\"", "\"-23:59\"", "\"UTC\"", "\"Europe/Berlin\"", "\"America/St_Johns\""])))"
        default: return "duration(\"3723.25s\").\(entropy.pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"]))()"
        }
    }

    private mutating func container(_ depth: Int) -> String {
        guard depth > 0 else {
            return entropy.pick(["args.list", "args.obj", "args", "[]", "{}", "args.items", "[1, 2.0, \"a\"]", "{\"a\": 1, \"x\": 2}"])
        }
        switch entropy.below(10) {
        case 0, 1: return entropy.pick(["args.list", "args.obj", "args.items", "context"])
        case 2, 3:
            return "[\((0..<entropy.below(4)).map { _ in value(depth - 1) }.joined(separator: ", "))]"
        case 4:
            return "{\((0..<entropy.below(3)).map { _ in "\(entropy.pick(["\"a\"", "\"x\"", "1", "1u", "true", "args.s", "args.n"])): \(value(depth - 1))" }.joined(separator: ", "))}"
        case 5:
            let range = container(depth - 1)
            return "\(parenthesised(range)).filter(\(inLoop { "\($0), \($1.bool(depth - 1))" }))"
        case 6, 7:
            let range = container(depth - 1)
            return "\(parenthesised(range)).map(\(inLoop { "\($0), \($1.value(depth - 1))" }))"
        case 8:
            let range = container(depth - 1)
            return "\(parenthesised(range)).map(\(inLoop { "\($0), \($1.bool(depth - 1)), \($1.value(depth - 1))" }))"
        default: return "(\(container(depth - 1)) + \(container(depth - 1)))"
        }
    }

    /// Something to call a method of.
    private mutating func operand(_ depth: Int) -> String { parenthesised(value(depth)) }

    private mutating func string() -> String {
        entropy.chance(1, in: 3) ? entropy.pick(["args.s", "context.env", "tool"]) : entropy.pick(Self.strings)
    }

    private mutating func leaf() -> String {
        if let variable = variables.last, entropy.chance(1, in: 3) {
            return entropy.chance(1, in: 3) ? "\(variable).\(entropy.pick(["x", "a"]))" : variable
        }
        switch entropy.below(10) {
        case 0...4: return entropy.pick(Self.fields)
        case 5, 6: return entropy.pick(Self.numbers)
        case 7, 8: return entropy.pick(Self.strings)
        default: return entropy.pick(["null", "true", "false", "b\"ab\"", "tool", "now", "int"])
        }
    }

    private func parenthesised(_ text: String) -> String { "(\(text))" }
}
