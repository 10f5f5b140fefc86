import CallgateLanguage

/// A tree as one line of nested parentheses, without IDs and ranges, macros expanded.
func shape(_ expr: Expr) -> String {
    switch expr.node {
    case .literal(let literal): return "\(literal)"
    case .ident(let name): return name
    case .select(let operand, let field): return "(. \(shape(operand)) \(field))"
    case .presence(let operand, let field): return "(has \(shape(operand)) \(field))"
    case .call(let function, let target, let args):
        let parts = [function] + (target.map { ["@" + shape($0)] } ?? []) + args.map(shape)
        return "(\(parts.joined(separator: " ")))"
    case .list(let elements, let optionals):
        let parts = elements.enumerated().map { (optionals.contains($0.offset) ? "?" : "") + shape($0.element) }
        return "[\(parts.joined(separator: " "))]"
    case .map(let entries):
        let parts = entries.map { "\($0.isOptional ? "?" : "")\(shape($0.key)):\(shape($0.value))" }
        return "{\(parts.joined(separator: " "))}"
    case .message(let name, let fields):
        let parts = fields.map { "\($0.isOptional ? "?" : "")\($0.name):\(shape($0.value))" }
        return "\(name){\(parts.joined(separator: " "))}"
    case .comprehension(let fold):
        let variables = [fold.variable, fold.secondVariable].compactMap(\.self).joined(separator: ",")
        let parts = [fold.initial, fold.condition, fold.step, fold.result].map(shape).joined(separator: " ")
        return "(fold \(variables) in \(shape(fold.range)) \(fold.accumulator) \(parts))"
    }
}

/// Every node of a tree, parents first.
func nodes(_ expr: Expr) -> [Expr] {
    switch expr.node {
    case .literal, .ident: return [expr]
    case .select(let operand, _), .presence(let operand, _): return [expr] + nodes(operand)
    case .call(_, let target, let args): return [expr] + (target.map(nodes) ?? []) + args.flatMap(nodes)
    case .list(let elements, _): return [expr] + elements.flatMap(nodes)
    case .map(let entries): return [expr] + entries.flatMap { nodes($0.key) + nodes($0.value) }
    case .message(_, let fields): return [expr] + fields.flatMap { nodes($0.value) }
    case .comprehension(let fold):
        return [expr] + [fold.range, fold.initial, fold.condition, fold.step, fold.result].flatMap(nodes)
    }
}

/// The errors of an expression that must not parse.
func parseErrors(_ source: String, options: ParserOptions = ParserOptions()) -> [LanguageError] {
    do {
        _ = try parse(source, options: options)
        return []
    } catch {
        return error.errors
    }
}

/// The errors of an expression that must not check.
func checkErrors(_ source: String, in environment: Environment) -> [LanguageError] {
    do {
        _ = try check(source, in: environment)
        return []
    } catch {
        return error.errors
    }
}

/// The source with an error's range in guillemets, as tables can show it.
func marked(_ source: String, _ range: SourceRange) -> String {
    let bytes = Array(source.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    return text(0..<range.lowerBound) + "«" + text(range.lowerBound..<range.upperBound) + "»"
        + text(range.upperBound..<bytes.count)
}
