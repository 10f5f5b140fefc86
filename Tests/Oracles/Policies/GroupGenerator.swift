/// Conditions that many rules of one tool have alike: one field compared with constants, searched for
/// texts, or tested behind a common guard; and long lists of constants.
public struct GroupGenerator {
    public var entropy: Entropy

    public init(_ entropy: Entropy) { self.entropy = entropy }

    private static let operands = [
        "args.s", "args.s", "args.n", "args.a", "args.b", "args.obj.x", "context.env", "args.list", "args[\"a\"]", "tool",
        "args.obj.missing.z", "double(args.n)", "(args.a + 1)", "size(args.s)", "args.s.lowerAscii()", "int(args.n)",
    ]
    private static let constants = [
        "\"\"", "\"a\"", "\"x\"", "\"abc\"", "\"dev\"", "\"é\"", "\"12\"", "\"1.5\"", "\"true\"", "\"xyz x\"", "\"ABC\"", "\"pay\"",
        "\"\\u0000\"", "0", "1", "2", "3", "-1", "10", "50000", "1u", "2u", "0.0", "-0.0", "1.0", "1.5", "2.5", "100.0",
        "9223372036854775807", "-9223372036854775808", "9007199254740993", "18446744073709551615u", "1e300",
        "9007199254740992.0", "null", "true", "false", "0.0 / 0.0",
    ]
    private static let texts = [
        "abc", "xyz", "longer text", "word", "90s", "2024", "quote", "12", "bc", "ight", "é", "日", "a", "z x", "tru", "devel",
    ]
    private static let patterns = [
        "^a", "c$", "^abc$", "[a-c]+", "lon[a-z]+r", "(?i)ABC", "(?i)TEXT that", "xyz? x", "(abc|xyz)", "ta(k|c)es", "w.rd",
        "0[0-9]s$", "2024-0[12]", "\\\\pL{2}c", "e\\\\x{301}?$", "(?:|abc)", "bytes$|^12", "a{3}|b{2,3}c|text{1,2}",
        "^(?:a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|qu|abc|dev|ABC)$", "(?:abc|xyz|x|dev|12|90s|z|00Z|ight|bytes|q|v|w|y|u|t|s9|es)$",
        "^(?:ab|xy|dex|12|90|z|00Z|ight|bytes|q|v|w|y|u|t|s9|es|20)",
        "(?:abc|xyzz|devel|12|90s|zz|00Z|ight|bytess|qq|vv|ww|yy|uu|tt|s9|ess|é)",
    ]

    /// Conditions that belong together, between some that don't.
    public mutating func conditions() -> [String] {
        let operand = entropy.pick(Self.operands)
        let second = entropy.pick(Self.operands)
        let guarding = entropy.pick([
            "size(args.s) > 2", "args.b", "args.a + args.n > 3", "has(args.a)", "args.obj.x == 1", "args.n",
        ])
        return (0..<12 + entropy.below(40)).map { _ in condition(operand, second, guarding) }
    }

    private mutating func condition(_ operand: String, _ second: String, _ guarding: String) -> String {
        let test = test(operand)
        switch entropy.below(12) {
        case 0...4: return test
        case 5: return "\(test) && \(self.test(second))"
        case 6: return "\(self.test(second)) && \(test)"
        case 7: return "\(test) || \(self.test(entropy.chance(1, in: 2) ? operand : second))"
        case 8, 9: return "\(guarding) && \(entropy.chance(1, in: 2) ? test : self.test(second))"
        case 10: return "!(\(test))"
        default:
            var generator = ConditionGenerator(entropy)
            let source = generator.condition()
            entropy = generator.entropy
            return source
        }
    }

    private mutating func test(_ operand: String) -> String {
        switch entropy.below(12) {
        case 0...3: return "\(operand) == \(entropy.pick(Self.constants))"
        case 4: return "\(entropy.pick(Self.constants)) == \(operand)"
        case 5: return "\(operand) in [\(list(Self.constants, 1 + entropy.below(3)))]"
        case 6: return "\(operand) in [\(list(Self.constants, 8 + entropy.below(12)))]"
        case 7: return "dyn(\(operand)).\(textFunction())(\"\(entropy.pick(Self.texts))\")"
        case 8:
            let texts = list(Self.texts.map { "\"\($0)\"" }, 6 + entropy.below(80))
            return "[\(texts)].exists(s, dyn(\(operand)).\(textFunction())(s))"
        default: return "dyn(\(operand)).matches(\"\(entropy.pick(Self.patterns))\")"
        }
    }

    private mutating func textFunction() -> String { entropy.pick(["contains", "startsWith", "endsWith"]) }

    private mutating func list(_ choices: [String], _ count: Int) -> String {
        (0..<count).map { _ in entropy.pick(choices) }.joined(separator: ", ")
    }
}
