import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// What a rule costs in the worst case: its condition, and the key and the amount of its limit.
public struct RuleCost: Hashable, Sendable {
    public var rule: String
    /// Units of fuel at most, for the largest call; `UInt64.max` for more than can be counted.
    public var units: UInt64
}

extension PolicyCompilation {
    /// Bounds of all rules, in the order of the documents; errors for those above the limit.
    mutating func ruleCosts() -> [RuleCost] {
        var costs: [RuleCost] = []
        for index in policy.rules.indices {
            let rule = policy.rules[index]
            let parts = ([rule.condition].compactMap(\.self) + (rule.limit?.expressions ?? [])).map { part in
                let units = CostEstimator.units(
                    of: part.checked, options: options, fieldsAreFilled: fieldsAreFilled, in: &builder)
                return (expression: part, cost: Cost(units))
            }
            // Without a condition, and for each value that a limit is handed, one operation.
            let handed = Cost((rule.condition == nil ? 1 : 0) + (rule.limit?.expressions.count ?? 0))
            let total = parts.reduce(handed + (screenCosts[index] ?? .zero)) { $0 + $1.cost }
            costs.append(RuleCost(rule: rule.name, units: total.units))
            if let limit = options.maxCost, total.units > limit {
                let dearest = parts.max { $0.cost < $1.cost }?.expression
                report(
                    LoweringError(
                        "the rule `\(rule.name)` may cost \(total.units) units of fuel, more than the limit of \(limit)",
                        at: dearest?.checked.root.range ?? SourceRange(0, 0),
                        suggestion: "loop over less, or test with what costs less first"),
                    in: dearest, of: index)
            }
        }
        return costs
    }
}

extension CostEstimator {
    /// Units of fuel that an expression costs at most.
    ///
    /// - Parameter image: holds its patterns and lookups, which say what they cost.
    static func units(
        of expression: CheckedExpression, options: CompilerOptions, fieldsAreFilled: Bool,
        in image: inout ImageBuilder
    ) -> UInt64 {
        let folder = ConstantFolder(references: expression.references)
        var factors: [Int: Cost] = [:]
        for (pattern, tellsPlaces) in PatternArguments.collect(expression.root) {
            // One that does not compile has been reported.
            guard let index = try? image.intern(pattern: pattern, tellsPlaces: tellsPlaces, folder)
            else { continue }
            factors[pattern.id] = factor(of: image.contents.patterns[Int(index)], in: image)
        }
        var estimator = CostEstimator(
            expression, options: options, fieldsAreFilled: fieldsAreFilled, patternFactors: factors, image: image)
        return (estimator.filling(expression.root) + estimator.estimate(expression.root).cost).units
    }

    /// What a pattern costs for 16 bytes: one unit, one for each literal that is looked for, or, where
    /// it is simulated, each of its instructions for each byte.
    private static func factor(of pattern: PatternRecord, in image: ImageBuilder) -> Cost {
        switch PatternForm(rawValue: pattern.form) {
        case .contains: Cost(2 + Int(pattern.table.count) / 8)
        case .nfa: Cost(16 * Int(pattern.table.count) / 6)
        case .captures: Cost(16 * Int(pattern.table.count))
        case .lookup: image.factor(ofLookup: pattern)
        default: Cost(1)
        }
    }
}
