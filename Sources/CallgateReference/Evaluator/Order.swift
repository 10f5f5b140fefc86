/// How two values of an order stand.
enum Order {
    case less, equal, greater

    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .less : left == right ? .equal : .greater
    }
}

/// A number, whatever its kind.
struct Number {
    var value: Magnitude
    /// Whether it comes from a call.
    var isMarked = false

    enum Magnitude {
        /// An int or uint.
        case integer(Int128)
        case real(Double)
    }

    init(_ value: Magnitude) { self.value = value }

    init?(_ value: Value) {
        switch value {
        case .int(let int, let mark): (self.value, isMarked) = (.integer(Int128(int)), mark)
        case .uint(let uint): self.value = .integer(Int128(uint))
        case .double(let double, let mark): (self.value, isMarked) = (.real(double), mark)
        default: return nil
        }
    }

    /// The nearest double.
    var real: Double {
        switch value {
        case .integer(let integer): Double(integer)
        case .real(let real): real
        }
    }
}

extension Order {
    /// Nil where one is NaN. An integer beside a double counts as the nearest double, as cel-go has it, so
    /// that 2^63 - 1 equals 2^63 as a double; but a number of a call is compared as the number that it is,
    /// so that none gets past a limit by rounding.
    init?(_ left: Number, _ right: Number) {
        switch (left.value, right.value) {
        case (.integer(let left), .integer(let right)): self.init(left, right)
        case (.integer(let integer), .real(let real)) where left.isMarked || right.isMarked:
            guard let order = Order(integer, exactly: real) else { return nil }
            self = order
        case (.real(let real), .integer(let integer)) where left.isMarked || right.isMarked:
            guard let order = Order(integer, exactly: real) else { return nil }
            self = order.reversed
        default:
            let (left, right) = (left.real, right.real)
            if left.isNaN || right.isNaN { return nil }
            self.init(left, right)
        }
    }

    /// By their mathematical values; nil where the real is NaN.
    private init?(_ integer: Int128, exactly real: Double) {
        if real.isNaN { return nil }
        // No integer of 64 bits, signed or not, lies beyond 2^64.
        if real.magnitude > 0x1p64 {
            self = real > 0 ? .less : .greater
            return
        }
        let floor = real.rounded(.down)
        let order = Order(integer, Int128(floor))
        self = order == .equal && floor < real ? .less : order
    }

    private var reversed: Order {
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
