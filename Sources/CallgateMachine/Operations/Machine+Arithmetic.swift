internal import CallgateBytecode

// Arithmetic on two numbers of one kind; and, where one of them came from a call, of an int and a
// double, as doubles. What a number of the call went into counts as such a number itself.
extension Machine {
    private enum Operands {
        case ints(Int64, Int64, flags: UInt8)
        case uints(UInt64, UInt64)
        case doubles(Double, Double, flags: UInt8)
        case other
    }

    @inline(__always)
    private static func operands(_ left: Slot, _ right: Slot) -> Operands {
        let flags = (left.flags | right.flags) & Slot.json
        switch (left.kind, right.kind) {
        case (.int, .int): return .ints(left.int, right.int, flags: flags)
        case (.uint, .uint): return .uints(left.payload, right.payload)
        case (.double, .double): return .doubles(left.double, right.double, flags: flags)
        case (.int, .double) where flags != 0:
            return .doubles(Double(left.int), right.double, flags: flags)
        case (.double, .int) where flags != 0:
            return .doubles(left.double, Double(right.int), flags: flags)
        default: return .other
        }
    }

    @inline(__always)
    private func mismatch(_ left: Slot, _ right: Slot) -> Slot {
        if left.isKind(.error) { return left }
        if right.isKind(.error) { return right }
        return error(.noSuchOverload, left, right)
    }

    @inline(__always)
    private func checked(
        _ result: (partialValue: Int64, overflow: Bool), _ flags: UInt8, _ left: Slot, _ right: Slot
    ) -> Slot {
        result.overflow ? error(.overflow, left, right) : .int(result.partialValue, flags: flags)
    }

    @inline(__always)
    private func checked(
        _ result: (partialValue: UInt64, overflow: Bool), _ left: Slot, _ right: Slot
    ) -> Slot {
        result.overflow ? error(.overflow, left, right) : .uint(result.partialValue)
    }

    mutating func add(_ left: Slot, _ right: Slot) -> Slot {
        switch Self.operands(left, right) {
        case .ints(let a, let b, let flags):
            return checked(a.addingReportingOverflow(b), flags, left, right)
        case .uints(let a, let b): return checked(a.addingReportingOverflow(b), left, right)
        case .doubles(let a, let b, let flags): return .double(a + b, flags: flags)
        case .other:
            switch (left.kind, right.kind) {
            case (.string, .string), (.bytes, .bytes): return concatenatedBytes(left, right)
            case (.list, .list): return concatenatedLists(left, right)
            case (.timestamp, .duration): return moved(left, by: right.int, negated: false)
            case (.duration, .timestamp): return moved(right, by: left.int, negated: false)
            case (.duration, .duration):
                let (sum, overflow) = left.int.addingReportingOverflow(right.int)
                return overflow ? error(.timeRange, left, right) : .duration(nanoseconds: sum)
            default: return mismatch(left, right)
            }
        }
    }

    func subtract(_ left: Slot, _ right: Slot) -> Slot {
        switch Self.operands(left, right) {
        case .ints(let a, let b, let flags):
            return checked(a.subtractingReportingOverflow(b), flags, left, right)
        case .uints(let a, let b): return checked(a.subtractingReportingOverflow(b), left, right)
        case .doubles(let a, let b, let flags): return .double(a - b, flags: flags)
        case .other:
            switch (left.kind, right.kind) {
            case (.timestamp, .duration): return moved(left, by: right.int, negated: true)
            case (.timestamp, .timestamp): return difference(left, right)
            case (.duration, .duration):
                let (rest, overflow) = left.int.subtractingReportingOverflow(right.int)
                return overflow ? error(.timeRange, left, right) : .duration(nanoseconds: rest)
            default: return mismatch(left, right)
            }
        }
    }

    func multiply(_ left: Slot, _ right: Slot) -> Slot {
        switch Self.operands(left, right) {
        case .ints(let a, let b, let flags):
            return checked(a.multipliedReportingOverflow(by: b), flags, left, right)
        case .uints(let a, let b): return checked(a.multipliedReportingOverflow(by: b), left, right)
        case .doubles(let a, let b, let flags): return .double(a * b, flags: flags)
        case .other: return mismatch(left, right)
        }
    }

    func divide(_ left: Slot, _ right: Slot) -> Slot {
        switch Self.operands(left, right) {
        case .ints(let a, let b, let flags):
            return b == 0
                ? error(.divisionByZero, left, right)
                : checked(a.dividedReportingOverflow(by: b), flags, left, right)
        case .uints(let a, let b):
            return b == 0 ? error(.divisionByZero, left, right) : .uint(a / b)
        case .doubles(let a, let b, let flags): return .double(a / b, flags: flags)
        case .other: return mismatch(left, right)
        }
    }

    func modulo(_ left: Slot, _ right: Slot) -> Slot {
        switch Self.operands(left, right) {
        case .ints(let a, let b, let flags):
            return b == 0
                ? error(.divisionByZero, left, right)
                : checked(a.remainderReportingOverflow(dividingBy: b), flags, left, right)
        case .uints(let a, let b):
            return b == 0 ? error(.divisionByZero, left, right) : .uint(a % b)
        case .doubles: return error(.noSuchOverload, left, right)
        case .other: return mismatch(left, right)
        }
    }

    func negate(_ value: Slot) -> Slot {
        switch value.kind {
        case .int:
            return value.int == .min
                ? error(.overflow, value) : .int(-value.int, flags: value.flags)
        case .double: return .double(-value.double, flags: value.flags)
        case .error: return value
        default: return error(.noSuchOverload, value)
        }
    }
}
