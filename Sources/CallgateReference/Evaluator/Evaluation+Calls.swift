import CallgateLanguage

/// Which operation a call means.
extension Evaluation {
    /// - Parameter args: the target first, where there is one.
    mutating func call(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value {
        guard let operation = Operator(rawValue: function) else { return try callFunction(function, args) }
        switch (operation, args.count) {
        case (.conditional, 3): return try conditional(args[0], args[1], args[2])
        case (.and, 2): return .bool(try connected(args[0], args[1], decisive: false))
        case (.or, 2): return .bool(try connected(args[0], args[1], decisive: true))
        case (.not, 1): return .bool(try negation(args[0]))
        case (.notStrictlyFalse, 1): return .bool(isNotStrictlyFalse(args[0]))
        case (.negate, 1): return try negated(try value(of: args[0]))
        case (.add, 2):
            if case .ident(let name) = args[0].node, name.hasPrefix("@") { return try gathered(name, args[1]) }
            return try binary(operation, try value(of: args[0]), try value(of: args[1]))
        case (_, 2): return try binary(operation, try value(of: args[0]), try value(of: args[1]))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private func binary(_ operation: Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch operation {
        case .add, .subtract, .multiply, .divide, .modulo: try arithmetic(operation, left, right)
        case .equals: .bool(try equal(left, right))
        case .notEquals: .bool(!(try equal(left, right)))
        case .less: .bool(try isOrdered(left, right, as: [.less]))
        case .lessEquals: .bool(try isOrdered(left, right, as: [.less, .equal]))
        case .greater: .bool(try isOrdered(left, right, as: [.greater]))
        case .greaterEquals: .bool(try isOrdered(left, right, as: [.greater, .equal]))
        case .index: try index(left, by: right)
        case .in: .bool(try isContained(left, in: right))
        // Those with another number of operands, and those of optional values, which there are none of.
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private mutating func callFunction(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value {
        if function == "matches" || function == "match" { return .bool(try matches(args)) }
        let values = try values(of: args)
        switch (function, values.count) {
        case ("size", 1): return .int(try size(values[0]))
        case ("contains", 2), ("startsWith", 2), ("endsWith", 2):
            guard case (.string(let text), .string(let part)) = (values[0], values[1]) else {
                throw EvaluationError(.noSuchOverload)
            }
            return .bool(has(function, Array(text.utf8), Array(part.utf8)))
        case ("cel.@mapInsert", 2...3): return try inserting(values)
        case (_, 1...2):
            if let accessor = TimeAccessor(rawValue: function) { return .int(try access(accessor, values)) }
            guard values.count == 1 else { throw EvaluationError(.noSuchOverload) }
            return try convert(values[0], to: function)
        default: throw EvaluationError(.noSuchOverload)
        }
    }
}
