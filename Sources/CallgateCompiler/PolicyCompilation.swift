import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// One compilation under way.
struct PolicyCompilation {
    let policy: CheckedPolicy
    let options: CompilerOptions
    var builder: ImageBuilder
    var errors: [Diagnostic] = []
    var warnings: [Diagnostic] = []
    /// Whether every field of every program has a register, so that reading it costs nothing.
    private(set) var fieldsAreFilled = true
    /// By rule: its share of the work of lookups, in the program where that is largest.
    var screenCosts: [Int: Cost] = [:]
    /// Bounds of the rules about results, once they are compiled.
    var resultCosts: [RuleCost] = []
    /// What was reported of which rule; a rule may be in many programs.
    private var reported: Set<Reported> = []

    private struct Reported: Hashable {
        var rule: Int
        var range: SourceRange
        var message: String
    }

    init(_ policy: CheckedPolicy, options: CompilerOptions, digest: [UInt8]) {
        self.policy = policy
        self.options = options
        builder = ImageBuilder(policyDigest: digest)
        // A name, a condition, a message, a tool and what the condition spells.
        builder.reserveTexts(6 * policy.rules.count)
        builder.contents.policy.name = builder.intern(policy.name)
        builder.contents.policy.description = builder.intern(policy.description)
        builder.contents.policy.ungoverned = policy.ungoverned.effect.rawValue
        builder.contents.sources = policy.sources.map { builder.intern($0.name) }
        builder.lists = policy.lists.map { BuiltList($0) }
    }

    /// Records of all rules, with the programs of their messages.
    mutating func compileRules() {
        guard policy.rules.count <= CompilerLimits.rules else {
            return report(
                "the policy has \(policy.rules.count) rules, the limit is \(CompilerLimits.rules)")
        }
        for index in policy.rules.indices {
            checkCondition(index)
            do {
                builder.contents.rules.append(try record(of: policy.rules[index]))
            } catch {
                report(error, in: nil, of: index)
            }
        }
    }

    /// A condition that is constant is a mistake, one that never holds most of all; patterns that
    /// don't compile are reported here, for all rules.
    private mutating func checkCondition(_ index: Int) {
        guard let condition = policy.rules[index].condition else { return }
        let name = policy.rules[index].name
        let folder = ConstantFolder(references: condition.checked.references)
        switch folder.value(of: condition.checked.root) {
        case .bool(false):
            report(
                LoweringError(
                    "the rule `\(name)` can never match: its condition is always false",
                    at: condition.checked.root.range),
                in: condition, of: index)
        case .bool(true):
            warnings.append(
                condition.origin.diagnostic(
                    LanguageWarning(
                        "the rule `\(name)` always matches: leave out `when` to say so",
                        at: condition.checked.root.range)))
        default: break
        }
        for (pattern, tellsPlaces) in PatternArguments.collect(condition.checked.root) {
            do {
                _ = try builder.intern(pattern: pattern, tellsPlaces: tellsPlaces, folder)
            } catch {
                report(error, in: condition, of: index)
            }
        }
    }

    private mutating func record(of rule: CheckedRule) throws(LoweringError) -> RuleRecord {
        var messageProgram = noIndex
        let message = try message(of: rule, program: &messageProgram)
        let details = RuleDetailsRecord(
            description: builder.intern(rule.description), message: message,
            approvers: builder.intern(texts: rule.approvers), tags: builder.intern(texts: rule.tags),
            source: UInt32(rule.location.source), messageProgram: messageProgram,
            timeout: UInt32(clamping: rule.timeoutSeconds ?? 0), limit: try limit(of: rule),
            judgement: judgement(of: rule))
        return RuleRecord(
            name: builder.intern(rule.name),
            condition: builder.intern(rule.condition?.checked.source ?? ""),
            tools: builder.intern(texts: rule.tools.map(\.text)), details: builder.intern(details),
            line: UInt32(rule.location.line), conditionLine: conditionLine(of: rule),
            effect: rule.effect.effect, mode: rule.isMonitored ? .monitor : .enforce,
            severity: rule.severity.map { UInt8($0.rank) } ?? 0, kind: kind(of: rule),
            isLimited: rule.limit != nil)
    }

