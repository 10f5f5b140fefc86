import CallgateLanguage

/// Values that may be there or not.
extension Evaluation {
    func optionals(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 2 else { return nil }
        switch (function, operands.x, operands.y) {
        case ("optional.none", nil, nil): return .optional(nil)
        case ("optional.of", let value?, nil): return .optional(value)
        case ("optional.ofNonZeroValue", let value?, nil): return .optional(try isZero(value) ? nil : value)
        case ("hasValue", .optional(let value)?, nil): return .bool(value != nil)
        case ("value", .optional(let value)?, nil):
            guard let value else { throw EvaluationError(.noValue) }
            return value
        case ("optional.unwrap", .list(let elements)?, nil), ("unwrapOpt", .list(let elements)?, nil):
            var found: [Outcome] = []
            for element in elements {
                if let value = try content(of: try element.get()) { found.append(.success(value)) }
            }
            return .list(found)
        default: return nil
        }
    }

    /// What is in an optional; anything else has no form here.
    func content(of value: Value) throws(EvaluationError) -> Value? {
        guard case .optional(let content) = value else { throw EvaluationError(.noSuchOverload) }
        return content
    }

    /// `a.or(b)` and `a.orValue(b)`, whose second operand is not evaluated unless it is needed.
    mutating func lazy(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value? {
        guard function == "or" || function == "orValue", args.count == 2 else { return nil }
        let first = try value(of: args[0])
        let content = try content(of: first)
        if let content { return function == "or" ? first : content }
        let second = try value(of: args[1])
        if function == "or" { _ = try self.content(of: second) }
        return second
    }

    /// Whether a value is what an unset field of its type would be.
    private func isZero(_ value: Value) throws(EvaluationError) -> Bool {
        switch value {
        case .null: true
        case .bool(let bool): !bool
        case .int(let int, _): int == 0
        case .uint(let uint): uint == 0
        case .double(let double, _): double == 0
        case .string(let string): string.utf8.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let entries, let isRecord): try allEntries(entries, isRecord).isEmpty
        case .timestamp(let time): time == Timestamp(seconds: 0)
        case .duration(let nanoseconds): nanoseconds == 0
        case .optional(let content): content == nil
        case .type, .ip, .cidr: false
        }
    }

    // MARK: Fields

    /// What `e.?f` and `e[?k]` find, or nil.
    func find(_ container: Value, by key: Value) throws(EvaluationError) -> Value? {
        switch (container, key) {
        case (.null, .string): throw EvaluationError(.nullField)
        case (.optional(let content), _):
            guard let content else { return nil }
            return try find(content, by: key)
        case (.map(let entries, let isRecord), _):
            return try find(key, in: entries, isRecord)?.value.get()
        case (.list(let elements), _):
            do throws(EvaluationError) {
                return try element(of: elements, at: key)
            } catch {
                if error.kind == .indexOutOfRange { return nil }
                throw error
            }
        default: throw EvaluationError(.noSuchOverload)
        }
    }
}
