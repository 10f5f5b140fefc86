/// The library `math`, and what literals of messages call.
extension Evaluation {
    func math(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard function.hasPrefix("math."), operands.count <= 2 else { return nil }
        switch (function.dropFirst("math.".count), operands.x, operands.y) {
        case ("greatest", let value?, nil): return try extreme(of: value, .less)
        case ("greatest", let left?, let right?): return try extreme(of: [left, right], .less)
        case ("least", let value?, nil): return try extreme(of: value, .greater)
        case ("least", let left?, let right?): return try extreme(of: [left, right], .greater)
        case ("ceil", .double(let x, _)?, nil): return .double(x.rounded(.up))
        case ("floor", .double(let x, _)?, nil): return .double(x.rounded(.down))
        case ("round", .double(let x, _)?, nil): return .double(x.rounded(.toNearestOrAwayFromZero))
        case ("trunc", .double(let x, _)?, nil): return .double(x.rounded(.towardZero))
        case ("isInf", .double(let x, _)?, nil): return .bool(x.isInfinite)
        case ("isNaN", .double(let x, _)?, nil): return .bool(x.isNaN)
        case ("isFinite", .double(let x, _)?, nil): return .bool(x.isFinite)
        case ("abs", .double(let x, _)?, nil): return .double(x.magnitude)
        case ("abs", .uint(let x)?, nil): return .uint(x)
        case ("abs", .int(let x, _)?, nil):
            guard let magnitude = Int64(exactly: x.magnitude) else { throw EvaluationError(.overflow) }
            return .int(magnitude)
        case ("sign", .double(let x, _)?, nil): return .double(x.isNaN ? x : x > 0 ? 1 : x < 0 ? -1 : 0)
        case ("sign", .uint(let x)?, nil): return .uint(min(x, 1))
        case ("sign", .int(let x, _)?, nil): return .int(x.signum())
        case ("sqrt", .double(let x, _)?, nil): return .double(x.squareRoot())
        case ("sqrt", .int(let x, _)?, nil): return .double(Double(x).squareRoot())
        case ("sqrt", .uint(let x)?, nil): return .double(Double(x).squareRoot())
        case (let name, .int(let x, _)?, let y): return try bits(String(name), x, y).map { .int($0) }
        case (let name, .uint(let x)?, let y): return try bits(String(name), x, y).map { .uint($0) }
        default: return nil
        }
    }

    // MARK: Extremes

    /// Of a number, itself; of a list, that of its elements.
    private func extreme(of value: Value, _ order: Order) throws(EvaluationError) -> Value? {
        guard case .list(let elements) = value else { return Number(value) == nil ? nil : value }
        if elements.isEmpty { throw EvaluationError(.invalidArgument) }
        var values: [Value] = []
        for element in elements {
            let value = try element.get()
            if Number(value) == nil { throw EvaluationError(.noSuchOverload) }
            values.append(value)
        }
        return try extreme(of: values, order)
    }

    /// The first of the numbers that none of the others replaces; one replaces it to which it stands in the order.
    private func extreme(of values: [Value], _ order: Order) throws(EvaluationError) -> Value? {
        var result = values[0]
        for value in values.dropFirst() {
            guard let left = Number(result), let right = Number(value) else { return nil }
            guard let found = Order(left, right) else { throw EvaluationError(.invalidArgument) }
            if found == order { result = value }
        }
        return result
    }

    // MARK: Bits

    private func bits<T: FixedWidthInteger>(_ name: String, _ x: T, _ y: Value?) throws(EvaluationError) -> T? {
        switch (name, y) {
        case ("bitNot", nil): return ~x
        case ("bitShiftLeft", .int(let count, _)?), ("bitShiftRight", .int(let count, _)?):
            if count < 0 { throw EvaluationError(.invalidArgument) }
            let pattern = UInt64(truncatingIfNeeded: x)
            return T(truncatingIfNeeded: name == "bitShiftLeft" ? pattern << count : pattern >> count)
        default:
            guard let y = operand(y, like: x) else { return nil }
            return switch name {
            case "bitAnd": x & y
            case "bitOr": x | y
            case "bitXor": x ^ y
            default: nil
            }
        }
    }

    /// A second operand of the kind of the first.
    private func operand<T: FixedWidthInteger>(_ value: Value?, like x: T) -> T? {
        switch value {
        case .int(let int, _)?: int as? T
        case .uint(let uint)?: uint as? T
        default: nil
        }
    }

    // MARK: Messages

    /// What literals of well-known messages become.
    func messages(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 2 else { return nil }
        switch (function, operands.x, operands.y) {
        case ("@int32", .int(let int, _)?, nil):
            guard Int32(exactly: int) != nil else { throw EvaluationError(.overflow) }
            return .int(int)
        case ("@uint32", .uint(let uint)?, nil):
            guard UInt32(exactly: uint) != nil else { throw EvaluationError(.overflow) }
            return .uint(uint)
        case ("@float", .double(let double, _)?, nil): return .double(Double(Float(double)))
        case ("@timestamp", .int(let seconds, _)?, .int(let nanoseconds, _)?):
            guard (0..<1_000_000_000).contains(nanoseconds) else { throw EvaluationError(.timeOutOfRange) }
            return .timestamp(try Timestamp(checking: seconds, nanoseconds: nanoseconds))
        case ("@duration", .int(let seconds, _)?, .int(let nanoseconds, _)?):
            let isInRange =
                seconds.magnitude <= 315_576_000_000 && nanoseconds.magnitude < 1_000_000_000
                && seconds.signum() * nanoseconds.signum() >= 0
            let sum = Int128(seconds) * 1_000_000_000 + Int128(nanoseconds)
            guard isInRange, let fitting = Int64(exactly: sum) else { throw EvaluationError(.timeOutOfRange) }
            return .duration(nanoseconds: fitting)
        default: return nil
        }
    }
}
