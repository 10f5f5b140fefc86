package import CallgateRegex

/// The meaning of a pattern: matching by partial derivatives of its tree (Brzozowski, 1964;
/// Antimirov, 1996), one Unicode scalar after the other, without any automaton.
///
/// What remains to be matched is a set of sequences of trees. The derivative of a sequence by a
/// scalar is all that may remain of it once the scalar is consumed. The number of different
/// sequences is at most linear in the tree with its repetitions written out, so that a text costs
/// time in proportion to its length.
package struct DerivativeMatcher {
    private let tree: RegexTree

    /// Trees that have to match one after the other.
    private typealias Rest = ArraySlice<RegexTree>

    package init(_ tree: RegexTree) {
        self.tree = tree
    }

    /// Whether some part of the text matches.
    package func matches(_ text: String) -> Bool {
        var rests: Set<Rest> = []
        var previous: Unicode.Scalar?
        for next in text.unicodeScalars {
            // A match may start at each position.
            rests.insert([tree])
            let position = TextPosition(previous: previous, next: next)
            if rests.contains(where: { matchesEmpty($0, at: position) }) {
                return true
            }
            rests = Set(rests.flatMap { derivatives(of: $0, by: next, at: position) })
            previous = next
        }
        rests.insert([tree])
        return rests.contains { matchesEmpty($0, at: TextPosition(previous: previous, next: nil)) }
    }

    // MARK: Matching nothing

    private func matchesEmpty(_ rest: Rest, at position: TextPosition) -> Bool {
        rest.allSatisfy { matchesEmpty($0, at: position) }
    }

    private func matchesEmpty(_ tree: RegexTree, at position: TextPosition) -> Bool {
        switch tree {
        case .empty: true
        case .scalars: false
        case .concatenation(let parts): parts.allSatisfy { matchesEmpty($0, at: position) }
        case .alternation(let parts): parts.contains { matchesEmpty($0, at: position) }
        case .repetition(let part, let minimum, _): minimum == 0 || matchesEmpty(part, at: position)
        case .assertion(let assertion): position.holds(assertion)
        }
    }

    // MARK: Matching a scalar

    /// All that may remain of the sequence once the scalar is consumed.
    private func derivatives(of rest: Rest, by scalar: Unicode.Scalar, at position: TextPosition) -> Set<Rest> {
        var found: Set<Rest> = []
        var after = rest
        while let first = after.popFirst() {
            found.formUnion(derivatives(of: first, by: scalar, at: position).map { $0 + after })
            guard matchesEmpty(first, at: position) else { break }
        }
        return found
    }

    private func derivatives(of tree: RegexTree, by scalar: Unicode.Scalar, at position: TextPosition) -> Set<Rest> {
        switch tree {
        case .empty, .assertion:
            return []
        case .scalars(let set):
            return set.contains(scalar.value) ? [[]] : []
        case .concatenation(let parts):
            return derivatives(of: parts[...], by: scalar, at: position)
        case .alternation(let parts):
            return Set(parts.flatMap { derivatives(of: $0, by: scalar, at: position) })
        case .repetition(let part, let minimum, let maximum):
            // Where the part matches nothing at all here, the copies before the one that consumes
            // the scalar may be any number, and so may be those that are still wanted after it.
            let least = matchesEmpty(part, at: position) ? 0 : max(0, minimum - 1)
            let more = repetition(of: part, minimum: least, maximum: maximum.map { $0 - 1 })
            return Set(derivatives(of: part, by: scalar, at: position).map { $0 + more })
        }
    }

    private func repetition(of part: RegexTree, minimum: Int, maximum: Int?) -> Rest {
        maximum == 0 ? [] : [.repetition(part, minimum: minimum, maximum: maximum)]
    }
}
