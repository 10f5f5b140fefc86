extension RegexTree {
    /// The parts one after the other, without nesting and without empty parts.
    static func concatenating(_ parts: [RegexTree]) -> RegexTree {
        var flat: [RegexTree] = []
        flat.reserveCapacity(parts.count)
        for part in parts {
            switch part {
            case .empty: continue
            case .concatenation(let inner): flat += inner
            default: flat.append(part)
            }
        }
        switch flat.count {
        case 0: return .empty
        case 1: return flat[0]
        default: return .concatenation(flat)
        }
    }

    /// One of the parts, without nesting; neighbours that are single scalars become one set, so
    /// that `a|b|c` costs what `[abc]` does.
    static func alternating(_ parts: [RegexTree]) -> RegexTree {
        var flat: [RegexTree] = []
        var run: [ClosedRange<UInt32>] = []
        var isInRun = false
        for part in parts {
            let inner: [RegexTree] = if case .alternation(let nested) = part { nested } else { [part] }
            for alternative in inner {
                if case .scalars(let set) = alternative {
                    run += set.ranges
                    isInRun = true
                    continue
                }
                if isInRun {
                    flat.append(.scalars(ScalarSet(run)))
                    run = []
                    isInRun = false
                }
                flat.append(alternative)
            }
        }
        if isInRun {
            flat.append(.scalars(ScalarSet(run)))
        }
        return flat.count == 1 ? flat[0] : .alternation(flat)
    }

    /// The part repeated. What matches only empty text is never repeated: a second time adds
    /// nothing, and it keeps every repetition's expansion in proportion to what it matches.
    static func repeating(_ part: RegexTree, minimum: Int, maximum: Int?) -> RegexTree {
        if maximum == 0 {
            return .empty
        }
        if part.isZeroWidth {
            return minimum == 0 ? .empty : part
        }
        if minimum == 1, maximum == 1 {
            return part
        }
        return .repetition(part, minimum: minimum, maximum: maximum)
    }

    private var isZeroWidth: Bool {
        switch self {
        case .empty, .assertion: true
        case .scalars, .repetition: false
        case .concatenation(let parts), .alternation(let parts): parts.allSatisfy(\.isZeroWidth)
        }
    }

    /// Whether the assertion occurs in it.
    func contains(_ wanted: Assertion) -> Bool {
        switch self {
        case .empty, .scalars: false
        case .assertion(let assertion): assertion == wanted
        case .repetition(let part, _, _): part.contains(wanted)
        case .concatenation(let parts), .alternation(let parts): parts.contains { $0.contains(wanted) }
        }
    }
}
