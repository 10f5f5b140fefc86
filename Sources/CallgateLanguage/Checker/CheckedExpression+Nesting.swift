extension CheckedExpression {
    /// The expression with some of its variables read as fields of one: `result` as `args.result`, where
    /// names has `result` and outer is `args`. Variables of comprehensions stay as they are.
    public func nesting(_ names: Set<String>, under outer: String) -> CheckedExpression {
        var nesting = Nesting(names: names, outer: outer, lastID: root.greatestID)
        return CheckedExpression(
            source: source, root: nesting.nested(root), types: types, references: references, type: type,
            warnings: warnings)
    }
}

private struct Nesting {
    let names: Set<String>
    let outer: String
    var lastID: Int
    /// Variables of the comprehensions around the node.
    var bound: [String] = []

    mutating func nested(_ expr: Expr) -> Expr {
        Expr(id: expr.id, range: expr.range, node: node(expr))
    }

    private mutating func node(_ expr: Expr) -> Expr.Node {
        switch expr.node {
        case .literal: return expr.node
        case .ident(let name):
            let isGlobal = name.hasPrefix(".")
            let plain = isGlobal ? String(name.dropFirst()) : name
            guard names.contains(plain), isGlobal || !bound.contains(name) else { return expr.node }
            lastID += 1
            let hidden = bound.contains(outer) ? "." + outer : outer
            return .select(Expr(id: lastID, range: expr.range, node: .ident(hidden)), field: plain)
        case .select(let operand, let field): return .select(nested(operand), field: field)
        case .presence(let operand, let field): return .presence(nested(operand), field: field)
        case .call(let function, let target, let args):
            return .call(function: function, target: target.map { nested($0) }, args: args.map { nested($0) })
        case .list(let elements, let optionals):
            return .list(elements.map { nested($0) }, optionals: optionals)
        case .map(let entries):
            return .map(
                entries.map {
                    Expr.MapEntry(id: $0.id, key: nested($0.key), value: nested($0.value), isOptional: $0.isOptional)
                })
        case .message(let name, let fields):
            return .message(
                name: name,
                fields: fields.map {
                    Expr.MessageField(id: $0.id, name: $0.name, value: nested($0.value), isOptional: $0.isOptional)
                })
        case .comprehension(var loop):
            loop.range = nested(loop.range)
            loop.initial = nested(loop.initial)
            let variables = [loop.variable, loop.secondVariable, loop.accumulator].compactMap { $0 }
            bound += variables
            loop.condition = nested(loop.condition)
            loop.step = nested(loop.step)
            loop.result = nested(loop.result)
            bound.removeLast(variables.count)
            return .comprehension(loop)
        }
    }
}
