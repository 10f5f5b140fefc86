import CallgateLanguage
public import CallgatePolicy

/// Small policies of rules with generated conditions.
public struct PolicyGenerator {
    public var entropy: Entropy

    public init(_ entropy: Entropy) { self.entropy = entropy }

    /// The IDs that generated calls use; the selectors of generated rules are about these.
    public static let tools = ["pay", "send", "send_mail", "drop", "é", "e\u{301}", "se*nd"]
    static let selectors: [ToolSelector] = [
        .exact("pay"), .exact("send"), .exact("send_mail"), .exact("é"), .glob("send*"), .glob("*"), .glob("*a*"),
        .glob("s*d"),
    ]

    /// A policy whose conditions pass the checker; nil where too few did.
    public mutating func policy() -> CheckedPolicy? {
        var rules: [CheckedRule] = []
        let wanted = 1 + entropy.below(4)
        for attempt in 0..<12 where rules.count < wanted {
            if let rule = rule(named: "r\(attempt)") { rules.append(rule) }
        }
        guard !rules.isEmpty else { return nil }
        // Rules of one condition: what is shared must stay the same.
        if entropy.chance(1, in: 3) {
            var copy = rules[0]
            copy.name = "copy"
            copy.effect = effect()
            rules.append(copy)
        }
        return CheckedPolicy(
            defaultEffect: entropy.pick([nil, nil, .allow, .deny, .review]),
            ungoverned: entropy.pick([.deny, .deny, .allow, .review]), rules: rules,
            sources: [SourceText(name: "generated", text: "")])
    }

    /// A policy of many rules, most of them for all tools, that test the same.
    public mutating func groupedPolicy() -> CheckedPolicy? {
        var groups = GroupGenerator(entropy)
        let conditions = groups.conditions()
        entropy = groups.entropy
        let rules = conditions.enumerated().compactMap { index, source in
            rule(named: "r\(index)", source, on: entropy.chance(1, in: 12) ? nil : [.glob("*")])
        }
        guard rules.count >= 8 else { return nil }
        return CheckedPolicy(
            defaultEffect: entropy.pick([nil, nil, .allow, .deny, .review]), ungoverned: .deny, rules: rules,
            sources: [SourceText(name: "generated", text: "")])
    }

    private mutating func rule(named name: String) -> CheckedRule? {
        guard !entropy.chance(1, in: 20) else { return rule(named: name, nil, on: nil) }
        var generator = ConditionGenerator(entropy)
        let source = generator.condition()
        entropy = generator.entropy
        return rule(named: name, source, on: nil)
    }

    private mutating func rule(named name: String, _ source: String?, on tools: [ToolSelector]?) -> CheckedRule? {
        var condition: EmbeddedExpression?
        if let source {
            guard let checked = try? check(source, in: .policy), checked.type == .bool || checked.type == .dyn
            else { return nil }
            condition = EmbeddedExpression(
                checked: checked,
                origin: ExpressionOrigin(document: SourceText(name: "generated", text: source), offsets: []))
        }
        let selectors = tools ?? (0...entropy.below(2)).map { _ in entropy.pick(Self.selectors) }
        return CheckedRule(
            name: name, tools: selectors, condition: condition, effect: effect(),
            isMonitored: entropy.chance(1, in: 8),
            location: CheckedRule.Location(source: 0, line: 1, column: 1))
    }

    private mutating func effect() -> PolicyEffect { entropy.pick([.deny, .deny, .review, .allow]) }
}