    private func conditionLine(of rule: CheckedRule) -> UInt32 {
        guard let origin = rule.condition?.origin else { return 0 }
        return UInt32(origin.document.position(of: origin.documentOffset(0)).line)
    }

    /// The parts of a message, and the program that evaluates its expressions.
    private mutating func message(
        of rule: CheckedRule, program: inout UInt32
    ) throws(LoweringError) -> RunRef {
        guard !rule.message.isEmpty else { return .empty }
        var expressions: [CheckedExpression] = []
        let start = UInt32(builder.contents.messageParts.count)
        for part in rule.message {
            switch part {
            case .text(let text):
                builder.contents.messageParts.append(
                    MessagePartRecord(text: builder.intern(text), output: noIndex))
            case .expression(let expression):
                builder.contents.messageParts.append(
                    MessagePartRecord(
                        text: builder.intern(expression.checked.source),
                        output: UInt32(expressions.count)))
                expressions.append(expression.checked)
            }
        }
        guard expressions.count <= BytecodeLimits.outputs else {
            throw LoweringError(
                "a message has \(expressions.count) expressions, the limit is \(BytecodeLimits.outputs)",
                at: SourceRange(0, 0))
        }
        if !expressions.isEmpty { program = try showProgram(expressions) }
        return RunRef(start: start, count: UInt32(rule.message.count))
    }

    /// A program whose outputs are the values of expressions, `BytecodeLimits.outputs` at most.
    mutating func showProgram(_ expressions: [CheckedExpression]) throws(LoweringError) -> UInt32 {
        var lowering = try begin(expressions)
        for (index, expression) in expressions.enumerated() {
            lowering.references = expression.references
            lowering.types = expression.types
            let mark = lowering.builder.mark
            let value = try lowering.evaluate(expression.root, &builder)
            lowering.builder.emit(.output, b: value, x: UInt32(index))
            lowering.builder.release(to: mark)
        }
        return try lowering.builder.finish(
            rules: [], defaultEffect: .deny, purpose: .show, governs: false, &builder)
    }

    /// A lowering whose fields are those of the expressions.
    mutating func begin(
        _ expressions: [CheckedExpression]
    ) throws(LoweringError) -> ExpressionLowering {
        var collector = FieldCollector()
        var builder = ProgramBuilder()
        for expression in expressions { collector.collect(expression.root, into: &builder.fields) }
        if collector.hasSelected { fieldsAreFilled = false }
        try builder.begin(usesTool: collector.usesTool, usesNow: collector.usesNow, inputs: collector.inputs)
        return ExpressionLowering(builder, options: options)
    }

    /// Reports an error of a rule, once however many programs have the rule.
    mutating func report(
        _ error: LoweringError, in expression: EmbeddedExpression?, of index: Int
    ) {
        let finding = Reported(rule: index, range: error.range, message: error.message)
        guard reported.insert(finding).inserted else { return }
        let rule = policy.rules[index]
        if let expression = expression ?? rule.condition {
            errors.append(
                expression.origin.diagnostic(
                    LanguageError(.type, error.message, at: error.range, suggestion: error.suggestion)))
            return
        }
        errors.append(
            Diagnostic(
                .error, error.message, file: policy.sources[rule.location.source].name,
                line: rule.location.line, column: rule.location.column,
                sourceLine: policy.sources[rule.location.source].line(rule.location.line),
                suggestion: error.suggestion))
    }

    mutating func report(_ message: String) {
        errors.append(Diagnostic(.error, message, file: policy.sources.first?.name))
    }
}

extension PolicyEffect {
    var effect: Effect {
        switch self {
        case .allow: .allow
        case .review: .review
        case .deny: .deny
        }
    }
}

extension CheckedRule.Severity {
    /// 1 for the lowest.
    var rank: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}
