import CallgateLanguage
import CallgatePolicy
import CallgateReference
import Foundation
import Testing

/// How rules become a decision.
struct DeciderTests {
    /// A rule called by its place, from `r1` on.
    private struct Rule {
        var tools: [ToolSelector]
        var effect: PolicyEffect
        var condition: String?
        var isMonitored = false
    }

    private static func rule(_ effect: PolicyEffect, _ condition: String? = nil, tool: String = "t") -> Rule {
        Rule(tools: [.exact(tool)], effect: effect, condition: condition)
    }

    private static func monitor(_ effect: PolicyEffect, _ condition: String? = nil, tool: String = "t") -> Rule {
        Rule(tools: [.exact(tool)], effect: effect, condition: condition, isMonitored: true)
    }

    private func decide(
        _ rules: [Rule], call: String = #"{"tool":"t","args":{"n":1,"n":2,"big":1e999}}"#, defaultEffect: PolicyEffect? = nil,
        ungoverned: PolicyEffect = .deny, callLimit: Int = ReferenceLimits.callBytes
    ) throws -> ReferenceDecision {
        let checked = try rules.enumerated().map { index, rule in
            let condition = try rule.condition.map {
                EmbeddedExpression(
                    checked: try check($0, in: .policy),
                    origin: ExpressionOrigin(document: SourceText(name: "", text: $0), offsets: Array(0...$0.utf8.count)))
            }
            return CheckedRule(
                name: "r\(index + 1)", tools: rule.tools, condition: condition, effect: rule.effect, isMonitored: rule.isMonitored,
                location: CheckedRule.Location(source: 0, line: index + 1, column: 1))
        }
        let policy = CheckedPolicy(defaultEffect: defaultEffect, ungoverned: ungoverned, rules: checked)
        return ReferenceDecider(policy, callLimit: callLimit).decide(Array(call.utf8), now: now)
    }

    /// `deny rule r1 [r1, r2]`, with what is monitored and the error behind it, if there are any.
    private func shown(_ decision: ReferenceDecision) -> String {
        var text = "\(decision.effect) \(decision.reason.rawValue)"
        if let rule = decision.rule { text += " \(rule)" }
        text += " [\(decision.matched.joined(separator: ", "))]"
        if !decision.monitored.isEmpty { text += " monitored [\(decision.monitored.joined(separator: ", "))]" }
        if let error = decision.error { text += " \(error.kind)" + (error.offset.map { " at \($0)" } ?? "") }
        return text
    }

    @Test("Deny beats review beats allow; the first rule that wins decides", arguments: [
        ([rule(.allow)], "allow rule r1 [r1]"), ([rule(.review)], "review rule r1 [r1]"), ([rule(.deny)], "deny rule r1 [r1]"),
        ([rule(.allow), rule(.deny), rule(.review)], "deny rule r2 [r1, r2, r3]"),
        ([rule(.allow), rule(.review)], "review rule r2 [r1, r2]"),
        ([rule(.deny, "false"), rule(.deny, "true"), rule(.deny)], "deny rule r2 [r2, r3]"),
        ([rule(.allow, "tool == 't'"), rule(.allow, "true")], "allow rule r1 [r1, r2]"),
        ([rule(.deny, "args.x == 1"), rule(.review, "args.x == null")], "review rule r2 [r2]"),
        ([rule(.deny, "now < timestamp(0)"), rule(.allow, "context == {}")], "allow rule r2 [r2]"),
        ([rule(.deny, tool: "u"), rule(.allow)], "allow rule r2 [r2]"),
    ] as [([Rule], String)])
    private func precedence(_ rules: [Rule], _ wanted: String) throws {
        #expect(shown(try decide(rules)) == wanted)
    }

