import CallgateLanguage

/// The operators that do not need all of their operands.
extension Evaluation {
    /// The operand as a truth value, or the error in its place.
    private mutating func truth(_ expr: Expr) -> Result<Bool, EvaluationError> {
        switch evaluate(expr) {
        case .success(.bool(let bool)): .success(bool)
        case .success: .failure(EvaluationError(.noSuchOverload))
        case .failure(let error): .failure(error)
        }
    }

    /// `&&` where `decisive` is false, `||` where it is true: a decisive operand on either side decides,
    /// even beside an error.
    mutating func connected(_ left: Expr, _ right: Expr, decisive: Bool) throws(EvaluationError) -> Bool {
        let left = truth(left)
        if left == .success(decisive) { return decisive }
        let right = truth(right)
        if right == .success(decisive) { return decisive }
        _ = try left.get()
        return try right.get()
    }

    mutating func conditional(_ condition: Expr, _ yes: Expr, _ no: Expr) throws(EvaluationError) -> Value {
        try value(of: try truth(condition).get() ? yes : no)
    }

    mutating func negation(_ operand: Expr) throws(EvaluationError) -> Bool {
        !(try truth(operand).get())
    }

    /// True unless the operand is exactly false.
    mutating func isNotStrictlyFalse(_ operand: Expr) -> Bool {
        truth(operand) != .success(false)
    }
}
