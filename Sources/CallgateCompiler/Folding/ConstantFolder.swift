import CallgateBytecode
import CallgateLanguage

/// Evaluates what is constant and can't fail; everything else is left to the machine.
struct ConstantFolder {
    let references: NodeTable<Reference>
    /// Names bound to values around the expression, innermost last; nil where a value is not known.
    var bindings: [(name: String, value: ConstantValue?)] = []

    /// The value of an expression, or nil where it is not known.
    func value(of expr: Expr) -> ConstantValue? {
        let value = unlimitedValue(of: expr)
        // What nests deeper than constants may is built by the machine.
        return value.flatMap { $0.depth <= BytecodeLimits.constantDepth ? $0 : nil }
    }

    private func unlimitedValue(of expr: Expr) -> ConstantValue? {
        switch expr.node {
        case .literal(let literal): value(of: literal)
        case .ident(let name): value(named: name, expr)
        case .list(let elements, optionals: []): list(elements)
        case .map(let entries): map(entries)
        case .call("size", let target, let args): (target ?? args.first).flatMap(size)
        case .call("duration", nil, let args): args.first.flatMap(duration)
        case .call(let function, nil, let args): call(function, args)
        default: nil
        }
    }

    private func value(of literal: Literal) -> ConstantValue? {
        switch literal {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): .double(bits: value.bitPattern)
        case .string(let value): .string(Array(value.utf8))
        case .bytes(let value): .bytes(value)
        case .pattern: nil
        }
    }

    private func value(named name: String, _ expr: Expr) -> ConstantValue? {
        if let binding = bindings.last(where: { $0.name == name }) { return binding.value }
        guard case .constantType(let type)? = references[expr.id] else { return nil }
        return type.valueKind.map(ConstantValue.type)
    }

    private func list(_ elements: [Expr]) -> ConstantValue? {
        guard elements.count <= BytecodeLimits.literalElements else { return nil }
        var values: [ConstantValue] = []
        for element in elements {
            guard let value = value(of: element) else { return nil }
            values.append(value)
        }
        return .list(values)
    }

    private func map(_ entries: [Expr.MapEntry]) -> ConstantValue? {
        guard entries.count <= BytecodeLimits.literalElements else { return nil }
        var result: [ConstantValue.Entry] = []
        var keys: Set<ConstantValue> = []
        for entry in entries where !entry.isOptional {
            guard let key = value(of: entry.key), let canonical = mapKey(key),
                keys.insert(canonical).inserted, let value = value(of: entry.value)
            else { return nil }
            result.append(ConstantValue.Entry(key: key, value: value))
        }
        return result.count == entries.count ? .map(result) : nil
    }

    /// A key in a form in which equal keys are one: an int and a uint of the same value are.
    private func mapKey(_ key: ConstantValue) -> ConstantValue? {
        switch key {
        case .bool, .string, .int: key
        case .uint(let value): Int64(exactly: value).map(ConstantValue.int) ?? key
        default: nil
        }
    }

    private func size(of expr: Expr) -> ConstantValue? {
        switch value(of: expr) {
        case .string(let utf8): .int(Int64(utf8.count { $0 & 0xC0 != 0x80 }))
        case .bytes(let bytes): .int(Int64(bytes.count))
        case .list(let elements): .int(Int64(elements.count))
        case .map(let entries): .int(Int64(entries.count))
        default: nil
        }
    }

    private func duration(of expr: Expr) -> ConstantValue? {
        guard case .string(let text)? = value(of: expr) else { return nil }
        return DurationLiteral.nanoseconds(text).map(ConstantValue.duration)
    }

    private func call(_ function: String, _ args: [Expr]) -> ConstantValue? {
        guard let operation = Operator(rawValue: function) else { return nil }
        switch operation {
        case .and, .or: return logic(args, absorbing: operation == .or)
        case .not:
            guard case .bool(let operand)? = value(of: args[0]) else { return nil }
            return .bool(!operand)
        case .conditional:
            guard case .bool(let condition)? = value(of: args[0]) else { return nil }
            return value(of: args[condition ? 1 : 2])
        case .negate:
            guard case .double(let bits)? = value(of: args[0]) else { return nil }
            return .double(bits: (-Double(bitPattern: bits)).bitPattern)
        default:
            guard args.count == 2, let left = value(of: args[0]), let right = value(of: args[1])
            else { return nil }
            return binary(operation, left, right)
        }
    }

    /// One operand that absorbs is enough, whatever the other one is.
    private func logic(_ args: [Expr], absorbing: Bool) -> ConstantValue? {
        let values = args.map(value(of:))
        if values.contains(.bool(absorbing)) { return .bool(absorbing) }
        return values.allSatisfy { $0 == .bool(!absorbing) } ? .bool(!absorbing) : nil
    }

    private func binary(
        _ operation: Operator, _ left: ConstantValue, _ right: ConstantValue
    ) -> ConstantValue? {
        switch (left, right) {
        case (.int(let a), .int(let b)):
            switch operation {
            case .add: return whole(a.addingReportingOverflow(b))
            case .subtract: return whole(a.subtractingReportingOverflow(b))
            case .multiply: return whole(a.multipliedReportingOverflow(by: b))
            default: return compare(operation, a, b)
            }
        case (.uint(let a), .uint(let b)): return compare(operation, a, b)
        case (.double(let a), .double(let b)):
            return compare(operation, Double(bitPattern: a), Double(bitPattern: b))
        case (.bool(let a), .bool(let b)) where operation == .equals: return .bool(a == b)
        case (.bool(let a), .bool(let b)) where operation == .notEquals: return .bool(a != b)
        case (.string(let a), .string(let b)):
            switch operation {
            case .add: return .string(a + b)
            case .equals: return .bool(a == b)
            case .notEquals: return .bool(a != b)
            default: return nil
            }
        default: return nil
        }
    }

    private func whole(_ result: (partialValue: Int64, overflow: Bool)) -> ConstantValue? {
        result.overflow ? nil : .int(result.partialValue)
    }

    private func compare<Number: Comparable>(
        _ operation: Operator, _ left: Number, _ right: Number
    ) -> ConstantValue? {
        switch operation {
        case .equals: .bool(left == right)
        case .notEquals: .bool(left != right)
        case .less: .bool(left < right)
        case .lessEquals: .bool(left <= right)
        case .greater: .bool(left > right)
        case .greaterEquals: .bool(left >= right)
        default: nil
        }
    }
}

extension CELType {
    /// The kind of the values of a type, where all of them have one.
    var valueKind: ValueKind? {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list
        case .map: .map
        case .type: .type
        case .optional: .optional
        case .opaque("net.IP", []): .ip
        case .opaque("net.CIDR", []): .cidr
        default: nil
        }
    }
}
