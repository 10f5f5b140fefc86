internal import CallgateBytecode

// Operations on operands that schemas say the kinds of. A call may break its schema, so that each
// tests the kinds, which costs a compare, and leaves all others to the general operation. Orders
// need none: they begin with ints.
extension Machine {
    @inline(__always)
    mutating func equalTexts(_ left: Slot, _ right: Slot, wanted: Bool) -> Slot {
        guard left.isKind(.string), right.isKind(.string) else {
            return equality(left, right, wanted: wanted)
        }
        guard left.extra == right.extra else { return .bool(!wanted) }
        guard spend(bytes: left.length) else { return .null }
        return .bool(bytes(of: left).equals(bytes(of: right)) == wanted)
    }

    @inline(__always)
    mutating func equalInts(_ left: Slot, _ right: Slot, wanted: Bool) -> Slot {
        guard left.isKind(.int), right.isKind(.int) else {
            return equality(left, right, wanted: wanted)
        }
        return .bool((left.payload == right.payload) == wanted)
    }

    @inline(__always)
    mutating func addInts(_ left: Slot, _ right: Slot) -> Slot {
        guard left.isKind(.int), right.isKind(.int) else { return add(left, right) }
        return whole(left.int.addingReportingOverflow(right.int), left, right)
    }

    @inline(__always)
    func subtractInts(_ left: Slot, _ right: Slot) -> Slot {
        guard left.isKind(.int), right.isKind(.int) else { return subtract(left, right) }
        return whole(left.int.subtractingReportingOverflow(right.int), left, right)
    }

    @inline(__always)
    func multiplyInts(_ left: Slot, _ right: Slot) -> Slot {
        guard left.isKind(.int), right.isKind(.int) else { return multiply(left, right) }
        return whole(left.int.multipliedReportingOverflow(by: right.int), left, right)
    }

    /// A number that came from a call stays one.
    @inline(__always)
    private func whole(
        _ result: (partialValue: Int64, overflow: Bool), _ left: Slot, _ right: Slot
    ) -> Slot {
        result.overflow
            ? error(.overflow, left, right)
            : .int(result.partialValue, flags: (left.flags | right.flags) & Slot.json)
    }
}
