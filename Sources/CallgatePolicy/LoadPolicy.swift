public import CallgateLanguage

/// Reads and checks the documents of one policy.
///
/// A document is never half loaded: with a single error in any of them there is no policy. Takes time
/// near-linear in the documents, and stack of a fixed size.
/// - Parameters:
///   - documents: at least one, in the order that the policy's rules are to have.
///   - toolFiles: declarations of tools as MCP servers list them, JSON or YAML, which rules are checked against.
///   - readListFile: reads a file that a document names for a list; what it gives back has the path that was
///     tried for its name. Asked once for each list that has a file, in the order of the documents.
/// - Returns: the policy, and what is allowed in it but hardly meant, in the order of the documents.
/// - Throws: every error found, up to ``PolicyLimits/diagnostics``.
public func loadPolicy(
    _ documents: [PolicyDocumentSource], tools toolFiles: [PolicyDocumentSource] = [],
    readListFile: (ListFile) throws(ListFileError) -> PolicyDocumentSource = { _ throws(ListFileError) in
        throw ListFileError("no files are read here")
    }
) throws(PolicyErrors) -> (policy: CheckedPolicy, warnings: [Diagnostic]) {
    try refuseSizes(of: documents)
    try refuseSizes(of: documents + toolFiles)
    let texts = documents.map { DocumentText(name: $0.name, bytes: $0.bytes) }
    let toolTexts = toolFiles.map { DocumentText(name: $0.name, bytes: $0.bytes) }
    var reader = PolicyReader(texts, toolTexts: toolTexts, findings: Findings())
    for (index, text) in toolTexts.enumerated() { reader.readTools(of: text, document: texts.count + index) }
    reader.labelsAreUnsure = reader.findings.hasErrors
    reader.readLists(of: texts, readListFile)
    var unread = 0
    for (index, text) in texts.enumerated() {
        guard reader.isText(text, document: index) else {
            unread += 1
            continue
        }
        let errorCount = reader.findings.errorCount
        if let root = YAMLComposer.compose(text, document: index, findings: &reader.findings) {
            reader.read(root, document: index)
        } else {
            unread += 1
            if reader.findings.errorCount == errorCount {
                reader.findings.report(
                    .error, "the document is empty: it has no rules", in: index, at: SourceRange(0, 0))
            }
        }
    }
    reader.finishGuard()
    reader.checkSessionNames(isComplete: unread == 0)
    reader.checkRuleCount(isComplete: unread == 0)
    if !reader.findings.hasErrors { reader.checkTypes() }
    let (errors, omitted) = reader.findings.diagnostics(.error, in: reader.texts)
    guard errors.isEmpty else { throw PolicyErrors(diagnostics: errors, omittedCount: omitted) }
    return (reader.policy, reader.findings.diagnostics(.warning, in: reader.texts).0)
}

/// Refuses what is too large to be looked at.
private func refuseSizes(of documents: [PolicyDocumentSource]) throws(PolicyErrors) {
    var errors: [Diagnostic] = []
    if documents.isEmpty {
        errors.append(Diagnostic(.error, "no document is given: a policy has at least one"))
    }
    if documents.count > PolicyLimits.documents {
        errors.append(
            Diagnostic(
                .error, "the policy has \(documents.count) documents; the limit is \(PolicyLimits.documents)"))
    }
    for document in documents where document.bytes.count > PolicyLimits.documentBytes {
        let message = "the document has \(document.bytes.count) bytes; the limit is \(PolicyLimits.documentBytes)"
        errors.append(Diagnostic(.error, message, file: document.name))
    }
    let total = documents.reduce(0) { $0 + $1.bytes.count }
    if errors.isEmpty, total > PolicyLimits.totalBytes {
        let message = "the documents have \(total) bytes together; the limit is \(PolicyLimits.totalBytes)"
        errors.append(Diagnostic(.error, message))
    }
    guard !errors.isEmpty else { return }
    let shown = Array(errors.prefix(PolicyLimits.diagnostics))
    throw PolicyErrors(diagnostics: shown, omittedCount: errors.count - shown.count)
}

extension PolicyReader {
    /// Whether a document can be read at all; if not, that is reported.
    fileprivate mutating func isText(_ text: DocumentText, document index: Int) -> Bool {
        let problems = textProblems(text.bytes)
        for problem in problems {
            findings.report(.error, problem.message, in: index, at: problem.range, suggestion: problem.suggestion)
        }
        return problems.isEmpty
    }

    /// Reads a file of tools: JSON where it begins as JSON does, else YAML.
    fileprivate mutating func readTools(of text: DocumentText, document index: Int) {
        guard isText(text, document: index) else { return }
        let first = text.bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            let errorCount = findings.errorCount
            if let root = YAMLComposer.compose(text, document: index, findings: &findings) {
                readToolsDocument(root, document: index)
            } else if findings.errorCount == errorCount {
                findings.report(.error, "the file is empty: it has no tools", in: index, at: SourceRange(0, 0))
            }
            return
        }
        do {
            readToolsDocument(try JSONTree.read(text.bytes), document: index)
        } catch {
            findings.report(.error, error.message, in: index, at: error.range)
        }
    }

    /// Refuses a policy without rules, and warns of one in which none is enabled.
    fileprivate mutating func checkRuleCount(isComplete: Bool) {
        document = 0
        if ruleCount == 0 {
            guard isComplete, !findings.hasErrors else { return }
            error("the policy has no rules: nothing would be governed", at: SourceRange(0, 0))
        } else if policy.rules.isEmpty {
            warn("no rule of the policy is enabled: nothing is governed", at: SourceRange(0, 0))
        }
    }
}
