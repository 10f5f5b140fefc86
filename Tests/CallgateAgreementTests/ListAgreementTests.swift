import Callgate
import CallgateCompiler
import CallgateLanguage
import CallgateMachine
import CallgateOracles
import CallgatePolicy
import CallgateReference
import Testing

/// Random lists, and values to look for in them.
struct ListSource {
    var entropy: Entropy

    init(seed: Int) { entropy = Entropy(seed: UInt64(seed) &* 0xD6E8_FEB8_6659_FD93 &+ 1) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(entropy.next() % UInt64(elements.count))]
    }

    /// Few enough different ones that they are often found.
    mutating func value() -> ListValue {
        switch entropy.next() % 8 {
        case 0: return .null
        case 1: return .bool(entropy.next() & 1 == 0)
        case 2: return .int(pick([0, 1, -1, 7, 1 << 53, (1 << 53) + 1, .max, .min, Int64(entropy.next() % 20)]))
        case 3: return .double(pick([0.0, -0.0, 1.0, 2.5, -1.0, 0x1p53 - 1, 1e-300, 7.0, 0.1]))
        default: return .string(pick(Self.texts) + pick(["", "", "\(entropy.next() % 40)"]))
        }
    }

    private static let texts = ["", "a", "ann@approved.invalid", "é", "e\u{301}", "null", "true", "1", "\"", "\u{0}", String(repeating: "long ", count: 60)]

    mutating func values(_ count: Int) throws -> ListValues {
        var values: [ListValue] = []
        for _ in 0..<count { values.append(value()) }
        return try ListValues(values)
    }

    /// JSON that a call might have.
    mutating func json() -> String {
        switch entropy.next() % 10 {
        case 0: return pick(["null", "true", "false", "[]", "{}", "[1]", "\"\\u0061\"", "\"\\u00e9\""])
        case 1: return pick(["1.0", "1", "-0", "0.0", "1e0", "25e-1", "9007199254740993", "9007199254740992.0", "1e400", "18446744073709551615"])
        case 2: return "\(entropy.next() % 20)"
        default:
            switch value() {
            case .null: return "null"
            case .bool(let value): return "\(value)"
            case .int(let value): return "\(value)"
            case .double(let value): return "\(value)"
            case .string(let text): return Self.quoted(text)
            }
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\u{0}": "\\u0000"
            default: String(scalar)
            }
        }.joined() + "\""
    }
}

/// A policy of rules with these conditions over lists `l`, `m` and `n`, each of which denies the tool `t`.
func policy(_ conditions: [String], _ lists: [ListValues]) throws -> CheckedPolicy {
    var environment = Environment.policy
    let named = zip(["l", "m", "n"], lists).map { PolicyList(name: $0, values: $1) }
    for list in named { environment.variables[list.variable] = .list(.dyn) }
    let source = SourceText(name: "p", text: "")
    let rules = try conditions.enumerated().map { index, condition in
        CheckedRule(
            name: "r\(index)", tools: [.exact("t")],
            condition: EmbeddedExpression(
                checked: try check(condition, in: environment), origin: ExpressionOrigin(document: source, offsets: [])),
            effect: .deny, isMonitored: index > 0, location: CheckedRule.Location(source: 0, line: 1, column: 1))
    }
    var policy = CheckedPolicy(rules: rules, sources: [source])
    policy.lists = named
    return policy
}

@Suite("Lists: the machine agrees with the reference")
struct ListAgreementTests {
    static let conditions = [
        "args.x in lists.l", "!(args.y in lists.m)", "args.x in lists.l && args.y in lists.l", "args.n + 0.5 in lists.m",
        "args.x in lists.l || args.x in lists.m", "size(args.s) in lists.l", "1u in lists.l", "18446744073709551615u in lists.m",
        "args.list.exists(i, i in lists.l)", "args.list.all(lists, lists in .lists.l)", "args.missing in lists.l", "2.5 in lists.m",
        "double(args.n) in lists.l", "args.n * 9007199254740992.0 in lists.l", "dyn(b'a') in lists.l", "now in lists.l",
        "(args.n / 0) in lists.l", "[args.x] in lists.l", "uint(args.n) in lists.m", "tool in lists.l",
    ]

    /// What does more than looking values up.
    static let whole = [
        "size(lists.n) > 3", "lists.n == args.list", "lists.n.exists(v, v == args.x)", "lists.n[0] == args.x",
        "args.x in (args.b ? lists.n : lists.m)", "lists.n.all(v, v in lists.l)", "args.x in lists.n + [1]",
        "[1, 2].exists(lists, lists == size(.lists.n))",
    ]

    private static func call(_ source: inout ListSource) -> [UInt8] {
        let list = (0..<Int(source.entropy.next() % 4)).map { _ in source.json() }.joined(separator: ",")
        let number = source.entropy.next() % 3 == 0 ? source.json() : "\(source.entropy.next() % 20)"
        return Array(
            """
            {"tool":"t","args":{"x":\(source.json()),"y":\(source.json()),"n":\(number),"s":\(source.json()),\
            "b":\(source.entropy.next() & 1 == 0),"list":[\(list)]}}
            """.utf8)
    }

    @Test(arguments: 0..<8)
    func random(_ seed: Int) throws {
        var source = ListSource(seed: seed)
        for size in [0, 1, 2, 9, 60, 400] {
            let lists = [try source.values(size), try source.values(size / 2), try source.values(min(size, 12))]
            let oracle = try #require(try AgreementOracle(policy(Self.conditions + Self.whole, lists)))
            for _ in 0..<40 {
                let difference = oracle.disagreement(on: Self.call(&source), seconds: 1_700_000_000, nanoseconds: 0)
                #expect(difference == nil)
            }
        }
    }

    /// A gate with a list replaced decides as one that was compiled with those values, and is the same image but
    /// for its digest.
    @Test(arguments: 0..<8)
    func replaced(_ seed: Int) throws {
        var source = ListSource(seed: seed &+ 100)
        let digest = [UInt8](repeating: 0, count: 32)
        func gate(_ lists: [ListValues]) throws -> Gate {
            let compiled = try PolicyCompiler().compile(policy(Self.conditions, lists), digest: digest)
            return try Gate(image: compiled.image.encoded())
        }
        var lists = [try source.values(30), try source.values(9), try source.values(2)]
        var swapped = try gate(lists)
        for _ in 0..<12 {
            let index = Int(source.entropy.next() % 3)
            lists[index] = try source.values(Int(source.entropy.next() % 60))
            let before = swapped.policyDigest
            swapped = try swapped.replacing(list: ["l", "m", "n"][index], with: lists[index])
            #expect(swapped.policyDigest != before)
            let compiled = try gate(lists)
            #expect(swapped.image.storage.count == compiled.image.storage.count)
            #expect(swapped.lists == compiled.lists)
            var first = Decider(swapped)
            var second = Decider(compiled)
            for _ in 0..<30 {
                let call = Self.call(&source)
                let time = CallTime(seconds: 1_700_000_000)
                #expect(first.report(call, at: time) == second.report(call, at: time))
            }
        }
    }
}
