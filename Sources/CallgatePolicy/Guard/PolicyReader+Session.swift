import CallgateLanguage

/// What expressions ask of the session and can never be so, which no type says.
extension PolicyReader {
    /// A label or a tool that an expression names, and where.
    struct SessionName {
        var name: String
        var place: Place
    }

    /// Words that are close to one of trust in what they mean, not in how they are spelled.
    static let trustSynonyms = ["tainted": "untrusted", "unsafe": "untrusted", "safe": "trusted"]

    /// Looks through an expression: reports what is wrong whatever the rest of the policy says, and notes the
    /// labels and tools that it names until all documents have been read.
    mutating func checkSession(_ root: Expr, _ origin: ExpressionOrigin) {
        var rest = [root]
        while let expr = rest.popLast() {
            if case .call(let function, _, let args) = expr.node { checkSession(function, args, origin) }
            rest += expr.children
        }
    }

    private mutating func checkSession(_ function: String, _ args: [Expr], _ origin: ExpressionOrigin) {
        switch (function, args.count) {
        case (Operator.equals.rawValue, 2), (Operator.notEquals.rawValue, 2):
            if args[0].isVariable("session.trust") { checkTrust(args[1], origin) }
            if args[1].isVariable("session.trust") { checkTrust(args[0], origin) }
        case (Operator.in.rawValue, 2):
            if args[0].isVariable("session.trust"), case .list(let values, _) = args[1].node {
                for value in values { checkTrust(value, origin) }
            }
            if args[1].isVariable("session.labels"), let label = args[0].text {
                labelTests.append(SessionName(name: label, place: here(origin.range(args[0].range))))
            }
        case ("session.calls", 1...), ("session.called", 1...):
            if let tool = args[0].text {
                calledTools.append(SessionName(name: tool, place: here(origin.range(args[0].range))))
            }
            if args.count == 2 { checkTime(args[1], origin) }
        default: break
        }
    }

    private mutating func checkTrust(_ value: Expr, _ origin: ExpressionOrigin) {
        let known = Judgement.Trust.allCases.map(\.rawValue)
        guard let written = value.text, !known.contains(written) else { return }
        let meant = Self.trustSynonyms[written] ?? likely(written, among: known)
        error(
            "`session.trust` is \"trusted\" or \"untrusted\", so that it is never \(Literal.string(shortened(written)))",
            at: origin.range(value.range), suggestion: meant.map { "\(Literal.string($0))" })
    }

    /// A call lies in the past, or is this one.
    private mutating func checkTime(_ time: Expr, _ origin: ExpressionOrigin) {
        guard case .call("duration", nil, let args) = time.node, args.count == 1, let written = args[0].text,
            written.utf8.first == UInt8(ascii: "-"),
            written.utf8.contains(where: { UInt8(ascii: "1")...UInt8(ascii: "9") ~= $0 })
        else { return }
        error(
            "no call was within `\(shortened(written))` before this one: the time is negative",
            at: origin.range(time.range), suggestion: "duration(\(Literal.string(String(written.dropFirst()))))")
    }

    // MARK: Once all documents have been read

    /// Reports labels that no result gets, and warns of tools that only such questions name.
    ///
    /// - Parameter isComplete: whether every document could be read.
    mutating func checkSessionNames(isComplete: Bool) {
        guard isComplete, !labelsAreUnsure else { return }
        // That nothing gets it is the flow's own affair.
        let labels = policy.labels + (flow == nil ? [] : ["private"])
        let known = Set(labels.map { ByteString($0) })
        for test in labelTests where !known.contains(ByteString(test.name)) {
            document = test.place.document
            error(
                "this can't be true: no result gets the label `\(shortened(test.name))`", at: test.place.range,
                suggestion: likely(test.name, among: labels).map { "\(Literal.string($0))" }
                    ?? (labels.isEmpty
                        ? "say under `tools` or `results` what gets it"
                        : labels.prefix(8).map { "\(Literal.string($0))" }.joined(separator: ", ")))
        }
        if !findings.hasErrors { warnOfCalledTools() }
    }

    /// Tools that no rule names may be there, so that only a name close to a known one is taken for a mistake.
    private mutating func warnOfCalledTools() {
        guard !calledTools.isEmpty else { return }
        let selectors = (policy.rules + policy.results).flatMap(\.tools) + roleTools
        // What names every tool names none.
        let globs = selectors.filter { if case .glob(let glob) = $0 { glob.utf8.contains { $0 != UInt8(ascii: "*") } } else { false } }
        let names = selectors.compactMap { if case .exact(let id) = $0 { id } else { nil } }
            + (Array(toolTypes.keys) + toolKeys.map(\.bytes)).map { String(decoding: $0, as: UTF8.self) }
        var known = Set(names.map { ByteString($0) })
        let candidates = known.map { String(decoding: $0.bytes, as: UTF8.self) }
        for test in calledTools where known.insert(ByteString(test.name)).inserted {
            typeWork -= globs.count + candidates.count * Self.comparison
            guard typeWork > 0 else { return }
            guard !globs.contains(where: { $0.matches(Array(test.name.utf8)) }),
                let meant = likely(test.name, among: candidates)
            else { continue }
            document = test.place.document
            warn(
                "nothing else in the policy names the tool `\(shortened(test.name))`", at: test.place.range,
                notes: ["`\(meant)` is named"])
        }
    }
}

extension Expr {
    fileprivate func isVariable(_ variable: String) -> Bool {
        guard case .ident(let name) = node else { return false }
        // A leading dot passes by the variables of loops.
        return name == variable || name == "." + variable
    }

    /// The text that the node is, where it is written out.
    fileprivate var text: String? {
        if case .literal(.string(let text)) = node { text } else { nil }
    }
}