    @Test("Errors fail closed", arguments: [
        ([rule(.deny, "args.x.y")], "deny error r1 [r1] null_field"),
        ([rule(.review, "args.x.y")], "review error r1 [r1] null_field"),
        ([rule(.allow, "args.x.y")], "deny default []"), ([rule(.allow, "args.x.y"), rule(.allow)], "allow rule r2 [r2]"),
        ([rule(.deny, "args.n == 1")], "deny error r1 [r1] duplicate_key at 26"),
        ([rule(.deny, "args.big > 1")], "deny error r1 [r1] number_out_of_range at 38"),
        ([rule(.deny, "args.x.y"), rule(.deny, "true")], "deny rule r2 [r1, r2]"),
        ([rule(.deny, "args.x.y"), rule(.deny, "1 / 0 > 0")], "deny error r1 [r1, r2] null_field"),
        ([rule(.deny, "args.x.y"), rule(.deny, "false"), rule(.review), rule(.allow)], "deny error r1 [r1, r3, r4] null_field"),
        ([rule(.review, "args.x.y"), rule(.allow)], "review error r1 [r1, r2] null_field"),
        ([rule(.review, "args.x.y"), rule(.deny)], "deny rule r2 [r1, r2]"),
        // What is no bool.
        ([rule(.deny, "args.x")], "deny error r1 [r1] no_such_overload"),
        ([rule(.deny, "context.x")], "deny error r1 [r1] no_such_overload"), ([rule(.allow, "args.x")], "deny default []"),
        ([rule(.deny, "args.x.y || true")], "deny rule r1 [r1]"), ([rule(.deny, "args.x.y && false")], "allow default []"),
    ] as [([Rule], String)])
    private func failures(_ rules: [Rule], _ wanted: String) throws {
        #expect(shown(try decide(rules)) == wanted)
    }

    @Test("Where nothing matches, `default`; without it, rules that allow make a list of what is allowed", arguments: [
        ([rule(.deny, "false")], nil, "allow default []"), ([rule(.review, "false")], nil, "allow default []"),
        ([rule(.allow, "false")], nil, "deny default []"),
        ([rule(.deny, "false"), rule(.allow, "false")], nil, "deny default []"),
        ([rule(.deny, "false"), rule(.allow, tool: "u")], nil, "allow default []"),
        ([rule(.allow, "false")], .allow, "allow default []"), ([rule(.deny, "false")], .deny, "deny default []"),
        ([rule(.deny, "false")], .review, "review default []"),
        ([rule(.deny)], .allow, "deny rule r1 [r1]"), ([rule(.deny, "false"), monitor(.allow, "false")], nil, "allow default []"),
    ] as [([Rule], PolicyEffect?, String)])
    private func defaults(_ rules: [Rule], _ defaultEffect: PolicyEffect?, _ wanted: String) throws {
        #expect(shown(try decide(rules, defaultEffect: defaultEffect)) == wanted)
    }

    @Test("A tool that no enforced rule governs, whatever `default` says", arguments: [
        ([], .deny, "deny ungoverned []"), ([], .allow, "allow ungoverned []"), ([], .review, "review ungoverned []"),
        ([rule(.allow, tool: "u")], .deny, "deny ungoverned []"),
        ([monitor(.allow)], .deny, "deny ungoverned [] monitored [r1]"),
        ([monitor(.deny)], .allow, "allow ungoverned [] monitored [r1]"),
        ([monitor(.deny, "false")], .allow, "allow ungoverned []"),
        ([monitor(.deny, "args.x.y")], .allow, "allow ungoverned [] monitored [r1]"),
        ([monitor(.allow, "args.x.y")], .allow, "allow ungoverned []"),
    ] as [([Rule], PolicyEffect, String)])
    private func ungoverned(_ rules: [Rule], _ ungoverned: PolicyEffect, _ wanted: String) throws {
        for defaultEffect in [nil, PolicyEffect.allow, .review, .deny] {
            #expect(shown(try decide(rules, defaultEffect: defaultEffect, ungoverned: ungoverned)) == wanted)
        }
    }

    @Test("Monitored rules report and do not decide", arguments: [
        ([monitor(.deny), rule(.allow)], "allow rule r2 [r2] monitored [r1]"),
        ([rule(.allow), monitor(.review), monitor(.deny, "false")], "allow rule r1 [r1] monitored [r2]"),
        ([monitor(.deny, "args.x.y"), rule(.allow), monitor(.allow, "args.x.y")], "allow rule r2 [r2] monitored [r1]"),
        ([monitor(.allow), rule(.deny, "false")], "allow default [] monitored [r1]"),
    ] as [([Rule], String)])
    private func monitoring(_ rules: [Rule], _ wanted: String) throws {
        #expect(shown(try decide(rules)) == wanted)
    }

