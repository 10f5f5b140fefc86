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
            if case .ident(Self.accumulator) = args[0].node { return try gathered(Self.accumulator, args[1]) }
            return try binary(operation, try value(of: args[0]), try value(of: args[1]))
        case (.optionalSelect, 2), (.optionalIndex, 2):
            return .optional(try find(try value(of: args[0]), by: try value(of: args[1])))
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
        // Those with another number of operands.
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private mutating func callFunction(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value {
        if let value = try lazy(function, args) { return value }
        if let value = try sessionFunction(function, args) { return value }
        if let value = try patternFunction(function, args) { return value }
        let values = try values(of: args)
        guard values.count <= 4 else { throw EvaluationError(.noSuchOverload) }
        let operands = Operands(values)
        if let value = try standard(function, operands) { return value }
        if let value = try optionals(function, operands) { return value }
        if let value = try strings(function, operands) { return value }
        if let value = try lists(function, operands) { return value }
        if let value = try math(function, operands) { return value }
        if let value = try network(function, operands) { return value }
        if let value = try encoders(function, operands) { return value }
        if let value = try messages(function, operands) { return value }
        // In no library, or not with operands of these kinds.
        throw EvaluationError(.noSuchOverload)
    }

    private func standard(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 3 else { return nil }
        switch (function, operands.x, operands.y, operands.z) {
        case ("size", let value?, nil, nil): return .int(try size(value))
        case ("contains", .string(let text)?, .string(let part)?, nil),
            ("startsWith", .string(let text)?, .string(let part)?, nil),
            ("endsWith", .string(let text)?, .string(let part)?, nil):
            return .bool(has(function, Array(text.utf8), Array(part.utf8)))
        case ("cel.@mapInsert", let map?, let entries?, nil): return try inserting(entries, into: map)
        case ("cel.@mapInsert", let map?, let key?, let value?): return try inserting(key, value, into: map)
        case (_, let value?, let zone, nil):
            if let accessor = TimeAccessor(rawValue: function) { return .int(try access(accessor, value, zone)) }
            return zone == nil ? try convert(value, to: function) : nil
        default: return nil
        }
    }
}

/// The operands of a function: as many as there are, from `x` on.
struct Operands {
    var x, y, z, w: Value?
    var count: Int

    /// - Parameter values: at most four.
    init(_ values: [Value]) {
        x = values.first
        y = values.dropFirst(1).first
        z = values.dropFirst(2).first
        w = values.dropFirst(3).first
        count = values.count
    }
}
