import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// What a rule's condition costs in the worst case.
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
            let condition = policy.rules[index].condition
            let name = policy.rules[index].name
            let own = condition.map {
                CostEstimator.units(
                    of: $0.checked, options: options, fieldsAreFilled: fieldsAreFilled, in: &builder)
            } ?? 1
            let screening = screenCosts[index] ?? .zero
            let units = (Cost(own) + screening).units
            costs.append(RuleCost(rule: name, units: units))
            if let limit = options.maxCost, units > limit {
                report(
                    LoweringError(
                        "the rule `\(name)` may cost \(units) units of fuel, more than the limit of \(limit)",
                        at: condition?.checked.root.range ?? SourceRange(0, 0),
                        suggestion: "loop over less, or test with what costs less first"),
                    in: condition, of: index)
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
