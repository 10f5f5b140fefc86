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
}

extension Order {
    /// By their mathematical values; nil where one is NaN.
    init?(_ left: Number, _ right: Number) {
        switch (left, right) {
        case (.integer(let left), .integer(let right)):
            self.init(left, right)
        case (.real(let left), .real(let right)):
            if left.isNaN || right.isNaN { return nil }
            self.init(left, right)
        case (.integer(let left), .real(let right)):
            if right.isNaN { return nil }
            // No integer of 64 bits, signed or not, lies beyond 2^64.
            if right.magnitude > 0x1p64 {
                self = right > 0 ? .less : .greater
                return
            }
            let floor = right.rounded(.down)
            let order = Order(left, Int128(floor))
            self = order == .equal && floor < right ? .less : order
        case (.real, .integer):
            guard let order = Order(right, left) else { return nil }
            self = order.reversed
        }
    }

    var reversed: Order {
        switch self {
        case .less: .greater
        case .equal: .equal
        case .greater: .less
        }
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
