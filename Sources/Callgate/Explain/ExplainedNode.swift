internal import CallgateLanguage

/// A subexpression that its author wrote, in the order in which it is shown.
struct ExplainedNode {
    let id: Int
    let range: SourceRange
    let depth: Int
    let isInLoop: Bool

    /// The subexpressions of a condition whose values say something: literals are left out, and so
    /// is what macros add.
    static func nodes(of root: Expr) -> [ExplainedNode] {
        var result: [ExplainedNode] = []
        collect(root, depth: 0, isInLoop: false, into: &result)
        return result
    }

    private static func collect(
        _ expr: Expr, depth: Int, isInLoop: Bool, into result: inout [ExplainedNode]
    ) {
        if case .literal = expr.node, depth > 0 { return }
        result.append(
            ExplainedNode(id: expr.id, range: expr.range, depth: depth, isInLoop: isInLoop))
        for part in parts(of: expr, isInLoop: isInLoop) {
            collect(part.expr, depth: depth + 1, isInLoop: part.isInLoop, into: &result)
        }
    }

    private static func parts(
        of expr: Expr, isInLoop: Bool
    ) -> [(expr: Expr, isInLoop: Bool)] {
        switch expr.node {
        case .literal, .ident, .message: []
        case .select(let operand, _): fieldBase(operand).map { [($0, isInLoop)] } ?? []
        case .presence(let operand, _): fieldBase(operand).map { [($0, isInLoop)] } ?? []
        case .call(_, let target, let args):
            ([target].compactMap { $0 } + args).map { ($0, isInLoop) }
        case .list(let elements, _): elements.map { ($0, isInLoop) }
        case .map(let entries): entries.flatMap { [($0.key, isInLoop), ($0.value, isInLoop)] }
        case .comprehension(let loop):
            [(loop.range, isInLoop)] + written(in: loop).map { ($0, true) }
        }
    }

    /// What a field is read from, unless it is itself a plain name or field: `args.a` says enough.
    private static func fieldBase(_ operand: Expr) -> Expr? {
        switch operand.node {
        case .ident: nil
        case .select(let inner, _): fieldBase(inner)
        default: operand
        }
    }

    /// The macro's arguments that are evaluated each time around.
    private static func written(in loop: Comprehension) -> [Expr] {
        guard let macro = loop.macro else { return [] }
        var found: [Expr] = []
        func search(_ expr: Expr) {
            if macro.args.contains(expr.id) {
                found.append(expr)
                return
            }
            guard case .call(_, let target, let args) = expr.node else {
                if case .list(let elements, _) = expr.node { elements.forEach(search) }
                return
            }
            if let target { search(target) }
            args.forEach(search)
        }
        search(loop.step)
        return found
    }
}
