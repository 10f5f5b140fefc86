internal import CallgateBytecode

// An operand that is neither true nor false nor an error counts as the error no_such_overload.
extension Machine {
    @inline(__always)
    func not(_ value: Slot) -> Slot {
        if value.isKind(.bool) { return .bool(value.payload == 0) }
        return value.isKind(.error) ? value : error(.noSuchOverload, value)
    }

    @inline(__always)
    func and(_ left: Slot, _ right: Slot) -> Slot {
        if left.isFalse || right.isFalse { return .bool(false) }
        if left.isTrue { return requireBool(right) }
        return requireBool(left)
    }

    @inline(__always)
    func or(_ left: Slot, _ right: Slot) -> Slot {
        if left.isTrue || right.isTrue { return .bool(true) }
        if left.isFalse { return requireBool(right) }
        return requireBool(left)
    }

    @inline(__always)
    func requireBool(_ value: Slot) -> Slot {
        value.isKind(.bool) || value.isKind(.error) ? value : error(.noSuchOverload, value)
    }
}
