import CallgateLanguage

/// Checks rules against the schemas of what they govern.
extension PolicyReader {
    /// Work of comparing a name with one that may have been meant, beside that of matching a glob.
    static let comparison = 32

    /// Checks the rules, once all documents have been read, and notes the types that schemas give to conditions.
    mutating func checkTypes() {
        guard !toolTypes.isEmpty || contextType != nil else { return }
        let order = toolTypes.keys.sorted { $0.lexicographicallyPrecedes($1) }
        let names = order.map { String(decoding: $0, as: UTF8.self) }
        for index in policy.rules.indices {
            let (isChecked, types) = checkTypes(of: policy.rules[index], in: environment, order, names)
            guard isChecked else { return }
            policy.rules[index].condition?.declaredTypes = types
        }
        // A condition about a result is compiled as one about a call that holds it, which no schema describes.
        let environment = resultEnvironment
        for rule in policy.results {
            guard checkTypes(of: rule, in: environment, order, names).isChecked else { return }
        }
    }

    /// Checks all that a rule evaluates.
    ///
    /// - Parameter plain: what the rule sees where nothing is declared.
    /// - Returns: whether there was work left to check it with, and the types of its condition.
    private mutating func checkTypes(
        of rule: CheckedRule, in plain: Environment, _ order: [[UInt8]], _ names: [String]
    ) -> (isChecked: Bool, types: NodeTable<CELType>?) {
        document = rule.location.source
        guard typeWork > 0, !findings.isFull else {
            if !findings.isFull { warnOfUnchecked(rule) }
            return (false, nil)
        }
        let environments = environments(for: rule, in: plain, order, names)
        let isExact = rule.tools.allSatisfy { if case .exact = $0 { true } else { false } }
        let types = rule.expressions.map { self.types(of: $0, in: environments, plain, isExact: isExact) }
        return (true, rule.condition == nil ? nil : types[0])
    }

    /// What is known where a rule's expressions run.
    struct TypedEnvironment {
        var environment: Environment
        /// Work of looking through its fields.
        var size: Int
    }

    /// What a rule's expressions may see: one environment for each tool that it governs, of those that
    /// are declared; one in which nothing is known of `args` for those that are not, and for what is more
    /// than the limit.
    private mutating func environments(
        for rule: CheckedRule, in plain: Environment, _ order: [[UInt8]], _ names: [String]
    ) -> [TypedEnvironment] {
        var types: [ToolType?] = []
        for selector in rule.tools {
            switch selector {
            case .exact(let id):
                let declared = toolTypes[Array(id.utf8)]
                if declared == nil, !names.isEmpty { warnOfUndeclared(id, rule, names) }
                types.append(declared)
            case .glob:
                typeWork -= order.count
                let matching = order.filter(selector.matches)
                types += matching.isEmpty ? [nil] : matching.map { toolTypes[$0] }
            }
        }
        if types.count > PolicyLimits.typedTools { types = types.prefix(PolicyLimits.typedTools) + [nil] }
        return types.map { environment(of: $0, in: plain) }
    }

    private func environment(of tool: ToolType?, in plain: Environment) -> TypedEnvironment {
        var environment = plain
        if let type = tool?.type { environment.variables["args"] = .record(type) }
        if let contextType { environment.variables["context"] = .record(contextType) }
        return TypedEnvironment(environment: environment, size: tool?.size ?? 1)
    }

    private mutating func warnOfUnchecked(_ rule: CheckedRule) {
        warn(
            "rules from `\(rule.name)` on are not checked against schemas: there are too many rules for too many tools",
            at: start(of: rule))
    }

    private func start(of rule: CheckedRule) -> SourceRange {
        let offset = texts[document].lineStarts[rule.location.line - 1]
        return SourceRange(offset, offset)
    }

    private mutating func warnOfUndeclared(_ id: String, _ rule: CheckedRule, _ names: [String]) {
        typeWork -= names.count * Self.comparison
        guard !toolKeys.contains(ByteString(id)), let meant = likely(id, among: names) else { return }
        warn(
            "the rule `\(rule.name)` governs `\(id)`, which `tools` does not declare", at: start(of: rule),
            notes: ["`\(meant)` is declared"])
    }

    /// The types of an expression's nodes by schemas; nil where they differ from tool to tool.
    ///
    /// A rule for several tools may read what only some of them have: it is wrong where it fits none.
    /// Of a glob it is only hardly meant, as it may match tools that nothing is known of; but what is
    /// wrong with the context is wrong for every tool.
    private mutating func types(
        of expression: EmbeddedExpression, in environments: [TypedEnvironment], _ plain: Environment, isExact: Bool
    ) -> NodeTable<CELType>? {
        var found: [NodeTable<CELType>] = []
        var failure: LanguageErrors?
        for known in environments {
            typeWork -= expression.checked.source.utf8.count + known.size
            do {
                found.append(try check(expression.checked.source, in: known.environment).types)
            } catch {
                failure = failure ?? error
            }
        }
        guard var failure else {
            guard let first = found.first, found.allSatisfy({ $0 == first }) else { return nil }
            return first
        }
        guard found.isEmpty else { return nil }
        var isError = isExact
        if !isExact, contextType != nil {
            do {
                _ = try check(expression.checked.source, in: environment(of: nil, in: plain).environment)
            } catch {
                (failure, isError) = (error, true)
            }
        }
        for found in failure.errors {
            let range = expression.origin.range(found.range)
            if isError {
                error(found.message, at: range, suggestion: found.suggestion)
            } else {
                warn(found.message, at: range, notes: found.suggestion.map { ["suggestion: \($0)"] } ?? [])
            }
        }
        return nil
    }
}

extension ToolSelector {
    /// Whether a tool is one that is meant. Takes time linear in the ID for each `*`.
    func matches(_ tool: [UInt8]) -> Bool {
        guard case .glob(let glob) = self else { return text.utf8.elementsEqual(tool) }
        let pieces = Array(glob.utf8).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1,
            tool.count >= first.count + last.count, tool.starts(with: first),
            tool[(tool.count - last.count)...].elementsEqual(last)
        else { return false }
        // Each piece as early as it can be: what is left for the others is the most that can be.
        var place = first.count
        let end = tool.count - last.count
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            var found = place
            while found + piece.count <= end, !tool[found..<found + piece.count].elementsEqual(piece) {
                found += 1
            }
            guard found + piece.count <= end else { return false }
            place = found + piece.count
        }
        return true
    }
}
