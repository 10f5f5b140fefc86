import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

extension PolicyCompilation {
    /// The program that decides for tools with these rules; any number after an error.
    mutating func decideProgram(_ rules: [Int]) -> UInt32 {
        guard rules.count <= CompilerLimits.rulesOfTool else {
            report(
                "\(rules.count) rules govern one tool, the limit is \(CompilerLimits.rulesOfTool)")
            return 0
        }
        var current = rules[0]
        do {
            let conditions = rules.compactMap { policy.rules[$0].condition?.checked }
            var lowering = try begin(conditions)
            let values = number(conditions)
            let plan = screenPlan(rules, values.numbers, lowering)
            try shareValues(values, plan, &lowering)
            if let plan { try screen(by: plan, rules, values.numbers, &lowering) }
            var next = 0
            for (position, index) in rules.enumerated() {
                current = index
                lowering.builder.range = SourceRange(0, 0)
                let mark = lowering.builder.mark
                let isPassed = enter(position, plan, &lowering)
                let value: UInt8
                if policy.rules[index].condition != nil {
                    value = try evaluate(index, numbers: values.numbers.isEmpty ? nil : values.numbers[next], &lowering)
                    next += 1
                } else {
                    value = try lowering.builder.allocate()
                    lowering.builder.emit(.constant, a: value, x: lowering.builder.constant(.bool(true)))
                }
                lowering.builder.emitRule(position, value, mayPass: options.optimizes)
                lowering.builder.release(to: mark)
                if isPassed { lowering.shared.leaveBranch() }
            }
            if plan != nil { lowering.builder.enter(isPassed: true) }
            let (defaultEffect, governs) = defaultEffect(for: rules)
            return try lowering.builder.finish(
                rules: rules.map(UInt32.init), defaultEffect: defaultEffect, purpose: .decide,
                governs: governs, &builder)
        } catch {
            report(error, in: policy.rules[current].condition, of: current)
            return 0
        }
    }

    /// A rule's condition, in a register.
    private mutating func evaluate(
        _ index: Int, numbers: NodeTable<Int>?, _ lowering: inout ExpressionLowering
    ) throws(LoweringError) -> UInt8 {
        enter(index, numbers: numbers, &lowering)
        guard let root = policy.rules[index].condition?.checked.root else { return 0 }
        return try lowering.evaluate(root, &builder)
    }

    /// Makes what is known of a rule's nodes known to the lowering.
    func enter(_ index: Int, numbers: NodeTable<Int>?, _ lowering: inout ExpressionLowering) {
        guard let embedded = policy.rules[index].condition else { return }
        lowering.references = embedded.checked.references
        lowering.types = embedded.declaredTypes ?? embedded.checked.types
        if let numbers { lowering.shared.numbers = numbers }
    }

    /// Values by their numbers, and for each condition the numbers of its nodes; none without
    /// optimisation.
    typealias NumberedValues = (numbers: [NodeTable<Int>], worthKeeping: Set<Int>)

    private func number(_ conditions: [CheckedExpression]) -> NumberedValues {
        guard options.optimizes, ValueNumbers.mayRepeat(conditions.map(\.root)) else { return ([], []) }
        var values = ValueNumbers()
        let numbers = conditions.map { values.number($0.root, ConstantFolder(references: $0.references)) }
        return (numbers, values.worthKeeping)
    }

    /// Gives registers to values that occur more than once, those that lookups look at first.
    private func shareValues(
        _ values: NumberedValues, _ plan: ScreenPlan?, _ lowering: inout ExpressionLowering
    ) throws(LoweringError) {
        var wanted: [Int: UInt8] = [:]
        let operands = plan?.screens.map(\.operand) ?? []
        let first = operands.filter { lowering.existing($0.expr) == nil }.map(\.number)
        for number in first + values.worthKeeping.sorted()
        where wanted.count < SharedValues.mostRegisters && wanted[number] == nil {
            wanted[number] = try lowering.builder.allocate()
        }
        lowering.shared = SharedValues(wanted: wanted)
    }

    /// What decides where no rule matches. Rules that monitor govern nothing: adding one changes
    /// no decision.
    private func defaultEffect(for rules: [Int]) -> (Effect, governs: Bool) {
        let enforced = rules.filter { !policy.rules[$0].isMonitored }
        guard !enforced.isEmpty else { return (policy.ungoverned.effect, false) }
        if let effect = policy.defaultEffect { return (effect.effect, true) }
        let isAllowlist = enforced.contains { policy.rules[$0].effect == .allow }
        return (isAllowlist ? .deny : .allow, true)
    }
}
