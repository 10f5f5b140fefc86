/// What a text must have in it for a pattern to match: of each set, at least one of the strings.
///
/// The strings are UTF-8 with bit 5 set in every byte, so that letters of both cases are alike: they are
/// for telling texts apart that can't match, not for saying that one does.
public struct RequiredLiterals: Sendable, Hashable {
    /// Sets of strings; those whose shortest string is longest come first. None where nothing is known.
    public let sets: [[[UInt8]]]

    /// Sets that are kept of one pattern.
    static let mostSets = 8
    /// Strings that a concatenation may multiply to.
    static let mostProducts = 64

    public init(_ pattern: Pattern) { self.init(pattern.tree, mask: 0x20) }

    /// The longest string that every text which matches has in it as it is; nil where none of two bytes
    /// and more is known.
    public static func exact(_ pattern: Pattern) -> [UInt8]? {
        let sets = RequiredLiterals(pattern.tree, mask: 0).sets
        return sets.filter { $0.count == 1 && $0[0].count <= RegexLimits.maximumLiteralBytes }
            .map { $0[0] }.max { $0.count < $1.count }
    }

    /// - Parameter mask: bits that are set in every byte.
    private init(_ tree: RegexTree, mask: UInt8) {
        let sets = Known(tree, mask).sets.sorted { Self.rank($0) > Self.rank($1) }
        self.sets = Array(sets.prefix(Self.mostSets))
    }

    /// A text in which one of some strings is looked for.
    public init(oneOf strings: [[UInt8]]) {
        let folded = strings.map { $0.map { $0 | 0x20 } }
        sets = folded.allSatisfy { $0.count > 1 } && !folded.isEmpty ? [folded] : []
    }

    private static func rank(_ set: [[UInt8]]) -> Int { set.map(\.count).min() ?? 0 }

    /// What is known of a part of a pattern.
    private struct Known {
        /// All that it matches, where these are few.
        var exact: [[UInt8]]?
        /// Sets of which a match has a string each.
        var required: [[[UInt8]]] = []

        private let mask: UInt8

        init(exact: [[UInt8]]?, _ mask: UInt8) {
            self.exact = exact
            self.mask = mask
        }

        /// The sets, what matches exactly being one.
        var sets: [[[UInt8]]] {
            guard let exact, !exact.isEmpty, exact.allSatisfy({ $0.count > 1 }) else { return required }
            return required + [exact]
        }

        init(_ tree: RegexTree, _ mask: UInt8) {
            switch tree {
            case .empty, .assertion: self.init(exact: [[]], mask)
            case .scalars(let set): self.init(scalars: set, mask)
            case .concatenation(let parts): self.init(concatenation: parts, mask)
            case .alternation(let parts): self.init(alternation: parts, mask)
            case .repetition(let part, let minimum, let maximum):
                self.init(repetition: part, minimum, maximum, mask)
            }
        }

        private init(scalars set: ScalarSet, _ mask: UInt8) {
            guard set.count <= RegexLimits.maximumLiterals else {
                self.init(exact: nil, mask)
                return
            }
            let strings = set.ranges.flatMap { range in
                range.compactMap { Unicode.Scalar($0).map { String($0).utf8.map { $0 | mask } } }
            }
            self.init(exact: Array(Set(strings)), mask)
        }

        private init(concatenation parts: [RegexTree], _ mask: UInt8) {
            self.init(exact: [[]], mask)
            var run: [[UInt8]] = [[]]
            var isExact = true
            func flush(_ required: inout [[[UInt8]]]) {
                if !run.isEmpty, run.allSatisfy({ $0.count > 1 }) { required.append(run) }
            }
            for part in parts {
                let known = Known(part, mask)
                required += known.required
                guard let following = known.exact else {
                    flush(&required)
                    run = [[]]
                    isExact = false
                    continue
                }
                if run.count > 1, following.count > 1,
                    run.count * following.count > RequiredLiterals.mostProducts
                {
                    flush(&required)
                    run = following
                    isExact = false
                } else {
                    run = run.flatMap { string in following.map { string + $0 } }
                }
            }
            if isExact {
                exact = run
            } else {
                exact = nil
                flush(&required)
            }
        }

        private init(alternation parts: [RegexTree], _ mask: UInt8) {
            let branches = parts.map { Known($0, mask) }
            if branches.allSatisfy({ $0.exact != nil }) {
                self.init(exact: branches.flatMap { $0.exact ?? [] }, mask)
                return
            }
            self.init(exact: nil, mask)
            // One of the best of each branch.
            var set: [[UInt8]] = []
            for branch in branches {
                guard let best = branch.sets.max(by: { RequiredLiterals.rank($0) < RequiredLiterals.rank($1) })
                else { return }
                set += best
            }
            required = [set]
        }

        private init(repetition part: RegexTree, _ minimum: Int, _ maximum: Int?, _ mask: UInt8) {
            let known = Known(part, mask)
            self.init(exact: nil, mask)
            if minimum == 0 {
                if maximum == 1, let once = known.exact, once.count < RequiredLiterals.mostProducts {
                    exact = once + [[]]
                }
                return
            }
            guard minimum == 1, maximum == 1 else {
                required = known.sets
                // The string itself as often as it is there for certain.
                if let only = known.exact, only.count == 1, minimum * only[0].count <= RegexLimits.maximumLiteralBytes {
                    let repeated = [Array(repeatElement(only[0], count: minimum).joined())]
                    if maximum == minimum {
                        exact = repeated
                    } else if repeated[0].count > 1 {
                        required.append(repeated)
                    }
                }
                return
            }
            self = known
        }
    }
}
