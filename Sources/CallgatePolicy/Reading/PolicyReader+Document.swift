import CallgateLanguage

/// What stands at the top of a document.
extension PolicyReader {
    /// Reads one document's tree.
    mutating func read(_ root: YAMLNode, document index: Int) {
        document = index
        let errorCount = findings.errorCount
        guard let entries = entries(of: root, as: PolicyKey.self) else { return }
        if findings.errorCount > errorCount { labelsAreUnsure = true }
        guard !entries.isEmpty else {
            if case .mapping(let pairs) = root.content, pairs.isEmpty {
                error("the document is empty: it has no rules", at: root.range)
            }
            return
        }
        if let entry = entries[.version] { readVersion(entry) }
        if let entry = entries[.name], let text = text(of: entry, "`name`", .name) {
            set(.name, entry, isSame: isSameText(policy.name, text)) { $0.name = text }
        }
        if let entry = entries[.description], let text = text(of: entry, "`description`", .long) {
            set(.description, entry, isSame: isSameText(policy.description, text)) { $0.description = text }
        }
        if let entry = entries[.default], let effect = effect(of: entry, "`default`") {
            set(.default, entry, isSame: policy.defaultEffect == effect) { $0.defaultEffect = effect }
        }
        if let entry = entries[.ungoverned], let effect = effect(of: entry, "`ungoverned`") {
            set(.ungoverned, entry, isSame: policy.ungoverned == effect) { $0.ungoverned = effect }
        }
        if let entry = entries[.tools] { readTools(entry.value) }
        if let entry = entries[.contextSchema] { readContextSchema(entry) }
        if let entry = entries[.lists], !documentsWithLists.contains(index) {
            error("`lists` is written without escapes", at: entry.key.range, suggestion: "lists")
        }
        if let entry = entries[.rules] { readRules(entry) }
        readGuard(entries)
    }

    /// Takes a setting of the whole policy, which several documents may give only if they agree.
    mutating func set(
        _ key: PolicyKey, _ entry: YAMLEntry, isSame: Bool, _ change: (inout CheckedPolicy) -> Void
    ) {
        guard let first = settings[key] else {
            settings[key] = here(entry.key.range)
            change(&policy)
            return
        }
        guard !isSame else { return }
        error(
            "`\(key.rawValue)` differs from what another document of the policy says", at: entry.value.range,
            notes: ["it is first given at \(name(of: first))"])
    }

    private func isSameText(_ first: String, _ second: String) -> Bool {
        first.utf8.elementsEqual(second.utf8)
    }

    private mutating func readVersion(_ entry: YAMLEntry) {
        guard case .scalar(let scalar) = entry.value.content, scalar.style == .plain, PlainKind(scalar.bytes) == .number
        else {
            return error(
                "`version` is the number 1, but this is \(describe(entry.value))",
                at: place(of: entry), suggestion: "1")
        }
        guard scalar.bytes != [UInt8(ascii: "1")] else { return }
        error(
            "version `\(shortened(scalar.text))` of the format is not known; there is only version 1",
            at: entry.value.range, suggestion: "1")
    }

    private mutating func readRules(_ entry: YAMLEntry) {
        guard case .sequence(let nodes) = entry.value.content else {
            if isEmpty(entry.value) { return reportEmpty("`rules`", entry.value, entry.key.range) }
            return error("`rules` is a list of rules, but this is \(describe(entry.value))", at: entry.value.range)
        }
        guard !nodes.isEmpty else {
            return error("`rules` is an empty list: nothing would be governed", at: entry.value.range)
        }
        for node in nodes { readRule(node) }
    }

    func isEmpty(_ node: YAMLNode) -> Bool {
        guard case .scalar(let scalar) = node.content, scalar.style == .plain else { return false }
        return PlainKind(scalar.bytes) == .null
    }
}
