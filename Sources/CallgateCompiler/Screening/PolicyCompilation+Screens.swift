import CallgateBytecode
import CallgateLanguage

extension PolicyCompilation {
    /// How rules of a program are passed over; nil where none is.
    func screenPlan(
        _ rules: [Int], _ numbers: [NodeTable<Int>], _ lowering: ExpressionLowering
    ) -> ScreenPlan? {
        guard options.optimizes, !numbers.isEmpty, rules.count >= ScreenPlan.fewestRules else { return nil }
        var choices: [(rule: Int, condition: Int, choices: [[Trigger]])] = []
        var next = 0
        for (position, index) in rules.enumerated() {
            guard let condition = policy.rules[index].condition?.checked else { continue }
            let finder = TriggerFinder(
                folder: ConstantFolder(references: condition.references), numbers: numbers[next],
                isField: { lowering.existing($0) != nil })
            choices.append((position, next, finder.choices(condition.root)))
            next += 1
        }
        let plan = ScreenPlan(choices, rules: rules.count)
        // What is computed for a lookup is kept for the rules, or it would be done twice.
        let computed = plan.screens.filter { lowering.existing($0.operand.expr) == nil }
        return plan.screens.isEmpty || computed.count > SharedValues.mostRegisters ? nil : plan
    }

    /// The code before the first rule: what lookups look at, and the lookups.
    mutating func screen(
        by plan: ScreenPlan, _ rules: [Int], _ numbers: [NodeTable<Int>], _ lowering: inout ExpressionLowering
    ) throws(LoweringError) {
        let conditional = rules.filter { policy.rules[$0].condition != nil }
        var costs: [Int: Cost] = [:]
        defer { lowering.builder.isShared = false }
        for screen in plan.screens {
            let mark = lowering.builder.mark
            // Code before the first rule belongs to that one.
            lowering.builder.isShared = conditional[screen.condition] != rules[0]
            enter(conditional[screen.condition], numbers: numbers[screen.condition], &lowering)
            let value = try lowering.evaluate(screen.operand.expr, &builder)
            let lookup = builder.append(screen)
            lowering.builder.emit(.screen, b: value, x: lookup)
            lowering.builder.release(to: mark)
            let share = Self.cost(of: builder.contents.lookups[Int(lookup)], callBytes: options.callBytes) / screen.rules.count + 1
            for rule in screen.rules { costs[rules[Int(rule)], default: .zero] += share }
        }
        for (rule, cost) in costs { screenCosts[rule] = max(screenCosts[rule] ?? .zero, cost) }
    }

    /// The work of one look at a value, noting rules included.
    private static func cost(of lookup: LookupRecord, callBytes: Int) -> Cost {
        let noting = Cost(3 + Int(lookup.cases.count) / 16)
        switch LookupKind(rawValue: lookup.kind) {
        case .values: return noting + min(Int(lookup.longest), callBytes) / 8
        case .fragments: return noting + callBytes / 4
        default: return noting
        }
    }

    /// Starts a rule of a program.
    /// - Returns: whether it may be passed over.
    func enter(
        _ position: Int, _ plan: ScreenPlan?, _ lowering: inout ExpressionLowering
    ) -> Bool {
        guard let plan else { return false }
        let end = plan.ends[position]
        let isPassed = end > position
        if isPassed {
            lowering.builder.emit(.proceed, x: UInt32(end))
            lowering.shared.enterBranch()
        }
        lowering.builder.enter(isPassed: isPassed)
        return isPassed
    }
}
