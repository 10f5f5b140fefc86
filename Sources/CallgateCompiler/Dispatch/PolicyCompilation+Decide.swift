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
            let numbers = try shareValues(of: conditions, &lowering)
            var next = 0
            for (position, index) in rules.enumerated() {
                current = index
                lowering.builder.range = SourceRange(0, 0)
                let mark = lowering.builder.mark
                let value: UInt8
                if let embedded = policy.rules[index].condition {
                    let condition = embedded.checked
                    lowering.references = condition.references
                    lowering.types = embedded.declaredTypes ?? condition.types
                    if !numbers.isEmpty { lowering.shared.numbers = numbers[next] }
                    next += 1
                    value = try lowering.evaluate(condition.root, &builder)
                } else {
                    value = try lowering.builder.allocate()
                    lowering.builder.emit(.constant, a: value, x: builder.intern(.bool(true)))
                }
                lowering.builder.emit(.rule, b: value, x: UInt32(position))
                lowering.builder.release(to: mark)
            }
            let (defaultEffect, governs) = defaultEffect(for: rules)
            return try lowering.builder.finish(
                rules: rules.map(UInt32.init), defaultEffect: defaultEffect, purpose: .decide,
                governs: governs, &builder)
        } catch {
            report(error, in: policy.rules[current].condition, of: current)
            return 0
        }
    }

    /// Gives registers to values that occur more than once.
    /// - Returns: for each condition, the numbers of its nodes; empty without optimisation.
    private func shareValues(
        of conditions: [CheckedExpression], _ lowering: inout ExpressionLowering
    ) throws(LoweringError) -> [NodeTable<Int>] {
        guard options.optimizes else { return [] }
        var values = ValueNumbers()
        let numbers = conditions.map { values.number($0.root) }
        var wanted: [Int: UInt8] = [:]
        for number in values.worthKeeping.sorted().prefix(SharedValues.mostRegisters) {
            wanted[number] = try lowering.builder.allocate()
        }
        lowering.shared = SharedValues(wanted: wanted)
        return numbers
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
