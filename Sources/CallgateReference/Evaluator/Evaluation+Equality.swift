/// `==`.
extension Evaluation {
    /// Whether two values are equal; an error where that hangs on an element that is one.
    func equal(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.string(let left), .string(let right)): return hasSameScalars(left, right)
        case (.bytes(let left), .bytes(let right)): return left == right
        case (.timestamp(let left), .timestamp(let right)): return left == right
        case (.duration(let left), .duration(let right)): return left == right
        case (.type(let left), .type(let right)): return hasSameScalars(left, right)
        case (.optional(let left), .optional(let right)): return try equalOptionals(left, right)
        case (.ip(let left), .ip(let right)): return left == right
        case (.cidr(let left), .cidr(let right)): return left == right
        case (.list(let left), .list(let right)): return try equalLists(left, right)
        case (.map(let left, let isRecord), .map(let right, let isOtherRecord)):
            return try equalMaps(try allEntries(left, isRecord), try allEntries(right, isOtherRecord))
        default:
            guard let left = Number(left), let right = Number(right) else { return false }
            return Order(left, right) == .equal
        }
    }

    private func equalOptionals(_ left: Value?, _ right: Value?) throws(EvaluationError) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return try equal(left, right)
    }

    private func equalLists(_ left: [Outcome], _ right: [Outcome]) throws(EvaluationError) -> Bool {
        guard left.count == right.count else { return false }
        for (left, right) in zip(left, right) {
            guard try equal(try left.get(), try right.get()) else { return false }
        }
        return true
    }

    /// Both have each key once.
    private func equalMaps(_ left: [MapEntry], _ right: [MapEntry]) throws(EvaluationError) -> Bool {
        guard left.count == right.count else { return false }
        let others = Dictionary(right.map { (MapKey($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
        for entry in left {
            guard let other = others[MapKey(entry.key)] else { return false }
            guard try equal(try entry.value.get(), try other.get()) else { return false }
        }
        return true
    }
}
