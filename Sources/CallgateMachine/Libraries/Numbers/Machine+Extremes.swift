internal import CallgateBytecode

extension Machine {
    /// `math.greatest` and `math.least` of two numbers, of one, or of a list of them: the operand
    /// itself, and of equal ones the first.
    ///
    /// - Parameter wanted: how the result stands to the others: greater or less.
    mutating func extreme(_ x: Slot, _ y: Slot?, _ wanted: Ordering) -> Slot {
        guard let y else {
            if x.isKind(.list) { return extreme(of: x, wanted) }
            return isNumber(x) ? x : error(.noSuchOverload, x)
        }
        guard isNumber(x), isNumber(y) else { return error(.noSuchOverload, x, y) }
        let order = Self.compareNumbers(y, x)
        if order == .unordered { return error(.invalidArgument, x, y) }
        return order == wanted ? y : x
    }

    /// All elements are read before one that is not a number, NaN, can spoil the comparison.
    private mutating func extreme(of list: Slot, _ wanted: Ordering) -> Slot {
        var best: Slot?
        var isUnordered = false
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) {
            if element.isKind(.error) { return element }
            guard isNumber(element) else { return error(.noSuchOverload, list, element) }
            guard let known = best else {
                best = element
                continue
            }
            let order = Self.compareNumbers(element, known)
            if order == .unordered { isUnordered = true }
            if order == wanted { best = element }
        }
        guard let best, !isUnordered else { return error(.invalidArgument, list) }
        return best
    }

    @inline(__always)
    private func isNumber(_ value: Slot) -> Bool {
        value.isKind(.int) || value.isKind(.uint) || value.isKind(.double)
    }
}
