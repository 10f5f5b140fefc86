import CallgateLanguage

/// Checks rules against the schemas of what they govern.
extension PolicyReader {
    /// Checks the rules, once all documents have been read, and notes the types that schemas give.
    mutating func checkTypes() {
        guard !toolTypes.isEmpty || contextType != nil else { return }
        for index in policy.rules.indices {
            let rule = policy.rules[index]
            document = rule.location.source
            let environments = environments(for: rule)
            let isExact = rule.tools.allSatisfy { if case .exact = $0 { true } else { false } }
            if let condition = rule.condition {
                let types = types(of: condition, in: environments, isExact: isExact)
                policy.rules[index].condition?.declaredTypes = types
            }
            for part in rule.message {
                guard case .expression(let expression) = part else { continue }
                _ = types(of: expression, in: environments, isExact: isExact)
            }
        }
    }

    /// What a rule's expressions may see: one environment for each tool that it governs, of those that
    /// are declared; one in which nothing is known of `args` for those that are not.
    private mutating func environments(for rule: CheckedRule) -> [Environment] {
        var types: [RecordType?] = []
        for selector in rule.tools {
            switch selector {
            case .exact(let id):
                let declared = toolTypes[Array(id.utf8)]
                if declared == nil, !toolTypes.isEmpty { warnOfUndeclared(id, rule) }
                types.append(declared?.type)
            case .glob:
                let matching = toolTypes.filter { selector.matches($0.key) }
                types += matching.isEmpty ? [nil] : matching.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value.type)
            }
        }
        return types.prefix(PolicyLimits.typedTools).map { type in
            var environment = Environment.policy
            if let type { environment.variables["args"] = .record(type) }
            if let contextType { environment.variables["context"] = .record(contextType) }
            return environment
        }
    }

    private mutating func warnOfUndeclared(_ id: String, _ rule: CheckedRule) {
        let known = toolTypes.keys.map { String(decoding: $0, as: UTF8.self) }
        guard let meant = likely(id, among: known) else { return }
        let offset = texts[document].lineStarts[rule.location.line - 1]
        warn(
            "the rule `\(rule.name)` governs `\(id)`, which `tools` does not declare", at: SourceRange(offset, offset),
            notes: ["`\(meant)` is declared"])
    }

    /// The types of an expression's nodes by schemas; nil where they differ from tool to tool.
    ///
    /// A rule for several tools may read what only some of them have: it is wrong where it fits none.
    /// Of a glob it is only hardly meant, as it may match tools that nothing is known of.
    private mutating func types(
        of expression: EmbeddedExpression, in environments: [Environment], isExact: Bool
    ) -> NodeTable<CELType>? {
        var found: [NodeTable<CELType>] = []
        var failure: LanguageErrors?
        for environment in environments {
            do {
                found.append(try check(expression.checked.source, in: environment).types)
            } catch {
                failure = failure ?? error
            }
        }
        guard let failure else {
            guard let first = found.first, found.allSatisfy({ $0 == first }) else { return nil }
            return first
        }
        guard found.isEmpty else { return nil }
        for found in failure.errors {
            let range = expression.origin.range(found.range)
            if isExact {
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
            while found + piece.count <= end, !tool[found..<found + piece.count].elementsEqual(piece) { found += 1 }
            guard found + piece.count <= end else { return false }
            place = found + piece.count
        }
        return true
    }
}
