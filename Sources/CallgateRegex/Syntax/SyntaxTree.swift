/// What a pattern says, with flags, case folding and names of classes resolved, and with what
/// tells where it matches: its groups, and which of its alternatives it prefers.
///
/// Whether a text matches at all does not hang on that; ``RegexTree`` is the tree without it.
/// The depth is at most four times ``RegexLimits/maximumNestingDepth``, so that a walk may recurse.
public indirect enum SyntaxTree: Sendable, Hashable {
    /// Matches the empty text.
    case empty
    /// Matches one scalar of the set; of the empty set nothing.
    case scalars(ScalarSet)
    /// Matches one after the other; at least two.
    case concatenation([SyntaxTree])
    /// Matches one of them, rather an earlier one; at least two.
    case alternation([SyntaxTree])
    /// Matches `minimum` to `maximum` times in a row, without a maximum any number of times;
    /// rather more often, or, where it is lazy, rather less often.
    case repetition(SyntaxTree, minimum: Int, maximum: Int?, isLazy: Bool)
    /// Matches the empty text where the condition holds.
    case assertion(Assertion)
    /// Matches what its content does, and notes where it did last. Groups are numbered from 1 in
    /// the order of their opening parentheses.
    case group(SyntaxTree, number: Int)
}

extension SyntaxTree {
    static func concatenating(_ parts: [SyntaxTree]) -> SyntaxTree {
        switch parts.count {
        case 0: .empty
        case 1: parts[0]
        default: .concatenation(parts)
        }
    }

    static func alternating(_ parts: [SyntaxTree]) -> SyntaxTree {
        parts.count == 1 ? parts[0] : .alternation(parts)
    }

    /// Whether it can match the empty text, should its assertions hold.
    var isNullable: Bool {
        switch self {
        case .empty, .assertion: true
        case .scalars: false
        case .concatenation(let parts): parts.allSatisfy(\.isNullable)
        case .alternation(let parts): parts.contains(where: \.isNullable)
        case .repetition(let part, let minimum, _, _): minimum == 0 || part.isNullable
        case .group(let content, _): content.isNullable
        }
    }

    /// Whether it is made of assertions only, so that a second time adds nothing.
    var isEmptyOnly: Bool {
        switch self {
        case .empty, .assertion: true
        case .scalars, .repetition, .group: false
        case .concatenation(let parts), .alternation(let parts): parts.allSatisfy(\.isEmptyOnly)
        }
    }
}

extension RegexTree {
    /// The tree without groups and preferences.
    init(_ syntax: SyntaxTree) {
        switch syntax {
        case .empty: self = .empty
        case .scalars(let set): self = .scalars(set)
        case .concatenation(let parts): self = .concatenating(parts.map { RegexTree($0) })
        case .alternation(let parts): self = .alternating(parts.map { RegexTree($0) })
        case .repetition(let part, let minimum, let maximum, _):
            self = .repeating(RegexTree(part), minimum: minimum, maximum: maximum)
        case .assertion(let assertion): self = .assertion(assertion)
        case .group(let content, _): self = RegexTree(content)
        }
    }
}
