import CallgateLanguage

/// Operators whose operands must all be values, other than fields and `==`.
extension Evaluation {
    func negated(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let int, let mark):
            let (result, overflows) = Int64(0).subtractingReportingOverflow(int)
            if overflows { throw EvaluationError(.overflow) }
            return .int(result, isMarked: mark)
        case .double(let double, let mark): return .double(-double, isMarked: mark)
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    // MARK: Arithmetic

    func arithmetic(_ operation: Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left, let mark), .int(let right, let other)):
            return .int(try integers(operation, left, right), isMarked: mark || other)
        case (.uint(let left), .uint(let right)):
            return .uint(try integers(operation, left, right))
        case (.double(let left, let mark), .double(let right, let other)):
            return .double(try doubles(operation, left, right), isMarked: mark || other)
        case (.int(let left, let mark), .double(let right, let other)) where mark || other:
            return .double(try doubles(operation, Double(left), right), isMarked: true)
        case (.double(let left, let mark), .int(let right, let other)) where mark || other:
            return .double(try doubles(operation, left, Double(right)), isMarked: true)
        default:
            if operation == .add, let sum = joined(left, right) { return sum }
            return try times(operation, left, right)
        }
    }

    private func integers<T: FixedWidthInteger>(_ operation: Operator, _ left: T, _ right: T) throws(EvaluationError) -> T {
        let (result, overflows): (T, Bool)
        switch operation {
        case .add: (result, overflows) = left.addingReportingOverflow(right)
        case .subtract: (result, overflows) = left.subtractingReportingOverflow(right)
        case .multiply: (result, overflows) = left.multipliedReportingOverflow(by: right)
        case .divide, .modulo:
            if right == 0 { throw EvaluationError(.divisionByZero) }
            (result, overflows) =
                operation == .divide
                ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
        default: throw EvaluationError(.noSuchOverload)
        }
        if overflows { throw EvaluationError(.overflow) }
        return result
    }

    private func doubles(_ operation: Operator, _ left: Double, _ right: Double) throws(EvaluationError) -> Double {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    /// `+` of strings, bytes and lists.
    private func joined(_ left: Value, _ right: Value) -> Value? {
        switch (left, right) {
        case (.string(let left), .string(let right)): .string(left + right)
        case (.bytes(let left), .bytes(let right)): .bytes(left + right)
        case (.list(let left), .list(let right)): .list(left + right)
        default: nil
        }
    }

    // MARK: Ordering

    /// Whether the order of two values is one of those given; with NaN it is none.
    func isOrdered(_ left: Value, _ right: Value, as orders: [Order]) throws(EvaluationError) -> Bool {
        guard let order = try order(left, right) else { return false }
        return orders.contains(order)
    }

    private func order(_ left: Value, _ right: Value) throws(EvaluationError) -> Order? {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): return Order(left ? 1 : 0, right ? 1 : 0)
        case (.string(let left), .string(let right)): return Order(left.utf8, right.utf8)
        case (.bytes(let left), .bytes(let right)): return Order(left, right)
        case (.timestamp(let left), .timestamp(let right)): return Order(left, right)
        case (.duration(let left), .duration(let right)): return Order(left, right)
        default:
            guard let left = Number(left), let right = Number(right) else { throw EvaluationError(.noSuchOverload) }
            return Order(left, right)
        }
    }
}
