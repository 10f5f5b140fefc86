public import CallgateLanguage

/// What expressions mean: a walk over the tree, as `spec/language/semantics.md` says it, for tests to hold
/// the machine against. It has no limits of its own: an expression that doubles a value in each of many
/// nested loops takes time and memory without bound.
public struct ReferenceEvaluator: Sendable {
    private let root: Expr
    private let zoneOffset: ZoneOffset

    /// - Parameters:
    ///   - expression: checked, or only resolved.
    ///   - zoneOffset: the named time zones; none, unless they are given.
    public init(_ expression: CheckedExpression, zoneOffset: @escaping ZoneOffset = { _, _ in nil }) {
        root = expression.root
        self.zoneOffset = zoneOffset
    }

    /// The value, or the error in its place.
    ///
    /// - Parameters:
    ///   - bindings: the variables by their whole names.
    ///   - session: what is known of the call's session; nil where it has none.
    public func evaluate(_ bindings: [String: Outcome], session: SessionFacts? = nil) -> Outcome {
        var evaluation = Evaluation(bindings, session: session, zoneOffset: zoneOffset)
        return evaluation.evaluate(root)
    }
}

/// A time zone's offset: of a name such as `Europe/Berlin`, and a time in seconds since 1970, the seconds
/// east of UTC; nil where there is no such zone.
public typealias ZoneOffset = @Sendable (_ zone: String, _ time: Int64) -> Int?
