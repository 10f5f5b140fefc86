import CallgateBytecode
import CallgateLanguage

// Tests against many constants that are one look-up cost what the value is large, not what the constants are.
extension CostEstimator {
    /// The work of `value in [constants]` or `value in lists.name` with that of its value; nil where it is no look-up.
    mutating func membership(_ args: [Expr]) -> Cost? {
        let index: UInt32
        if args.count == 2, let list = image.list(args[1]) {
            // One that can't be made has been reported.
            guard let lookup = image.lists[list].lookup else { return nil }
            index = lookup
        } else if let keys = lookupTests.membership(args) {
            index = image.intern(set: keys)
        } else {
            return nil
        }
        let lookup = image.contents.lookups[Int(index)]
        let (cost, bound) = estimate(args[0])
        // A text is hashed and compared, one that is longer than all of them is neither.
        let looking = cost + 1 + min(bound.bytes, Cost(Int(lookup.longest))) / 8
        guard mayRound(args[0], bound) else { return looking }
        // A large double is compared with what is in each place.
        return looking + Int(lookup.places.count)
    }

    /// How large a list is that more is done with than looking values up; nil where a name is none.
    func bound(ofList expr: Expr) -> ValueBound? {
        guard let index = image.list(expr) else { return nil }
        let values = image.lists[index].list.values
        return ValueBound(
            bytes: Cost(values.text.count), count: Cost(values.count), slots: Cost(values.count + 1))
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
