/// How two values of an order stand.
enum Order {
    case less, equal, greater

    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .less : left == right ? .equal : .greater
    }
}

/// A number, whatever its kind.
enum Number {
    /// An int or uint.
    case integer(Int128)
    case real(Double)

    init?(_ value: Value) {
        switch value {
        case .int(let int, _): self = .integer(Int128(int))
        case .uint(let uint): self = .integer(Int128(uint))
        case .double(let double, _): self = .real(double)
        default: return nil
        }
    }

    /// The nearest double.
    var real: Double {
        switch self {
        case .integer(let integer): Double(integer)
        case .real(let real): real
        }
    }
}

extension Order {
    /// Nil where one is NaN. An integer beside a double counts as the nearest double, as cel-go has it, so
    /// that 2^63 - 1 equals 2^63 as a double.
    init?(_ left: Number, _ right: Number) {
        if case (.integer(let left), .integer(let right)) = (left, right) {
            self.init(left, right)
            return
        }
        let (left, right) = (left.real, right.real)
        if left.isNaN || right.isNaN { return nil }
        self.init(left, right)
    }

    /// By the first byte that differs, a prefix first.
    init(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) {
        if left.lexicographicallyPrecedes(right) {
            self = .less
        } else {
            self = right.lexicographicallyPrecedes(left) ? .greater : .equal
        }
    }

    init(_ left: Timestamp, _ right: Timestamp) {
        let seconds = Order(left.seconds, right.seconds)
        self = seconds == .equal ? Order(left.nanoseconds, right.nanoseconds) : seconds
    }
}
