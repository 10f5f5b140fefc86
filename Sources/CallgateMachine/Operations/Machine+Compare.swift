internal import CallgateBytecode

/// How two values stand to each other.
enum Ordering {
    case less, equal, greater
    /// One of them is NaN.
    case unordered
    /// Their kinds have no order.
    case incomparable
}

/// A relation that `ordering` tests.
enum Relation { case less, lessEqual, greater, greaterEqual }

extension Machine {
    @inline(__always)
    mutating func ordering(_ left: Slot, _ right: Slot, _ relation: Relation) -> Slot {
        // The most frequent case first: a number of the call against a limit.
        if left.isKind(.int), right.isKind(.int) {
            return .bool(Self.holds(relation, left.int, right.int))
        }
        return slowOrdering(left, right, relation)
    }

    @inline(__always)
    private static func holds(_ relation: Relation, _ left: Int64, _ right: Int64) -> Bool {
        switch relation {
        case .less: left < right
        case .lessEqual: left <= right
        case .greater: left > right
        case .greaterEqual: left >= right
        }
    }

    private mutating func slowOrdering(_ left: Slot, _ right: Slot, _ relation: Relation) -> Slot {
        if left.isKind(.error) { return left }
        if right.isKind(.error) { return right }
        switch compare(left, right) {
        case .less: return .bool(relation == .less || relation == .lessEqual)
        case .equal: return .bool(relation == .lessEqual || relation == .greaterEqual)
        case .greater: return .bool(relation == .greater || relation == .greaterEqual)
        case .unordered: return .bool(false)
        case .incomparable: return error(.noSuchOverload, left, right)
        }
    }

    mutating func compare(_ left: Slot, _ right: Slot) -> Ordering {
        switch (left.kind, right.kind) {
        case (.string, .string), (.bytes, .bytes):
            _ = spend(bytes: min(left.length, right.length))
            return Self.ordering(bytes(of: left).compare(bytes(of: right)), 0)
        case (.bool, .bool):
            return Self.ordering(left.payload, right.payload)
        case (.timestamp, .timestamp):
            return left.int != right.int
                ? Self.ordering(left.int, right.int) : Self.ordering(left.extra, right.extra)
        case (.duration, .duration):
            return Self.ordering(left.int, right.int)
        default:
            return Self.compareNumbers(left, right)
        }
    }

    @inline(__always)
    private static func ordering<Number: Comparable>(_ left: Number, _ right: Number) -> Ordering {
        left < right ? .less : left == right ? .equal : .greater
    }

    /// Compares across int, uint and double. An integer beside a double counts as the double
    /// nearest to it, as cel-spec's conformance suite has it; but a number of the call is compared
    /// as the number that it is, so that none gets past a limit by rounding.
    @inline(__always)
    static func compareNumbers(_ left: Slot, _ right: Slot) -> Ordering {
        if (left.flags | right.flags) & Slot.json != 0 { return compareExactly(left, right) }
        switch (left.kind, right.kind) {
        case (.int, .double): return compare(Double(left.int), right.double)
        case (.uint, .double): return compare(Double(left.payload), right.double)
        case (.double, .int): return compare(left.double, Double(right.int))
        case (.double, .uint): return compare(left.double, Double(right.payload))
        default: return compareExactly(left, right)
        }
    }

    /// Compares by mathematical value, across int, uint and double.
    static func compareExactly(_ left: Slot, _ right: Slot) -> Ordering {
        switch (left.kind, right.kind) {
        case (.int, .int): return ordering(left.int, right.int)
        case (.uint, .uint): return ordering(left.payload, right.payload)
        case (.int, .uint):
            return left.int < 0 ? .less : ordering(UInt64(bitPattern: left.int), right.payload)
        case (.uint, .int):
            return right.int < 0 ? .greater : ordering(left.payload, UInt64(bitPattern: right.int))
        case (.double, .double): return compare(left.double, right.double)
        case (.int, .double): return compare(left.int, right.double)
        case (.uint, .double): return compare(left.payload, right.double)
        case (.double, .int): return reversed(compare(right.int, left.double))
        case (.double, .uint): return reversed(compare(right.payload, left.double))
        default: return .incomparable
        }
    }

    @inline(__always)
    private static func compare(_ left: Double, _ right: Double) -> Ordering {
        left.isNaN || right.isNaN ? .unordered : ordering(left, right)
    }

    private static func reversed(_ order: Ordering) -> Ordering {
        switch order {
        case .less: .greater
        case .greater: .less
        case .equal, .unordered, .incomparable: order
        }
    }

    /// Exact, where converting either side would lose digits.
    @inline(__always)
    private static func compare(_ left: Int64, _ right: Double) -> Ordering {
        if right.isNaN { return .unordered }
        if right >= 0x1p63 { return .less }
        if right < -0x1p63 { return .greater }
        let integer = Int64(right)
        let whole = Double(integer)
        if left != integer { return left < integer ? .less : .greater }
        return whole == right ? .equal : right > whole ? .less : .greater
    }

    @inline(__always)
    private static func compare(_ left: UInt64, _ right: Double) -> Ordering {
        if right.isNaN { return .unordered }
        if right >= 0x1p64 { return .less }
        if right < 0 { return .greater }
        let integer = UInt64(right)
        let whole = Double(integer)
        if left != integer { return left < integer ? .less : .greater }
        return whole == right ? .equal : .less
    }
}
