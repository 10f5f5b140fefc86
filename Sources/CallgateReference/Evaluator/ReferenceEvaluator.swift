public import CallgateLanguage

/// What expressions mean: a walk over the tree, as `spec/language/semantics.md` says it, for tests to hold
/// the machine against. It has no limits of its own: an expression that doubles a value in each of many
/// nested loops takes time and memory without bound.
public struct ReferenceEvaluator: Sendable {
    private let root: Expr

    public init(_ expression: CheckedExpression) {
        root = expression.root
    }

    /// An expression that has not been checked: its dotted names are selections, never names of variables.
    public init(unchecked root: Expr) {
        self.root = root
    }

    /// The value, or the error in its place.
    ///
    /// - Parameter bindings: the variables by their whole names.
    public func evaluate(_ bindings: [String: Outcome]) -> Outcome {
        var evaluation = Evaluation(bindings)
        return evaluation.evaluate(root)
    }
}
