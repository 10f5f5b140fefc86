import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// What a guard keeps from call to call.
extension PolicyCompilation {
    /// A rule's limit as a record, with the program of its key and amount; none where it has none.
    mutating func limit(of rule: CheckedRule) throws(LoweringError) -> UInt32 {
        guard let limit = rule.limit else { return noIndex }
        let expressions = limit.expressions
        var program = noIndex
        for expression in expressions { try checkPatterns(of: expression) }
        if !expressions.isEmpty { program = try showProgram(expressions.map(\.checked)) }
        builder.contents.limits.append(
            LimitRecord(
                maximum: limit.maximum, window: Int64(limit.seconds) * 1_000_000_000, program: program,
                keyCount: UInt8(limit.key.count), isSum: limit.sum != nil))
        return UInt32(builder.contents.limits.count - 1)
    }

    private mutating func checkPatterns(of expression: EmbeddedExpression) throws(LoweringError) {
        let folder = ConstantFolder(references: expression.checked.references)
        for (pattern, tellsPlaces) in PatternArguments.collect(expression.checked.root) {
            _ = try builder.intern(pattern: pattern, tellsPlaces: tellsPlaces, folder)
        }
    }

    /// What a rule about results says of them.
    mutating func judgement(of rule: CheckedRule) -> UInt32 {
        guard let judgement = rule.judgement else { return noIndex }
        var labels: UInt64 = 0
        for label in judgement.labels {
            guard let bit = policy.labels.firstIndex(where: { $0.utf8.elementsEqual(label.utf8) }) else { continue }
            labels |= 1 << UInt64(bit)
        }
        let mark: Mark =
            switch judgement.trust {
            case nil: .none
            case .trusted: .trusted
            case .untrusted: .untrusted
            }
        let record = JudgementRecord(labels: labels, mark: mark, blocks: judgement.blocks)
        if let known = builder.contents.judgements.firstIndex(of: record) { return UInt32(known) }
        builder.contents.judgements.append(record)
        return UInt32(builder.contents.judgements.count - 1)
    }

    /// What a rule was made from: it says which reason a decision by it gives.
    func kind(of rule: CheckedRule) -> RuleKind {
        switch rule.origin {
        case .role: return .role
        case .flow: return .flow
        case .rule: return rule.condition.map(Self.readsTaint) == true ? .trust : .rule
        }
    }

    /// Whether a condition reads the session's labels or trust.
    private static func readsTaint(_ condition: EmbeddedExpression) -> Bool {
        inputs(of: condition).contains(where: \.isTaint)
    }

    private static func inputs(of expression: EmbeddedExpression) -> [SessionInput] {
        var collector = FieldCollector()
        var fields = FieldTree()
        collector.collect(expression.checked.root, into: &fields)
        return collector.inputs
    }

    /// The guard's own record, and the image of the rules about results.
    mutating func compileGuard() throws(CompilationErrors) {
        let settings = policy.settings
        var record = GuardRecord()
        record.labels = builder.intern(texts: policy.labels)
        record.requesters = builder.intern(texts: settings.requesters.map(\.text))
        record.redacted = builder.intern(texts: settings.records.redacted.map(\.text))
        (record.argumentsForm, record.recordedArguments) = form(settings.records.arguments)
        (record.contextForm, record.recordedContext) = form(settings.records.context)
        record.sessionSeconds = UInt32(settings.sessionSeconds)
        record.sessionCount = UInt32(settings.sessionCount)
        record.approvalSeconds = UInt32(settings.approvalSeconds)
        record.checkpointInterval = UInt32(settings.records.checkpointInterval)
        record.recordFlags =
            (settings.records.waitsForDisk ? GuardRecord.waitsForDisk : 0)
            | (settings.records.passesUnrecorded ? GuardRecord.passesUnrecorded : 0)
        let readsTrust = policy.rules.flatMap(\.expressions).contains { Self.inputs(of: $0).contains { $0.kind == .trust } }
        record.usesTrust = settings.usesTrust || readsTrust ? 1 : 0
        builder.contents.guardRecord = record
        try compileResults()
    }

    private mutating func form(_ form: RecordedFields.Form) -> (UInt8, RunRef) {
        switch form {
        case .whole: (RecordedForm.whole.rawValue, .empty)
        case .hashed: (RecordedForm.hashed.rawValue, .empty)
        case .none: (RecordedForm.none.rawValue, .empty)
        case .fields(let fields): (RecordedForm.selected.rawValue, builder.intern(texts: fields.map(\.text)))
        }
    }

    /// The rules about results are rules of calls whose `args` hold the tool, the arguments and the result.
    private mutating func compileResults() throws(CompilationErrors) {
        guard !policy.results.isEmpty, errors.isEmpty else { return }
        var inner = CheckedPolicy(
            name: policy.name, ungoverned: .allow, rules: policy.results, sources: policy.sources)
        inner.labels = policy.labels
        inner.lists = policy.lists
        let digest = builder.contents.policyDigest
        let compiled = try PolicyCompiler(options: options).compile(inner, digest: digest)
        warnings += compiled.warnings
        resultCosts = compiled.costs
        builder.contents.results = compiled.image.encoded()
    }
}
