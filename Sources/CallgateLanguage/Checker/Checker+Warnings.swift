/// What is allowed, but hardly meant.
extension Checker {
    mutating func warnOfDuplicateKeys(_ entries: [Expr.MapEntry]) {
        var seen: Set<Literal> = []
        for entry in entries {
            guard case .literal(let key) = entry.key.node else { continue }
            if !seen.insert(key).inserted {
                warn("the key `\(key)` occurs twice, which fails when it is evaluated", at: entry.key.range)
            }
        }
    }

    /// A comparison whose sides are both constant, or one and the same field.
    mutating func warnOfConstantComparison(_ expr: Expr, _ function: String, _ args: [Expr]) {
        guard args.count == 2, let comparison = Operator(rawValue: function), comparison.isComparison else { return }
        if case .literal = args[0].node, case .literal = args[1].node {
            warn("`\(comparison.spelling)` compares two constants", at: expr.range)
        } else if let name = args[1].qualifiedName, name == args[0].qualifiedName {
            warn("`\(comparison.spelling)` compares `\(name)` with itself", at: expr.range)
        }
    }
}

extension Operator {
    var isComparison: Bool {
        switch self {
        case .equals, .notEquals, .less, .lessEquals, .greater, .greaterEquals: true
        default: false
        }
    }

    /// The operator as it is written, without its operands.
    var spelling: String {
        switch self {
        case .conditional: "? :"
        case .index: "[]"
        case .optionalIndex: "[?]"
        case .optionalSelect: ".?"
        case .in: "in"
        case .notStrictlyFalse: rawValue
        default: rawValue.filter { $0 != "_" }
        }
    }
}
