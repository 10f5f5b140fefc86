import CallgateLanguage

/// Rules about results, what tools' results are without a rule, and flows that follow from both.
extension PolicyReader {
    /// The names that rules about results read as fields of `args`: the call that is judged by them has
    /// the tool, the arguments and the result there.
    private static let nested: Set<String> = ["tool", "args", "result"]

    /// What such rules see: the call, and its result.
    var resultEnvironment: Environment {
        var variables = self.environment.variables.filter { !$0.key.hasPrefix("session.") }
        variables["result"] = .dyn
        var environment = self.environment
        environment.variables = variables
        environment.functions = .complete
        return environment
    }

    mutating func readResults(_ entry: YAMLEntry) {
        guard case .sequence(let nodes) = entry.value.content, !nodes.isEmpty else {
            labelsAreUnsure = true
            return error(
                "`results` is a list of rules about results, but this is \(describe(entry.value))",
                at: place(of: entry))
        }
        let errorCount = findings.errorCount
        for node in nodes { readResultRule(node) }
        if findings.errorCount > errorCount { labelsAreUnsure = true }
    }

    private mutating func readResultRule(_ node: YAMLNode) {
        guard let keys = entries(of: node, as: ResultKey.self) else { return }
        let name = keys[.name].flatMap { readName($0) }
        for key in [ResultKey.name, .tool] where !keys.has(key) {
            let subject = name.map { "the rule `\($0)`" } ?? "a rule about results"
            error("\(subject) has no `\(key.rawValue)`, which every such rule needs", at: node.range)
        }
        var judgement = Judgement()
        if let entry = keys[.mark] { judgement.trust = trust(of: entry, "`mark`") }
        if let entry = keys[.labels] { judgement.labels = labels(of: entry) }
        if let entry = keys[.block] { judgement.blocks = boolean(of: entry, "`block`") }
        if !keys.has(.mark), !keys.has(.labels), !keys.has(.block) {
            error(
                "a rule about results says something of them: `mark`, `labels` or `block`", at: node.range,
                suggestion: "mark: untrusted")
        }
        let range = keys[.name]?.value.range ?? node.range
        let condition = keys[.when].flatMap { self.condition(of: $0, in: resultEnvironment) }
        let isEnabled = keys[.enabled].map { boolean(of: $0, "`enabled`") } ?? true
        guard isEnabled else { return }
        var tools: [ToolSelector] = []
        if let entry = keys[.tool] { tools = self.tools(of: entry) }
        var rule = Self.rule(name ?? "", tools, judgement, location(of: range))
        if judgement.trust != nil { policy.settings.usesTrust = true }
        if let entry = keys[.description] { rule.description = text(of: entry, "`description`", .long) ?? "" }
        rule.condition = condition.map {
            EmbeddedExpression(checked: $0.checked.nesting(Self.nested, under: "args"), origin: $0.origin)
        }
        policy.results.append(rule)
    }

    /// A rule that says something of results. One that only trusts them is like one that allows: it does
    /// not match where its condition fails.
    private static func rule(
        _ name: String, _ tools: [ToolSelector], _ judgement: Judgement, _ location: CheckedRule.Location
    ) -> CheckedRule {
        let onlyTrusts = judgement.trust == .trusted && judgement.labels.isEmpty && !judgement.blocks
        var rule = CheckedRule(name: name, tools: tools, effect: onlyTrusts ? .allow : .deny, location: location)
        rule.judgement = judgement
        return rule
    }

    mutating func trust(of entry: YAMLEntry, _ what: String) -> Judgement.Trust? {
        choice(
            of: entry, what, Judgement.Trust.allCases.map { ($0.rawValue, $0) },
            synonyms: Self.trustSynonyms)
    }

    mutating func labels(of entry: YAMLEntry) -> [String] {
        let found = texts(of: entry, "`labels`", item: "a label", .label, limit: PolicyLimits.labels) ?? []
        for label in found where !policy.labels.contains(where: { $0.utf8.elementsEqual(label.scalar.bytes) }) {
            policy.labels.append(label.scalar.text)
            if policy.labels.count == PolicyLimits.labels + 1 {
                error("results have more than \(PolicyLimits.labels) labels", at: label.range)
            }
        }
        return found.map(\.scalar.text)
    }

    /// What is said of a tool's results without a condition, and whether the tool sends outside.
    mutating func readToolJudgement(_ keys: Entries<ToolKey>, _ scalar: YAMLScalar, _ place: YAMLNode) {
        let isGlob = scalar.bytes.contains(UInt8(ascii: "*"))
        let selector: ToolSelector = isGlob ? .glob(scalar.text) : .exact(scalar.text)
        var judgement = Judgement()
        if let entry = keys[.result] { judgement.trust = trust(of: entry, "`result`") }
        if let entry = keys[.labels] { judgement.labels = labels(of: entry) }
        if let entry = keys[.sends],
            choice(of: entry, "`sends`", [("external", true), ("internal", false)]) == true
        {
            sendingTools.append(selector)
        }
        guard judgement != Judgement() else { return }
        let name = "tool \(scalar.text): result"
        takeName(name, at: place.range)
        if judgement.trust != nil { policy.settings.usesTrust = true }
        policy.results.append(Self.rule(name, [selector], judgement, location(of: place.range)))
    }

    mutating func readFlow(_ entry: YAMLEntry) {
        guard isOnce(.flow, entry), let keys = entries(of: entry.value, as: FlowKey.self) else { return }
        guard let trifecta = keys[.lethalTrifecta] else {
            if !keys.has(.lethalTrifecta) { error("`flow` is empty", at: place(of: entry)) }
            return
        }
        guard
            let effect = choice(
                of: trifecta, "`lethal_trifecta`",
                [("deny", PolicyEffect.deny), ("review", .review), ("require_approval", .review)])
        else { return }
        flow = (effect, here(trifecta.key.range))
    }

    /// What follows from all documents together.
    mutating func finishGuard() {
        // Of two rules that deny, the first one says why: a caller without a role is told so.
        policy.rules = policy.rules.filter { $0.origin == .role } + policy.rules.filter { $0.origin != .role }
        guard let flow else { return }
        document = flow.place.document
        guard !sendingTools.isEmpty else {
            return error(
                "`lethal_trifecta` refuses tools that send outside, but no tool is said to", at: flow.place.range,
                suggestion: "say so under `tools`, such as `create_issue: {sends: external}`")
        }
        let name = "flow: lethal trifecta"
        takeName(name, at: flow.place.range)
        var rule = CheckedRule(
            name: name,
            description: "a session that has read private data and untrusted content sends nothing outside",
            tools: sendingTools,
            condition: expression(
                meant: #""private" in session.labels && session.trust == "untrusted""#, at: flow.place.range),
            effect: flow.effect, location: location(of: flow.place.range))
        rule.origin = .flow
        policy.rules.append(rule)
        policy.settings.usesTrust = true
        if !policy.labels.contains("private") {
            warn(
                "no result gets the label `private`, so that `lethal_trifecta` refuses nothing",
                at: flow.place.range)
        }
    }
}
