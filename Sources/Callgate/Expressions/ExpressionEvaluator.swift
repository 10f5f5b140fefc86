internal import CallgateBytecode
public import CallgateLanguage
public import CallgateMachine

/// Evaluates one expression, again and again, on one thread.
public struct ExpressionEvaluator: ~Copyable {
    private let expression: CompiledExpression
    private var machine: Machine

    public init(_ expression: CompiledExpression, limits: MachineLimits = MachineLimits()) {
        self.expression = expression
        machine = Machine(expression.gate.image, limits: limits)
    }

    /// The value, or why there is none.
    public mutating func evaluate(_ inputs: ExpressionInputs) -> Result<CELValue, EvaluationFailure> {
        switch inputs {
        case .json(let text, let others):
            return unsafe text.withUnsafeBytes { buffer in
                if let malformation = unsafe machine.beginEvaluation(over: buffer) {
                    return .failure(
                        .malformed("\(malformation.kind.name)", offset: malformation.offset))
                }
                var slots: [Slot] = []
                for name in expression.variables {
                    if let value = others[name] {
                        slots.append(slot(value))
                    } else {
                        slots.append(machine.member(Array(name.utf8)))
                    }
                }
                return unsafe run(slots, buffer)
            }
        case .values(let values):
            // An object without members: nothing is taken from it.
            return unsafe Array("{}".utf8).withUnsafeBytes { buffer in
                _ = unsafe machine.beginEvaluation(over: buffer)
                var slots: [Slot] = []
                for name in expression.variables { slots.append(slot(values[name] ?? .failure(""))) }
                return unsafe run(slots, buffer)
            }
        }
    }

    /// Fuel that the last evaluation used.
    public private(set) var usedFuel = 0

    private mutating func run(
        _ inputs: [Slot], _ text: UnsafeRawBufferPointer
    ) -> Result<CELValue, EvaluationFailure> {
        let result = machine.evaluate(program: 0, inputs: inputs)
        // Reading the value takes fuel of its own.
        usedFuel = machine.usedFuel
        guard let slot = result else { return .failure(trap) }
        if let kind = slot.errorKind {
            return .failure(.error("\(kind.name)", at: range(of: Int(slot.extra))))
        }
        guard let value = unsafe value(of: slot, text, depth: 0) else { return .failure(trap) }
        return .success(value)
    }

    /// The piece of the source that an instruction comes from.
    private func range(of pc: Int) -> SourceRange? {
        let view = expression.gate.image.view
        guard pc < view.positions.count else { return nil }
        let position = view.positions[pc]
        return SourceRange(Int(position.offset), Int(position.offset) + Int(position.length))
    }

    private var trap: EvaluationFailure { .trap("\((machine.lastTrap ?? .memory).name)") }

    // MARK: In

    private mutating func slot(_ value: CELValue) -> Slot {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return .uint(value)
        case .double(let value): return .double(value)
        case .string(let value): return machine.text(Array(value.utf8), as: .string)
        case .bytes(let value): return machine.text(value, as: .bytes)
        case .list(let elements):
            var slots: [Slot] = []
            for element in elements { slots.append(slot(element)) }
            return machine.list(slots)
        case .map(let entries):
            var slots: [(key: Slot, value: Slot)] = []
            for entry in entries { slots.append((slot(entry.key), slot(entry.value))) }
            return machine.map(slots)
        case .timestamp(let seconds, let nanoseconds, _):
            return .timestamp(seconds: seconds, nanoseconds: UInt32(clamping: nanoseconds))
        case .duration(let nanoseconds, _): return .duration(nanoseconds: nanoseconds)
        case .type(let name):
            return Self.kind(named: name).map(Slot.type) ?? .error(.noSuchOverload)
        case .optional(let value): return machine.optional(value.map { slot($0) })
        case .opaque, .failure: return .error(.noSuchOverload)
        }
    }

    private static func kind(named name: String) -> ValueKind? {
        (0...UInt8.max).lazy.compactMap(ValueKind.init(rawValue:)).first { $0.typeName.map { "\($0)" } == name }
    }

    // MARK: Out

    /// Nil at a trap.
    private mutating func value(
        of slot: Slot, _ text: UnsafeRawBufferPointer, depth: Int
    ) -> CELValue? {
        switch slot.kind {
        case .null: return .null
        case .bool: return .bool(slot.payload == 1)
        case .int: return .int(slot.int)
        case .uint: return .uint(slot.payload)
        case .double: return .double(slot.double)
        case .string: return .string(unsafe string(slot, text))
        case .bytes: return .bytes(unsafe machine.content(of: slot, in: text))
        case .timestamp:
            return .timestamp(
                seconds: slot.int, nanoseconds: Int64(slot.extra), text: machine.scalarText(slot))
        case .duration: return .duration(nanoseconds: slot.int, text: machine.scalarText(slot))
        case .type:
            let kind = ValueKind(rawValue: UInt8(truncatingIfNeeded: slot.payload))
            return .type(kind?.typeName.map { "\($0)" } ?? "error")
        case .ip, .cidr: return .opaque("\(slot.kind)", text: machine.scalarText(slot))
        case .error: return .failure(slot.errorKind.map { "\($0.name)" } ?? "error")
        case .iterator: return .failure("iterator")
        case .list, .map, .optional:
            // Deeper than values can nest; recursion must end.
            guard depth < MachineLimits.valueDepth, let slots = machine.unfolded(slot) else { return nil }
            var values: [CELValue] = []
            for slot in slots {
                guard let value = unsafe value(of: slot, text, depth: depth + 1) else { return nil }
                values.append(value)
            }
            switch slot.kind {
            case .list: return .list(values)
            case .optional: return .optional(values.first)
            default:
                return .map(
                    stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) })
            }
        }
    }

    private func string(_ slot: Slot, _ text: UnsafeRawBufferPointer) -> String {
        unsafe String(decoding: machine.content(of: slot, in: text), as: UTF8.self)
    }
}
