import CallgateLanguage

/// A fold that only adds to a list or map that starts empty, so that it can grow in place.
struct Gathering {
    enum Kind { case list, map }

    /// What a step adds.
    enum Added {
        /// `accumulator + [element]`
        case element(Expr)
        /// `cel.@mapInsert(accumulator, key, value)`
        case entry(Expr, Expr)
        /// `cel.@mapInsert(accumulator, map)`
        case entries(Expr)
    }

    let kind: Kind
    let added: Added
    /// Where it is false, a step adds nothing.
    let condition: Expr?

    /// Entries that a map has room for before it must grow.
    static let firstRoom: UInt32 = 4

    /// Nil for any other fold.
    init?(_ loop: Comprehension) {
        let accumulator = loop.accumulator
        switch loop.initial.node {
        case .list(let elements, _) where elements.isEmpty: kind = .list
        case .map(let entries) where entries.isEmpty: kind = .map
        default: return nil
        }
        var step = loop.step
        if case .call(Operator.conditional.rawValue, nil, let args) = step.node, args.count == 3,
            Self.isIdent(args[2], accumulator)
        {
            condition = args[0]
            step = args[1]
        } else {
            condition = nil
        }
        guard let added = Self.added(step, to: accumulator, kind) else { return nil }
        self.added = added
    }

    private static func added(_ step: Expr, to accumulator: String, _ kind: Kind) -> Added? {
        guard case .call(let function, nil, let args) = step.node, let first = args.first,
            isIdent(first, accumulator)
        else { return nil }
        switch (kind, function, args.count) {
        case (.list, Operator.add.rawValue, 2):
            guard case .list(let elements, []) = args[1].node, elements.count == 1 else { return nil }
            return .element(elements[0])
        case (.map, "cel.@mapInsert", 3): return .entry(args[1], args[2])
        case (.map, "cel.@mapInsert", 2): return .entries(args[1])
        default: return nil
        }
    }

    private static func isIdent(_ expr: Expr, _ name: String) -> Bool { expr.node == .ident(name) }
}
