extension LiteralTest {
    /// The test that answers exactly as the tree does, nil where there is none within the limits.
    /// - Parameter most: how many strings it may have.
    init?(_ tree: RegexTree, most: Int = RegexLimits.maximumLiterals) {
        let branches: [RegexTree] = if case .alternation(let parts) = tree { parts } else { [tree] }
        var found: (isAtStart: Bool, isAtEnd: Bool)?
        var literals: [[UInt8]] = []
        for branch in branches {
            guard let analysed = AnchoredLiterals(branch, most: most) else { return nil }
            guard !analysed.literals.isEmpty else { continue }
            if let found, found != (analysed.isAtStart, analysed.isAtEnd) {
                return nil
            }
            found = (analysed.isAtStart, analysed.isAtEnd)
            literals += analysed.literals
        }
        guard let found else {
            self = .never
            return
        }
        // Sets hash byte by byte; most patterns have one literal.
        guard
            literals.count <= most || Set(literals).count <= most
        else { return nil }
        if literals.contains([]), !(found.isAtStart && found.isAtEnd) {
            self = .always
            return
        }
        switch found {
        case (true, true): self = .equals(Self.needed(literals) { $0 == $1 })
        case (true, false): self = .hasPrefix(Self.needed(literals) { $0.starts(with: $1) })
        case (false, true): self = .hasSuffix(Self.needed(literals) { $0.reversed().starts(with: $1.reversed()) })
        case (false, false): self = .contains(Self.needed(literals) { LiteralTest.contains([$1]).matches($0) })
        }
    }

    /// The literals without those that hold only where another does.
    private static func needed(
        _ literals: [[UInt8]], where implies: (_ literal: [UInt8], _ other: [UInt8]) -> Bool
    ) -> [[UInt8]] {
        if literals.count == 1 { return literals }
        let distinct = Set(literals).sorted { $0.lexicographicallyPrecedes($1) }
        // A table is no slower for what it has in vain.
        guard distinct.count <= RegexLimits.maximumLiterals else { return distinct }
        return distinct.filter { literal in
            !distinct.contains { $0 != literal && implies(literal, $0) }
        }
    }
}

/// A tree as anchors around a finite language.
private struct AnchoredLiterals {
    var isAtStart = false
    var isAtEnd = false
    var literals: [[UInt8]]

    private let most: Int

    init?(_ tree: RegexTree, most: Int) {
        self.most = most
        literals = []
        var parts: ArraySlice<RegexTree> = if case .concatenation(let parts) = tree { parts[...] } else { [tree] }
        while parts.first == .assertion(.textStart) {
            isAtStart = true
            parts.removeFirst()
        }
        while parts.last == .assertion(.textEnd) {
            isAtEnd = true
            parts.removeLast()
        }
        // An anchor before any text at all holds nothing.
        if isAtStart, Self.isAnyText(parts.first) {
            isAtStart = false
        }
        if isAtEnd, Self.isAnyText(parts.last) {
            isAtEnd = false
        }
        if !isAtStart {
            while let first = parts.first, Self.isOptional(first) {
                parts.removeFirst()
            }
        }
        if !isAtEnd {
            while let last = parts.last, Self.isOptional(last) {
                parts.removeLast()
            }
        }
        guard let language = language(parts) else { return nil }
        literals = language
    }

    private static func isAnyText(_ tree: RegexTree?) -> Bool {
        tree == .repetition(.scalars(.all), minimum: 0, maximum: nil)
    }

    /// Whether it may be left out at an end of a match that may lie anywhere: where more of it
    /// matches, none of it does, too.
    private static func isOptional(_ tree: RegexTree) -> Bool {
        if case .repetition(_, minimum: 0, _) = tree { true } else { false }
    }

    // MARK: Finite languages

    /// Bounds every list on the way; a set of upper and lower case doubles with each letter.
    private func isWithinLimits(_ strings: [[UInt8]]) -> Bool {
        strings.count <= most && strings.count * (strings.first?.count ?? 0) <= RegexLimits.maximumTableBytes
            && strings.allSatisfy { $0.count <= RegexLimits.maximumLiteralBytes }
    }

    private func language(_ parts: ArraySlice<RegexTree>) -> [[UInt8]]? {
        var strings: [[UInt8]] = [[]]
        for part in parts {
            guard let following = language(part) else { return nil }
            if following.count == 1 {
                for index in strings.indices { strings[index] += following[0] }
            } else {
                guard strings.count * following.count <= most else { return nil }
                strings = strings.flatMap { string in following.map { string + $0 } }
            }
            guard isWithinLimits(strings) else { return nil }
        }
        return strings
    }

    private func language(_ tree: RegexTree) -> [[UInt8]]? {
        switch tree {
        case .empty: return [[]]
        case .assertion: return nil
        case .concatenation(let parts): return language(parts[...])
        case .scalars(let set):
            guard set.count <= RegexLimits.maximumLiterals else { return nil }
            return set.ranges.flatMap { range in
                range.compactMap { Unicode.Scalar($0).map { Array(String($0).utf8) } }
            }
        case .alternation(let parts):
            var strings: [[UInt8]] = []
            for part in parts {
                guard let branch = language(part) else { return nil }
                strings += branch
                guard strings.count <= most, isWithinLimits(branch) else { return nil }
            }
            return strings
        case .repetition(let part, let minimum, let maximum):
            guard let maximum, maximum <= RegexLimits.maximumLiteralBytes, let once = language(part) else { return nil }
            var power: [[UInt8]] = [[]]
            var strings: [[UInt8]] = minimum == 0 ? [[]] : []
            for count in 1...maximum {
                guard power.count * once.count <= most else { return nil }
                power = power.flatMap { string in once.map { string + $0 } }
                if count >= minimum {
                    strings += power
                }
                guard isWithinLimits(power), isWithinLimits(strings) else { return nil }
            }
            return strings
        }
    }
}