    @Test("Calls that are malformed, governed or not", arguments: [
        ("", "deny malformed [] invalid_json at 0"), ("{}", "deny malformed [] invalid_tool at 0"), (#"{"tool":"u"} x"#,
        "deny malformed [] invalid_json at 13"),
        (#"{"tool":"u","args":[]}"#, "deny malformed [] invalid_args at 19"), (#"{"tool":"t","tool":"t"}"#,
        "deny malformed [] duplicate_key at 12"),
        (#"{"tool":"t","x":                                                 1}"#, "deny malformed [] call_too_large at 64"),
    ])
    func malformed(_ call: String, _ wanted: String) throws {
        let rules = [Self.rule(.allow), Self.monitor(.deny)]
        let decision = try decide(rules, call: call, defaultEffect: .allow, ungoverned: .allow, callLimit: 64)
        #expect(shown(decision) == wanted)
        #expect(decision.tool == nil)
        #expect(try decide(rules, call: #"{"tool":"é"}"#, callLimit: 64).tool == "é")
    }

    @Test("Which tools a selector names", arguments: [
        (.exact("a.b"), ["a.b"], ["a.B", "a.b ", "axb", "", "a"]), (.exact("é"), ["é"], ["e\u{301}", "e"]), (.exact(""), [""],
        ["a"]), (.exact("a*"), ["a*"], ["ab"]),
        (.glob("*"), ["", "a", "*", "\n"], []), (.glob("a*"), ["a", "ab", "a*", "aé\n"], ["", "ba", "A"]), (.glob("*a"), ["a",
        "ba", "aa"], ["", "ab"]), (.glob("a*b"), ["ab", "axb", "abab"], ["a", "b", "aba", "ba"]),
        (.glob("a*a"), ["aa", "aba"], ["a"]), (.glob("*a*"), ["a", "bab"], ["", "b"]), (.glob("a*b*c"), ["abc", "axbxc",
        "abbcbc"], ["acb", "ac", "abcx"]), (.glob("*ab*ab*"), ["abab", "xabxabx"], ["ab", "aab", "aba"]),
        (.glob("**"), ["", "a"], []), (.glob("a**b"), ["ab", "axb"], ["a"]), (.glob("a.*"), ["a.b"], ["ab", "axb"]),
        (.glob("a?[b]*"), ["a?[b]", "a?[b]c"], ["axb"]), (.glob("*aab"), ["aaab"], ["aaba"]), (.glob("é*"), ["éa"], ["e\u{301}a"]),
    ] as [(ToolSelector, [String], [String])])
    func selectors(_ selector: ToolSelector, _ governed: [String], _ others: [String]) throws {
        let rules = [Rule(tools: [.exact("-"), selector], effect: .allow)]
        for (tools, reason) in [(governed, ReferenceDecision.Reason.rule), (others, .ungoverned)] {
            for tool in tools {
                let escaped = tool.unicodeScalars.map { $0 == "\n" ? "\\n" : String($0) }.joined()
                #expect(try decide(rules, call: #"{"tool":"\#(escaped)"}"#).reason == reason, "\(tool)")
            }
        }
    }

    @Test("The names that are written in decisions")
    func names() {
        let reasons = ReferenceDecision.Reason.allCases.map(\.rawValue)
        #expect(reasons == [
                "rule", "default", "ungoverned", "error", "malformed", "limit", "role", "session", "trust", "flow",
            ])
        let malformations = Malformation.Kind.allCases.map(\.rawValue)
        #expect(
            malformations == [
                "call_too_large", "nesting_too_deep", "invalid_json", "invalid_number", "lone_surrogate", "invalid_utf8",
                "invalid_tool", "invalid_args", "invalid_context", "duplicate_key",
            ])
    }

    @Test("The errors are those that the semantics list")
    func errors() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "spec/language/semantics.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        let table = lines.drop { $0 != "| error | arises where |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
        let names = table.map { $0.split(separator: "`")[1] }
        #expect(names == EvaluationError.Kind.allCases.map { $0.rawValue[...] })
    }
}
