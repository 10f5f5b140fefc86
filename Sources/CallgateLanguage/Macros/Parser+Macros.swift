/// Recognises calls of macros and replaces them.
extension Parser {
    /// The expansion of a call, or nil if it is not one of a macro that is on.
    mutating func expandMacro(
        _ name: String, nameRange: SourceRange, target: Tree?, args: [Tree], range: SourceRange
    ) throws(Failure) -> Tree? {
        let found = Macro.table.first { macro in
            guard macro.name == name, macro.arguments.contains(args.count) else { return false }
            return options.macros.contains(macro.set) && fits(macro.receiver, target)
        }
        guard let macro = found else { return nil }
        switch macro.kind {
        case .has: return try expandPresence(args[0], range)
        case .extreme: return try expandExtreme(name, args, nameRange: nameRange, range)
        case .block: return try expandBlock(args, range)
        case .blockIndex: return try expandIndex(args[0], range)
        case .blockVariable: return try expandVariable(name, args, range)
        default: break
        }
        var variables: [String] = []
        for arg in args.prefix(macro.variables) {
            variables.append(try variableName(arg, of: macro))
        }
        if variables.count == 2, variables[0] == variables[1] {
            throw fail(
                "the two variables of `\(name)` have the same name `\(variables[0])`", at: args[1].range, kind: .macro)
        }
        let call = MacroCall(name: name, target: target?.expr.id, args: args.map(\.expr.id))
        var builder = FoldBuilder(
            call: call, range: range, variables: variables, bodies: Array(args.dropFirst(macro.variables)))
        switch macro.kind {
        case .bind: return try expandBinding(value: args[1], body: args[2], builder)
        case .sortBy: return try expandSort(target, builder)
        case .optionalMap, .optionalFlatMap:
            return try expandOptional(target, builder, isFlat: macro.kind == .optionalFlatMap)
        default:
            builder.target = target
            return try expandFold(macro.kind, builder)
        }
    }

    private func fits(_ receiver: Macro.Receiver, _ target: Tree?) -> Bool {
        switch receiver {
        case .none: target == nil
        case .value: target != nil
        case .namespace(let name): target?.expr.node == .ident(name)
        }
    }

    private mutating func variableName(_ arg: Tree, of macro: Macro) throws(Failure) -> String {
        if case .ident(let name) = arg.expr.node, !name.hasPrefix("."), !name.hasPrefix(MacroNames.blockIndex) {
            return name
        }
        throw fail(
            "the variable of `\(macro.name)` must be a simple name, not `\(text(arg.range).prefix(40))`",
            at: arg.range, kind: .macro)
    }

    /// `has(operand.field)`.
    private mutating func expandPresence(_ arg: Tree, _ range: SourceRange) throws(Failure) -> Tree {
        switch arg.expr.node {
        case .select(let operand, let field):
            return try make(.presence(operand, field: field), range, over: arg.depth - 1)
        case .call(Operator.index.rawValue, _, let args):
            throw fail(
                "`has` takes a field selected with a dot, not an index", at: arg.range, kind: .macro,
                suggestion: "\(text(args[1].range)) in \(text(args[0].range))")
        case .call(Operator.optionalSelect.rawValue, _, _):
            throw fail(
                "`has` takes a field selected with a dot, not with `.?`", at: arg.range, kind: .macro,
                suggestion: "\(text(arg.range)).hasValue()")
        default:
            throw fail(
                "`has` takes a field selected with a dot, such as `has(args.path)`", at: arg.range, kind: .macro)
        }
    }
}
