internal import CallgateBytecode

// An optional that is not empty is a view of one slot of the arena.
extension Slot {
    static var emptyOptional: Slot { .view(.optional, .arena, offset: 0, length: 0) }
}

extension Machine {
    mutating func optional(of value: Slot) -> Slot {
        if value.isKind(.error) { return value }
        guard let offset = reserve(Slot.size) else { return .null }
        arena.store(value, at: offset)
        return .view(.optional, .arena, offset: offset, length: 1)
    }

    mutating func optional(ofNonZero value: Slot) -> Slot {
        let isZero = isZeroValue(value)
        if isZero.isKind(.error) { return isZero }
        return isZero.isTrue ? .emptyOptional : optional(of: value)
    }

    /// Whether a value is the one that an unset field of its type would have.
    private mutating func isZeroValue(_ value: Slot) -> Slot {
        switch value.kind {
        case .error: return value
        case .null: return .bool(true)
        case .bool, .int, .uint, .duration: return .bool(value.payload == 0)
        case .double: return .bool(value.double == 0)
        case .string, .bytes, .optional: return .bool(value.length == 0)
        case .timestamp: return .bool(value.payload == 0 && value.extra == 0)
        case .list, .map:
            let size = size(value)
            return size.isKind(.int) ? .bool(size.payload == 0) : size
        case .type, .ip, .cidr, .iterator: return .bool(false)
        }
    }

    func hasValue(_ optional: Slot) -> Slot {
        optional.isKind(.optional) ? .bool(optional.length == 1) : error(.noSuchOverload, optional)
    }

    /// The value of an optional that has one.
    @inline(__always)
    func content(of optional: Slot) -> Slot { storedSlot(optional, 0) }

    func value(of optional: Slot) -> Slot {
        guard optional.isKind(.optional) else { return error(.noSuchOverload, optional) }
        return optional.length == 1 ? content(of: optional) : error(.noValue, optional)
    }

    func or(_ optional: Slot, else other: Slot) -> Slot {
        guard optional.isKind(.optional) else { return error(.noSuchOverload, optional) }
        if optional.length == 1 { return optional }
        return other.isKind(.optional) || other.isKind(.error)
            ? other : error(.noSuchOverload, optional, other)
    }

    func orValue(_ optional: Slot, else other: Slot) -> Slot {
        guard optional.isKind(.optional) else { return error(.noSuchOverload, optional) }
        return optional.length == 1 ? content(of: optional) : other
    }

    /// `operand.?field`.
    mutating func optionalSelect(_ operand: Slot, _ field: Slot) -> Slot {
        switch operand.kind {
        case .null: return error(.nullField, operand)
        case .map: return optional(found: lookUp(field, in: operand))
        case .optional:
            return operand.length == 0 ? operand : optionalSelect(content(of: operand), field)
        default: return error(.noSuchOverload, operand, field)
        }
    }

    /// `operand[?key]`.
    mutating func optionalIndex(_ operand: Slot, _ key: Slot) -> Slot {
        switch operand.kind {
        case .null where key.isKind(.string): return error(.nullField, operand)
        case .map: return optional(found: lookUp(key, in: operand))
        case .list:
            let element = index(operand, key)
            return element.isError(.indexRange) ? .emptyOptional : optional(of: element)
        case .optional:
            return operand.length == 0 ? operand : optionalIndex(content(of: operand), key)
        default: return error(.noSuchOverload, operand, key)
        }
    }

    private mutating func optional(found value: Slot?) -> Slot {
        guard let value else { return .emptyOptional }
        return optional(of: value)
    }

    /// `optional.unwrap(list)`: an element that is an error fails, as reading it would.
    mutating func unwrapOptionals(_ list: Slot) -> Slot {
        guard list.isKind(.list) else { return error(.noSuchOverload, list) }
        var result = newList(capacity: count(list))
        var elements = ElementWalk(list, call)
        while trap == nil, let element = next(&elements) {
            result = appendPresent(element, to: result)
            if result.isKind(.error) { return result }
        }
        return result
    }
}
