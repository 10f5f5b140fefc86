/// Folds, and with them the scopes of their variables.
extension Checker {
    mutating func checkComprehension(_ expr: Expr, _ fold: Comprehension) -> Expr {
        var checked = fold
        checked.range = check(fold.range)
        checked.initial = check(fold.initial)
        let accumulatorType = type(of: checked.initial)
        let variableTypes = elementTypes(checked.range, isPair: fold.secondVariable != nil)

        push(fold.accumulator, accumulatorType)
        push(fold.variable, variableTypes.first)
        if let second = fold.secondVariable { push(second, variableTypes.second) }
        checked.condition = check(fold.condition)
        expect(.bool, of: checked.condition)
        let errorsBefore = errors.count
        checked.step = check(fold.step)
        if errors.count == errorsBefore { expect(accumulatorType, of: checked.step) }
        if let second = fold.secondVariable { pop(second) }
        pop(fold.variable)
        checked.result = check(fold.result)
        pop(fold.accumulator)

        set(type(of: checked.result), of: expr)
        return Expr(id: expr.id, range: expr.range, node: .comprehension(checked))
    }

    /// What the variables take: element, or key, or index and element, or key and value.
    private mutating func elementTypes(_ range: Expr, isPair: Bool) -> (first: CELType, second: CELType) {
        let type = type(of: range).withoutNull
        switch type {
        case .record: return (.string, .dyn)
        case .list(let element): return isPair ? (.int, element) : (element, element)
        case .map(let key, let value): return (key, value)
        case .parameter:
            // Nothing says whether it is a list or a map, so that it must not become either later.
            _ = unifier.assign(.dyn, to: type)
            return (.dyn, .dyn)
        case .dyn: return (.dyn, .dyn)
        case .error: return (.error, .error)
        default:
            report(.type, "a value of type \(type.shown) cannot be looped over: a list or map is needed", at: range.range)
            return (.error, .error)
        }
    }

    private mutating func expect(_ wanted: CELType, of expr: Expr) {
        let found = type(of: expr)
        if !unifier.assign(found, to: wanted) {
            report(.type, "\(unifier.resolve(wanted).shown) is expected here, not \(found.shown)", at: expr.range)
        }
    }

    private mutating func push(_ name: String, _ type: CELType) {
        locals[name, default: []].append(type)
    }

    private mutating func pop(_ name: String) {
        locals[name]?.removeLast()
    }
}
