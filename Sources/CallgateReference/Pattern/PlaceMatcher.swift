import CallgateRegex

/// Where a pattern matches: what a backtracking search finds first, with what its groups match.
///
/// The steps of the search are those of the tree with its repetitions written out. It never goes on from a step at
/// a position a second time: what failed there fails again, and what is still going on there would only
/// repeat the empty text. RE2 decides by the same rule which match of groups within loops is meant.
struct PlaceMatcher {
    private enum Step {
        /// Consumes a scalar of the set.
        case scalar(ScalarSet, then: Int)
        /// Tries one way, and then the other.
        case choice(Int, else: Int)
        case assertion(Assertion, then: Int)
        /// Notes the position: the start of a group at twice its number, its end behind that.
        case note(Int, then: Int)
        case match
    }

    private var steps: [Step] = []
    private var start = 0
    let groupCount: Int

    init(_ pattern: Pattern) {
        groupCount = pattern.groupCount
        let end = add(.note(1, then: add(.match)))
        start = add(.note(0, then: add(pattern.syntax, then: end)))
    }

    // MARK: Steps

    private mutating func add(_ step: Step) -> Int {
        steps.append(step)
        return steps.count - 1
    }

    /// The first step of a tree that others follow.
    private mutating func add(_ tree: SyntaxTree, then next: Int) -> Int {
        switch tree {
        case .empty: return next
        case .scalars(let set): return add(.scalar(set, then: next))
        case .assertion(let assertion): return add(.assertion(assertion, then: next))
        case .concatenation(let parts): return parts.reversed().reduce(next) { add($1, then: $0) }
        case .alternation(let parts):
            let ways = parts.map { add($0, then: next) }
            return ways.dropLast().reversed().reduce(ways[ways.count - 1]) { add(.choice($1, else: $0)) }
        case .group(let content, let number):
            let end = add(.note(2 * number + 1, then: next))
            return add(.note(2 * number, then: add(content, then: end)))
        case .repetition(let part, let minimum, let maximum, let isLazy):
            return add(part, minimum, maximum, isLazy, then: next)
        }
    }

    /// `x{2,4}` is `xx(?:x(?:x)?)?`, `x{2,}` is `xx+`, and `x*` is `(?:x+)?`.
    private mutating func add(
        _ part: SyntaxTree, _ minimum: Int, _ maximum: Int?, _ isLazy: Bool, then next: Int
    ) -> Int {
        var first = next
        if let maximum {
            for _ in minimum..<maximum { first = choice(add(part, then: first), next, isLazy) }
            for _ in 0..<minimum { first = add(part, then: first) }
            return first
        }
        // The loop goes back to a step that is not there yet.
        let loop = add(.match)
        first = add(part, then: loop)
        steps[loop] = isLazy ? .choice(next, else: first) : .choice(first, else: next)
        if minimum == 0 { return choice(first, next, isLazy) }
        for _ in 1..<minimum { first = add(part, then: first) }
        return first
    }

    private mutating func choice(_ part: Int, _ next: Int, _ isLazy: Bool) -> Int {
        add(isLazy ? .choice(next, else: part) : .choice(part, else: next))
    }

    // MARK: Search

    /// A match: where it starts and ends, then the same of each group, -1 for one that takes no part.
    typealias Places = [Int]

    /// All matches from the left that do not overlap. An empty one directly behind another is none.
    func matches(in text: Scalars) -> [Places] {
        var found: [Places] = []
        var position = 0
        while let match = firstMatch(in: text, from: position) {
            let isEmpty = match[0] == match[1]
            if !(isEmpty && match[0] == found.last?[1]) { found.append(match) }
            position = isEmpty ? match[1] + 1 : match[1]
        }
        return found
    }

    func firstMatch(in text: Scalars, from position: Int) -> Places? {
        var seen: Set<[Int]> = []
        for position in stride(from: position, through: text.count, by: 1) {
            if let match = match(in: text, at: position, &seen) { return match }
        }
        return nil
    }

    private func match(in text: Scalars, at position: Int, _ seen: inout Set<[Int]>) -> Places? {
        let none = Array(repeating: -1, count: 2 * (groupCount + 1))
        var waiting = [(step: start, position: position, places: none)]
        while let (step, position, places) = waiting.popLast() {
            guard seen.insert([step, position]).inserted else { continue }
            switch steps[step] {
            case .match: return places
            case .scalar(let set, let next):
                guard position < text.count, set.contains(text[position].value) else { continue }
                waiting.append((next, position + 1, places))
            case .choice(let first, let second):
                waiting.append((second, position, places))
                waiting.append((first, position, places))
            case .assertion(let assertion, let next):
                let place = TextPosition(
                    previous: position > 0 ? text[position - 1] : nil, next: position < text.count ? text[position] : nil)
                if place.holds(assertion) { waiting.append((next, position, places)) }
            case .note(let index, let next):
                var noted = places
                noted[index] = position
                waiting.append((next, position, noted))
            }
        }
        return nil
    }
}
