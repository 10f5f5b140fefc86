internal import CallgateBytecode
internal import CallgateCompiler
internal import CallgateLanguage
public import CallgateMachine
internal import CallgatePolicy

extension Decider {
    /// Decides a call and tells why: each rule that looks at the tool, with the value of each part of
    /// its condition.
    ///
    /// The parts' values come from the machine itself: every condition is compiled again from the
    /// source in the image so that it notes them.
    public mutating func explain(_ call: [UInt8], at time: CallTime) -> Explanation {
        // Filling a message runs the machine again, so the rules are asked for before the report.
        _ = unsafe call.withUnsafeBytes { unsafe machine.decide($0, at: time) }
        let considered = machine.consideredRules
        return explanation(of: report(call, at: time), considered, call, at: time)
    }

    /// Tells why a decision came out so.
    ///
    /// - Parameters:
    ///   - considered: the rules that were looked at.
    ///   - cause: the call whose result is the reason.
    ///   - answer: what the call's session says to conditions that ask.
    func explanation(
        of report: DecisionReport, _ considered: [Int], cause: String? = nil, _ call: [UInt8], at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer = { _, _ in .none }
    ) -> Explanation {
        let rules = considered.map { explain(rule: $0, call, at: time, report, answer) }
        return Explanation(report: report, why: why(report, rules, cause: cause), cause: cause, rules: rules)
    }

    private func explain(
        rule index: Int, _ call: [UInt8], at time: CallTime, _ report: DecisionReport,
        _ answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> Explanation.Rule {
        let view = gate.image.view
        let rule = view.rules[index]
        let condition = view.text(rule.condition)
        var explained = Explanation.Rule(
            name: view.text(rule.name), effect: Effect(rawValue: rule.effect) ?? .deny,
            isMonitored: rule.mode == RuleMode.monitor.rawValue, outcome: .matched,
            place: "\(view.text(view.sources[Int(view.details(of: rule).source)])):\(rule.line)",
            condition: condition.isEmpty ? nil : SourceExcerpt(condition.utf8), values: [])
        guard !condition.isEmpty, let checked = try? check(condition, in: gate.environment) else { return explained }
        let nodes = ExplainedNode.nodes(of: checked.root)
        let lists = gate.policyLists(Set(nodes.compactMap(\.list)))
        guard let gate = Self.tracingGate(checked, lists, labels, tool: report.tool ?? "") else { return explained }
        var limits = MachineLimits()
        limits.traceNotes = 1 + (nodes.map(\.id).max() ?? 0)
        var tracer = Decider(gate, limits: limits)
        explained.values = tracer.values(of: nodes, in: condition, call, at: time, answer)
        if let root = tracer.machine.note(checked.root.id) {
            explained.outcome = root.isTrue ? .matched : root.isFalse ? .didNotMatch : .failed
        } else {
            explained.outcome = .didNotFinish
        }
        return explained
    }

    /// The labels of the policy, in the order of their bits.
    private var labels: [String] {
        let view = gate.image.view
        return view.guardRecord.labels.range.map { view.text(view.texts[$0]) }
    }

    /// A gate that holds one condition and notes its parts.
    private static func tracingGate(
        _ condition: CheckedExpression, _ lists: [PolicyList], _ labels: [String], tool: String
    ) -> Gate? {
        let origin = ExpressionOrigin(
            document: SourceText(name: "", text: condition.source), offsets: [])
        let rule = CheckedRule(
            name: "condition", tools: [.exact(tool)],
            condition: EmbeddedExpression(checked: condition, origin: origin), effect: .deny,
            location: CheckedRule.Location(source: 0, line: 1, column: 1))
        var policy = CheckedPolicy(rules: [rule], sources: [origin.document])
        policy.lists = lists
        policy.labels = labels
        let compiled = try? CompiledPolicy(
            policy, digest: [UInt8](repeating: 0, count: 32), options: CompilerOptions(traces: true))
        return compiled.flatMap { try? Gate(image: $0.image) }
    }

    /// Decides, and reads the notes.
    private mutating func values(
        of nodes: [ExplainedNode], in condition: String, _ call: [UInt8], at time: CallTime,
        _ answer: (InputRecord, borrowing Machine) -> SessionAnswer
    ) -> [Explanation.Value] {
        let source = Array(condition.utf8)
        let lists = gate.lists
        return unsafe call.withUnsafeBytes { text in
            _ = unsafe machine.decide(text, at: time, answer: answer)
            var values: [Explanation.Value] = []
            for node in nodes {
                let slot = machine.note(node.id)
                let piece = source[node.range.lowerBound..<node.range.upperBound]
                values.append(
                    Explanation.Value(
                        source: SourceExcerpt(piece), depth: node.depth,
                        value: node.list.map { Self.shown(list: $0, lists) } ?? slot.map { unsafe shown($0, text) },
                        isError: slot?.isKind(.error) ?? false, isInLoop: node.isInLoop))
            }
            return values
        }
    }

    /// A list may have a million values: how many is all that is shown.
    private static func shown(list name: String, _ lists: [GateList]) -> String {
        let count = lists.first { $0.name == name }?.count ?? 0
        return "(\(grouped(count)) value\(count == 1 ? "" : "s"))"
    }

    /// A number with commas.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    private mutating func shown(_ slot: Slot, _ text: UnsafeRawBufferPointer) -> String {
        if let kind = slot.errorKind { return "error: \(kind.name)" }
        if slot.isKind(.null), slot.flags & Slot.absent != 0 { return "null (not in the call)" }
        return unsafe display(slot, text, isNested: true, atMost: 4_096)
    }
}
