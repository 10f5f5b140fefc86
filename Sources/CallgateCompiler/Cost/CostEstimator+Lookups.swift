import CallgateBytecode
import CallgateLanguage

// Tests against many constants that are one look-up cost what the value is large, not what the constants are.
extension CostEstimator {
    /// The work of `value in [constants]` with that of its value; nil where it is no look-up.
    mutating func membership(_ args: [Expr]) -> Cost? {
        guard let keys = lookupTests.membership(args) else { return nil }
        let (cost, bound) = estimate(args[0])
        var longest = 0
        for case .text(let text) in keys { longest = max(longest, text.count) }
        // A text is hashed and compared, one that is longer than all of them is neither.
        let looking = cost + 1 + min(bound.bytes, Cost(longest)) / 8
        guard mayRound(args[0], bound) else { return looking }
        // A large double is compared with what is in each place.
        let lookup = image.contents.lookups[Int(image.intern(set: keys))]
        return looking + Int(lookup.places.count)
    }

    /// Whether a value may be a double that does not come from the call.
    private func mayRound(_ expr: Expr, _ bound: ValueBound) -> Bool {
        switch type(of: expr) {
        case .null, .bool, .int, .uint, .string, .bytes, .timestamp, .duration, .list, .map: false
        default: bound.mayBeComputed
        }
    }

    /// The work of `[texts].exists(s, value.endsWith(s))` and its like; nil where it is no look-up.
    mutating func affixes(_ loop: Comprehension) -> Cost? {
        guard let affixes = lookupTests.affixes(loop),
            let lookup = image.intern(texts: affixes.texts, affixes.kind)
        else { return nil }
        let (cost, bound) = estimate(affixes.value)
        return cost + 16 + (bound.bytes + 1) * image.factor(ofLookup: lookup) / 16
    }
}
