import CallgateLanguage

/// Random expressions that parse, the same for the same seed. All macros must be on.
///
/// What is generated follows the grammar, not the type rules; names are of a few, so that some check.
struct ExpressionGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// An expression with at most so many levels of nesting.
    mutating func expression(depth: Int = 5) -> String {
        if depth == 0 { return leaf() }
        switch next(16) {
        case 0: return "\(operand(depth)) ? \(operand(depth)) : \(expression(depth: depth - 1))"
        case 1, 2: return chain(depth)
        case 3, 4, 5: return "\(operand(depth)) \(pick(Self.binary)) \(operand(depth))"
        case 6: return pick(["!", "-", "!!", "--"]) + operand(depth)
        case 7: return "\(operand(depth)).\(pick(Self.fields))"
        case 8: return "\(operand(depth))\(pick(["[", "[?"]))\(expression(depth: depth - 1))]"
        case 9: return call(depth)
        case 10, 11: return macro(depth)
        case 12: return list(depth)
        case 13: return map(depth)
        case 14: return "\(operand(depth)).?\(pick(Self.fields))"
        default: return leaf()
        }
    }

    private static let binary = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in"]
    private static let fields = ["a", "b_1", "`content-type`", "`a.b`", "if", "package"]
    private static let names = ["args", "context", "tool", "x", "y", ".x", "a.b.c"]
    private static let literals = [
        "0", "42", "-7", "0x1F", "-9223372036854775808", "18446744073709551615u", "1.5", "-2e-7", ".25", "true",
        "false", "null", "\"\"", "'it\"s'", "r'\\d'", "'''a\nb'''", "b'\\xff'", "\"\\u270c\\U0001f431\"",
        "/a[/]b\\/c/im", "/x/",
    ]

    private mutating func next(_ bound: Int) -> Int {
        // SplitMix64, by Steele, Lea and Flood.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(bound))
    }

    private mutating func pick(_ choices: [String]) -> String { choices[next(choices.count)] }

    private mutating func leaf() -> String { pick(next(2) == 0 ? Self.names : Self.literals) }

    private mutating func operand(_ depth: Int) -> String {
        next(3) == 0 ? leaf() : "(\(expression(depth: depth - 1)))"
    }

    private mutating func chain(_ depth: Int) -> String {
        let operation = pick([" && ", " || "])
        return (0..<2 + next(5)).map { _ in operand(depth) }.joined(separator: operation)
    }

    private mutating func arguments(_ depth: Int) -> String {
        (0..<next(4)).map { _ in expression(depth: depth - 1) }.joined(separator: ", ")
    }

    private mutating func call(_ depth: Int) -> String {
        let name = pick(["size", "startsWith", "f", "int"])
        return (next(2) == 0 ? "\(operand(depth))." : "") + "\(name)(\(arguments(depth)))"
    }

    private mutating func list(_ depth: Int) -> String {
        let elements = (0..<next(4)).map { _ in pick(["", "?"]) + expression(depth: depth - 1) }
        return "[\(elements.joined(separator: ", "))\(elements.isEmpty ? "" : pick(["", ","]))]"
    }

    private mutating func map(_ depth: Int) -> String {
        if next(3) == 0 { return "\(pick(["Message", "a.B", ".C"])){f: \(expression(depth: depth - 1)), ?g: 1}" }
        let entries = (0..<next(3)).map { _ in
            "\(pick(["", "?"]))\(expression(depth: depth - 1)): \(expression(depth: depth - 1))"
        }
        return "{\(entries.joined(separator: ", "))}"
    }

    private mutating func macro(_ depth: Int) -> String {
        let body = expression(depth: depth - 1)
        let target = operand(depth)
        switch next(12) {
        case 0: return "has(\(target).\(pick(Self.fields)))"
        case 1: return "\(target).all(x, \(body))"
        case 2: return "\(target).exists(x, \(body))"
        case 3: return "\(target).exists_one(x, \(body))"
        case 4: return "\(target).map(x, \(body))"
        case 5: return "\(target).map(y, \(expression(depth: depth - 1)), \(body))"
        case 6: return "\(target).filter(x, \(body))"
        case 7: return "\(target).all(x, y, \(body))"
        case 8: return "\(target).transformList(x, y, \(body), \(expression(depth: depth - 1)))"
        case 9: return "\(target).transformMap(x, y, \(body))"
        case 10: return "cel.bind(x, \(target), \(body))"
        default: return "\(target).\(pick(["optMap", "optFlatMap"]))(x, \(body))"
        }
    }
}
