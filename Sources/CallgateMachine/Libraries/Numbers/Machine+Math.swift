internal import CXXHash
internal import CallgateBytecode

// Results are numbers of their own: they don't count as the call's, whatever they are made from.
extension Machine {
    /// `math.ceil`, `floor`, `round` and `trunc`
    @inline(__always)
    func rounded(_ value: Slot, _ round: (Double) -> Double) -> Slot {
        value.isKind(.double) ? .double(round(value.double)) : error(.noSuchOverload, value)
    }

    /// `math.abs`
    func absolute(_ value: Slot) -> Slot {
        switch value.kind {
        case .int:
            value.int == .min ? error(.overflow, value) : .int(value.int < 0 ? -value.int : value.int)
        case .uint: .uint(value.payload)
        case .double: .double(value.double.magnitude)
        default: error(.noSuchOverload, value)
        }
    }

    /// `math.sign`; zero for either zero, NaN for NaN.
    func sign(_ value: Slot) -> Slot {
        switch value.kind {
        case .int: .int(value.int.signum())
        case .uint: .uint(value.payload == 0 ? 0 : 1)
        case .double:
            .double(value.double > 0 ? 1 : value.double < 0 ? -1 : value.double.isNaN ? .nan : 0)
        default: error(.noSuchOverload, value)
        }
    }

    func isInfinite(_ value: Slot) -> Slot {
        value.isKind(.double) ? .bool(value.double.isInfinite) : error(.noSuchOverload, value)
    }

    func isNaN(_ value: Slot) -> Slot {
        value.isKind(.double) ? .bool(value.double.isNaN) : error(.noSuchOverload, value)
    }

    func isFinite(_ value: Slot) -> Slot {
        value.isKind(.double) ? .bool(value.double.isFinite) : error(.noSuchOverload, value)
    }

    /// `math.sqrt`; NaN for negative numbers.
    func squareRoot(_ value: Slot) -> Slot {
        switch value.kind {
        case .int: .double(callgate_square_root(Double(value.int)))
        case .uint: .double(callgate_square_root(Double(value.payload)))
        case .double: .double(callgate_square_root(value.double))
        default: error(.noSuchOverload, value)
        }
    }

    /// `math.bitAnd`, `bitOr` and `bitXor` of two ints or two uints.
    @inline(__always)
    func bits(_ left: Slot, _ right: Slot, _ combine: (UInt64, UInt64) -> UInt64) -> Slot {
        guard left.isKind(.int) || left.isKind(.uint), left.kindByte == right.kindByte else {
            return error(.noSuchOverload, left, right)
        }
        return Slot(kind: left.kind, payload: combine(left.payload, right.payload))
    }

    func bitNot(_ value: Slot) -> Slot {
        guard value.isKind(.int) || value.isKind(.uint) else {
            return error(.noSuchOverload, value)
        }
        return Slot(kind: value.kind, payload: ~value.payload)
    }

    /// `math.bitShiftLeft` and `bitShiftRight`: of an int, too, zeros come in at either end.
    @inline(__always)
    func bitShift(_ value: Slot, _ count: Slot, _ shift: (UInt64, UInt64) -> UInt64) -> Slot {
        guard value.isKind(.int) || value.isKind(.uint), count.isKind(.int) else {
            return error(.noSuchOverload, value, count)
        }
        guard count.int >= 0 else { return error(.invalidArgument, value, count) }
        return Slot(
            kind: value.kind, payload: count.int < 64 ? shift(value.payload, count.payload) : 0)
    }
}
