import CallgateLanguage

/// Rules.
extension PolicyReader {
    /// Reads a rule; it becomes part of the policy where it is enabled, errors or not, as a policy
    /// with an error is never used.
    mutating func readRule(_ node: YAMLNode) {
        ruleCount += 1
        guard let entries = entries(of: node, as: RuleKey.self) else { return }
        let name = entries[.name].flatMap { readName($0) }
        for key in [RuleKey.name, .tool, .action] where !entries.has(key) {
            let subject = name.map { "the rule `\($0)`" } ?? "a rule"
            error("\(subject) has no `\(key.rawValue)`, which every rule needs", at: node.range)
        }
        let effect = entries[.action].flatMap { self.effect(of: $0, "`action`") }
        var rule = CheckedRule(
            name: name ?? "", tools: entries[.tool].map { tools(of: $0) } ?? [], effect: effect ?? .deny,
            location: location(of: entries[.name]?.value.range ?? node.range))
        if let entry = entries[.description] { rule.description = text(of: entry, "`description`", .long) ?? "" }
        if let entry = entries[.when] { rule.condition = condition(of: entry) }
        if let entry = entries[.message] { rule.message = message(of: entry) }
        readReview(entries, effect, &rule)
        if let entry = entries[.limit] {
            rule.limit = limit(of: entry)
            if effect == .allow {
                error(
                    "`limit` has no meaning in a rule whose action is `allow`: such a rule would allow what is too much",
                    at: entry.key.range, suggestion: "action: deny")
            }
        }
        if let entry = entries[.severity] {
            rule.severity = choice(of: entry, "`severity`", CheckedRule.Severity.allCases.map { ($0.rawValue, $0) })
        }
        if let entry = entries[.tags] {
            rule.tags = texts(of: entry, "`tags`", item: "a tag", .label, limit: PolicyLimits.tags)?.map(\.scalar.text) ?? []
        }
        if let entry = entries[.mode] {
            rule.isMonitored = choice(of: entry, "`mode`", [("enforce", false), ("monitor", true)]) ?? false
        }
        let isEnabled = entries[.enabled].map { boolean(of: $0, "`enabled`") } ?? true
        guard isEnabled else { return }
        if !findings.hasErrors { warnOfRepetition(rule, at: entries[.name]?.value.range ?? node.range) }
        policy.rules.append(rule)
    }

    mutating func readName(_ entry: YAMLEntry) -> String? {
        guard let scalar = scalar(of: entry.value, key: entry.key.range, "`name`", .name) else { return nil }
        if let first = ruleNames[ByteString(scalar.bytes)] {
            error(
                "two rules are called `\(scalar.text)`", at: entry.value.range,
                notes: ["the other is at \(name(of: first))"])
        } else {
            ruleNames[ByteString(scalar.bytes)] = here(entry.value.range)
        }
        return scalar.text
    }

    func location(of range: SourceRange) -> CheckedRule.Location {
        let position = texts[document].position(of: range.lowerBound)
        return CheckedRule.Location(source: document, line: position.line, column: position.column)
    }

    /// What only a rule whose action is a review has.
    private mutating func readReview(
        _ entries: Entries<RuleKey>, _ effect: PolicyEffect?, _ rule: inout CheckedRule
    ) {
        for key in [RuleKey.approvers, .timeout] {
            guard let entry = entries[key], let effect, effect != .review else { continue }
            error(
                "`\(key.rawValue)` has no meaning in a rule whose action is `\(effect.rawValue)`: nobody is asked",
                at: entry.key.range, suggestion: "action: require_approval")
        }
        if let entry = entries[.approvers] {
            let approvers = texts(
                of: entry, "`approvers`", item: "an approver", .label, limit: PolicyLimits.approvers)
            rule.approvers = approvers?.map(\.scalar.text) ?? []
        }
        if let entry = entries[.timeout] { rule.timeoutSeconds = timeout(of: entry) }
    }

    mutating func tools(of entry: YAMLEntry) -> [ToolSelector] {
        let tools = texts(of: entry, "`tool`", item: "a tool ID", .tool, limit: PolicyLimits.tools) ?? []
        return tools.map { scalar, range in
            let text = scalar.text
            if scalar.bytes.first?.isBlank == true || scalar.bytes.last?.isBlank == true {
                warn("the tool ID `\(text)` has a blank at an end, which is part of it", at: range)
            }
            return scalar.bytes.contains(UInt8(ascii: "*")) ? .glob(text) : .exact(text)
        }
    }

    /// Warns where a rule does the same under the same condition as one before it.
    private mutating func warnOfRepetition(_ rule: CheckedRule, at range: SourceRange) {
        let meaning = meaning(of: rule)
        if let first = ruleMeanings[meaning] {
            warn(
                """
                the rule `\(rule.name)` does what the rule `\(first.name)` does, for the same tools and under \
                the same condition
                """,
                at: range, notes: ["the other is at \(name(of: first.place))"])
        } else {
            ruleMeanings[meaning] = (rule.name, here(range))
        }
    }

    /// What a rule does, and when. Each text has its length before it, so that no two rules that differ
    /// come to the same bytes.
    private func meaning(of rule: CheckedRule) -> ByteString {
        var bytes: [UInt8] = []
        func append(_ number: Int) {
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        func append(_ text: String) {
            append(text.utf8.count)
            bytes += text.utf8
        }
        append(rule.effect.rawValue)
        bytes.append(rule.isMonitored ? 1 : 0)
        append(rule.timeoutSeconds ?? 0)
        append(rule.tools.count)
        if rule.tools.count == 1 {
            append(rule.tools[0].text)
        } else {
            let texts = rule.tools.map(\.text)
            for text in texts.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { append(text) }
        }
        append(rule.approvers.count)
        for approver in rule.approvers { append(approver) }
        append(rule.condition?.checked.source ?? "true")
        if let limit = rule.limit {
            append(Int(limit.maximum))
            append(limit.seconds)
            for part in limit.key { append(part.checked.source) }
            append(limit.sum?.checked.source ?? "")
        }
        return ByteString(bytes)
    }
}
