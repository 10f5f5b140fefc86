internal import CallgateLanguage
internal import CallgatePolicy

/// A subexpression that its author wrote, in the order in which it is shown.
struct ExplainedNode {
    let id: Int
    let range: SourceRange
    let depth: Int
    let isInLoop: Bool
    /// The name of the list that it is; nil for all else.
    let list: String?

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
            ExplainedNode(id: expr.id, range: expr.range, depth: depth, isInLoop: isInLoop, list: list(expr)))
        for part in parts(of: expr, isInLoop: isInLoop) {
            collect(part.expr, depth: depth + 1, isInLoop: part.isInLoop, into: &result)
        }
    }

    private static func list(_ expr: Expr) -> String? {
        if case .ident(let name) = expr.node { PolicyList.name(ofVariable: name) } else { nil }
    }

    /// What an expression is made of, as its author wrote it: a node that a macro made has the range
    /// of the macro's call, and its own parts stand for it.
    private static func parts(
        of expr: Expr, isInLoop: Bool
    ) -> [(expr: Expr, isInLoop: Bool)] {
        children(of: expr, isInLoop: isInLoop).flatMap { child in
            child.expr.range == expr.range ? parts(of: child.expr, isInLoop: child.isInLoop) : [child]
        }
    }

    private static func children(
        of expr: Expr, isInLoop: Bool
    ) -> [(expr: Expr, isInLoop: Bool)] {
        switch expr.node {
        case .literal, .ident, .message: return []
        case .select(let operand, _), .presence(let operand, _):
            return fieldBase(operand).map { [($0, isInLoop)] } ?? []
        case .call(_, let target, let args):
            return ([target].compactMap { $0 } + args).map { ($0, isInLoop) }
        case .list(let elements, _): return elements.map { ($0, isInLoop) }
        case .map(let entries): return entries.flatMap { [($0.key, isInLoop), ($0.value, isInLoop)] }
        case .comprehension(let loop):
            let outside = [loop.range, loop.initial].map { ($0, isInLoop) }
            let inside = [loop.condition, loop.step].map { ($0, true) }
            return outside + inside + [(loop.result, isInLoop)]
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
}
