import CallgateLanguage

/// Roles, which become rules that deny what a role does not reach.
extension PolicyReader {
    mutating func readRoles(_ entry: YAMLEntry) {
        guard isOnce(.roles, entry) else { return }
        guard case .mapping(let roles) = entry.value.content, !roles.isEmpty else {
            return error(
                "`roles` is a mapping of roles to what they may use, but this is \(describe(entry.value))",
                at: place(of: entry))
        }
        guard roles.count <= PolicyLimits.roles else {
            return error("there are \(roles.count) roles; the limit is \(PolicyLimits.roles)", at: entry.value.range)
        }
        var names: [String] = []
        for role in roles {
            guard let scalar = scalar(of: role.key, key: role.key.range, "the name of a role", .label) else { continue }
            guard !names.contains(where: { $0.utf8.elementsEqual(scalar.bytes) }) else {
                error("two roles are called `\(scalar.text)`", at: role.key.range)
                continue
            }
            names.append(scalar.text)
            readRole(scalar.text, role)
        }
        let known = names.map { "\(Literal.string($0))" }.joined(separator: ", ")
        addRule(
            "roles", "the caller has a role that the policy knows", when: "!(context.role in [\(known)])",
            at: entry.key.range)
    }

    private mutating func readRole(_ name: String, _ entry: YAMLEntry) {
        guard let keys = entries(of: entry.value, as: RoleKey.self) else { return }
        guard let tools = keys[.tools] else {
            if !keys.has(.tools) {
                error(
                    "the role `\(shortened(name))` has no `tools`", at: entry.key.range,
                    suggestion: "tools: [\"*\"] for a role that may use all that rules let through")
            }
            return
        }
        let isRole = "context.role == \(Literal.string(name))"
        let selectors = self.tools(of: tools)
        roleTools += selectors
        let reach = selectors.map(Self.reaches)
        if !reach.contains("true"), !reach.isEmpty {
            addRule(
                "role \(name): tools", "the role may use this tool",
                when: "\(isRole) && !(\(reach.joined(separator: " || ")))", at: entry.key.range)
        }
        if let providers = keys[.providers],
            let found = texts(of: providers, "`providers`", item: "a provider", .label, limit: PolicyLimits.tools)
        {
            let list = found.map { "\(Literal.string($0.scalar.text))" }.joined(separator: ", ")
            addRule(
                "role \(name): providers", "the role may use this provider, where the call has one",
                when: "\(isRole) && has(context.provider) && !(context.provider in [\(list)])", at: entry.key.range)
        }
        if let entry = keys[.limit], let limit = limit(of: entry) {
            addRule(
                "role \(name): limit", "the role has calls left", when: isRole, limit: limit, at: entry.key.range)
        }
    }

    /// Whether the call's tool is one that a selector means, as a condition.
    private static func reaches(_ selector: ToolSelector) -> String {
        switch selector {
        case .exact(let id): return "tool == \(Literal.string(id))"
        case .glob("*"): return "true"
        case .glob(let glob):
            let pieces = glob.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            let pattern = pieces.map { String(decoding: quoted($0), as: UTF8.self) }.joined(separator: ".*")
            return "tool.matches(\(Literal.string("(?s)^\(pattern)$")))"
        }
    }

    /// Text as a pattern that matches it alone.
    private static func quoted(_ bytes: Substring.UTF8View.SubSequence) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let isPlain = byte >= 0x80 || byte == UInt8(ascii: "_") || Unicode.Scalar(byte).properties.isAlphabetic
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            return isPlain ? [byte] : [UInt8(ascii: "\\"), byte]
        }
    }

    private mutating func addRule(
        _ name: String, _ description: String, when source: String, limit: RuleLimit? = nil, at range: SourceRange
    ) {
        takeName(name, at: range)
        var rule = CheckedRule(
            name: name, description: "denies unless \(description)", tools: [.glob("*")],
            condition: expression(meant: source, at: range), effect: .deny, location: location(of: range))
        rule.limit = limit
        rule.origin = .role
        policy.rules.append(rule)
        ruleCount += 1
    }

    /// Keeps a name that the policy does not write out from being a rule's.
    mutating func takeName(_ name: String, at range: SourceRange) {
        if let first = ruleNames[ByteString(name)] {
            error(
                "a rule is called `\(name)`, as one that is made from this", at: range,
                notes: ["the rule is at \(self.name(of: first))"])
        }
        ruleNames[ByteString(name)] = here(range)
    }
}
