import CallgateLanguage
import CallgateRegex

/// What a condition can't be other than false without.
///
/// `a && b` is false where either is, whatever the other one comes to, an error included: a trigger of
/// one is a trigger of both. `a || b` is false where both are: it needs one of each.
enum Trigger {
    /// The operand is equal to one of the constants, or is an error.
    case equals(Operand, [LookupKey])
    /// The operand has a string of each set in it, or is no string.
    case texts(Operand, [[[UInt8]]])
    /// The operand is not false.
    case truth(Operand)

    /// A subexpression that lookups look at.
    struct Operand {
        let expr: Expr
        /// Its number: equal ones mean the same.
        let number: Int
    }

    var operand: Operand {
        switch self {
        case .equals(let operand, _), .texts(let operand, _), .truth(let operand): operand
        }
    }
}

/// Finds the triggers of one condition.
struct TriggerFinder {
    let folder: ConstantFolder
    let numbers: NodeTable<Int>
    /// Whether an expression is a field that the scan puts into a register.
    let isField: (Expr) -> Bool

    /// Choices that are kept for a condition: the products of those of an `||` would grow without end.
    private static let mostChoices = 8
    /// Strings of one text test; more are not looked at piece by piece.
    private static let mostStrings = 4096

    /// Choices: of each, all triggers together are one of the condition's.
    func choices(_ condition: Expr) -> [[Trigger]] { choices(condition, isFirst: true, isTop: true) }

    /// - Parameter isFirst: whether it is evaluated before all else, so that evaluating it earlier is no
    ///   work that would not be done.
    private func choices(_ expr: Expr, isFirst: Bool, isTop: Bool) -> [[Trigger]] {
        guard case .call(let function, let target, let args) = expr.node else {
            return truth(expr, isFirst, isTop)
        }
        let operands = [target].compactMap { $0 } + args
        switch Operator(rawValue: function) {
        case .and:
            let both =
                choices(args[0], isFirst: isFirst, isTop: isTop)
                + choices(args[1], isFirst: false, isTop: isTop)
            return Array(both.prefix(Self.mostChoices)) + truth(expr, isFirst, isTop)
        case .or:
            let left = choices(args[0], isFirst: isFirst, isTop: false)
            let right = choices(args[1], isFirst: false, isTop: false)
            let both = left.flatMap { some in right.map { some + $0 } }
            return Array(both.prefix(Self.mostChoices)) + truth(expr, isFirst, isTop)
        case .equals where args.count == 2:
            return equality(args, isFirst) + truth(expr, isFirst, isTop)
        case .in where args.count == 2:
            return membership(args, isFirst) + truth(expr, isFirst, isTop)
        case nil: return textTest(function, operands, isFirst) + truth(expr, isFirst, isTop)
        default: return truth(expr, isFirst, isTop)
        }
    }

    private func truth(_ expr: Expr, _ isFirst: Bool, _ isTop: Bool) -> [[Trigger]] {
        guard isTop, let operand = operand(expr, isFirst) else { return [] }
        return [[.truth(operand)]]
    }

    private func operand(_ expr: Expr, _ isFirst: Bool) -> Trigger.Operand? {
        guard let number = numbers[expr.id], isFirst || isField(expr) else { return nil }
        if case .literal = expr.node { return nil }
        return Trigger.Operand(expr: expr, number: number)
    }

    private func equality(_ args: [Expr], _ isFirst: Bool) -> [[Trigger]] {
        for (value, constant) in [(args[0], args[1]), (args[1], args[0])] {
            guard let known = folder.value(of: constant), let operand = operand(value, isFirst),
                let keys = LookupKey.keys([known])
            else { continue }
            return [[.equals(operand, keys)]]
        }
        return []
    }

    private func membership(_ args: [Expr], _ isFirst: Bool) -> [[Trigger]] {
        guard case .list(let elements, []) = args[1].node, elements.count <= Self.mostStrings,
            case .list(let values)? = folder.value(of: args[1]), !values.isEmpty,
            let operand = operand(args[0], isFirst), let keys = LookupKey.keys(values)
        else { return [] }
        return [[.equals(operand, Array(Set(keys)))]]
    }

    private func textTest(_ function: String, _ operands: [Expr], _ isFirst: Bool) -> [[Trigger]] {
        guard operands.count == 2, let operand = operand(operands[0], isFirst),
            let literals = literals(function, operands[1])
        else { return [] }
        let sets = literals.sets.filter { !$0.isEmpty && $0.count <= Self.mostStrings }
        return sets.isEmpty ? [] : [[.texts(operand, sets)]]
    }

    private func literals(_ function: String, _ argument: Expr) -> RequiredLiterals? {
        switch function {
        case "contains", "startsWith", "endsWith":
            guard case .string(let text)? = folder.value(of: argument) else { return nil }
            return RequiredLiterals(oneOf: [text])
        case "match", "matches":
            guard let (source, flags) = folder.pattern(argument),
                let pattern = try? Pattern(source, flags: flags)
            else { return nil }
            return RequiredLiterals(pattern)
        default: return nil
        }
    }
}
