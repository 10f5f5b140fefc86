/// Macros that are no loops over their target: those of numbers and of optimisers.
extension Parser {
    // MARK: math.greatest and math.least

    /// One argument or two stay what they are; more become one list.
    mutating func expandExtreme(
        _ name: String, _ args: [Tree], nameRange: SourceRange, _ range: SourceRange
    ) throws(Failure) -> Tree {
        let function = "math.\(name)"
        if args.isEmpty {
            throw fail(
                "`\(function)` takes at least one number", at: range, kind: .macro, suggestion: "\(function)(a, b)")
        }
        if args.count == 1, case .list(let elements, _) = args[0].expr.node {
            if elements.isEmpty {
                throw fail("`\(function)` of an empty list has no value", at: args[0].range, kind: .macro)
            }
            for element in elements { try requireNumber(element, element.range, function) }
        } else {
            for arg in args { try requireNumber(arg.expr, arg.range, function) }
        }
        let depth = args.map(\.depth).max() ?? 0
        if args.count <= 2 {
            return try make(.call(function: function, target: nil, args: args.map(\.expr)), range, over: depth)
        }
        let list = try make(.list(args.map(\.expr), optionals: []), range, over: depth)
        return try make(.call(function: function, target: nil, args: [list.expr]), range, over: list.depth)
    }

    /// Refuses what is plainly no number.
    private mutating func requireNumber(
        _ expr: Expr, _ range: SourceRange, _ function: String
    ) throws(Failure) {
        switch expr.node {
        case .literal(.int), .literal(.uint), .literal(.double): return
        case .literal, .list, .map, .message:
            throw fail("`\(function)` takes numbers, or one list of them", at: range, kind: .macro)
        default: return
        }
    }

    // MARK: cel.block

    /// `cel.block([a, b], body)`: `a` and `b` bound to names one after the other, which `cel.index`
    /// spells.
    mutating func expandBlock(_ args: [Tree], _ range: SourceRange) throws(Failure) -> Tree {
        guard case .list(let elements, let optionals) = args[0].expr.node, optionals.isEmpty else {
            throw fail("the first argument of `cel.block` must be a list literal", at: args[0].range, kind: .macro)
        }
        let call = MacroCall(name: "block", target: nil, args: elements.map(\.id) + [args[1].expr.id])
        var body = args[1]
        for (index, element) in elements.enumerated().reversed() {
            // No element is deeper than the list that it stands in.
            let value = Tree(expr: element, depth: args[0].depth - 1, range: element.range)
            body = try bind(
                "\(MacroNames.blockIndex)\(index)", to: value, in: body, macro: index == 0 ? call : nil, range)
        }
        return body
    }

    mutating func expandIndex(_ arg: Tree, _ range: SourceRange) throws(Failure) -> Tree {
        let index = try natural(arg, of: "index")
        return try make(.ident("\(MacroNames.blockIndex)\(index)"), range, over: 0)
    }

    /// `cel.iterVar(depth, number)` and `cel.accuVar(depth, number)`.
    mutating func expandVariable(_ name: String, _ args: [Tree], _ range: SourceRange) throws(Failure) -> Tree {
        guard let prefix = MacroNames.blockVariables[name] else { preconditionFailure("a macro of the table") }
        let first = try natural(args[0], of: name)
        let second = try natural(args[1], of: name)
        return try make(.ident("\(prefix):\(first):\(second)"), range, over: 0)
    }

    private mutating func natural(_ arg: Tree, of name: String) throws(Failure) -> Int64 {
        if case .literal(.int(let value)) = arg.expr.node, value >= 0 { return value }
        throw fail("`cel.\(name)` takes int literals that are not negative", at: arg.range, kind: .macro)
    }
}
