public import CallgateLanguage

extension ReferenceEvaluator {
    /// The value of an expression, values in and out in the form that both evaluators share.
    public func evaluate(cel values: [String: CELValue]) -> Result<CELValue, EvaluationError> {
        evaluate(values.mapValues(\.outcome)).map(\.cel)
    }
}

extension CELValue {
    /// The value for the reference, unmarked: of no call.
    public var outcome: Outcome {
        switch self {
        case .null: .success(.null)
        case .bool(let value): .success(.bool(value))
        case .int(let value): .success(.int(value))
        case .uint(let value): .success(.uint(value))
        case .double(let value): .success(.double(value))
        case .string(let value): .success(.string(value))
        case .bytes(let value): .success(.bytes(value))
        case .list(let elements): .success(.list(elements.map(\.outcome)))
        case .map(let entries):
            .success(
                .map(
                    entries.compactMap { entry in
                        guard case .success(let key) = entry.key.outcome else { return nil }
                        return MapEntry(key: key, value: entry.value.outcome)
                    }))
        case .timestamp(let seconds, let nanoseconds, _):
            .success(.timestamp(Timestamp(seconds: seconds, nanoseconds: nanoseconds)))
        case .duration(let nanoseconds, _): .success(.duration(nanoseconds: nanoseconds))
        case .type(let name): .success(.type(name))
        case .optional(let value): value.map { $0.outcome.map { .optional($0) } } ?? .success(.optional(nil))
        case .opaque("ip", let text): Self.opaque(IPAddress(text).map { .ip($0) })
        case .opaque("cidr", let text): Self.opaque(IPPrefix(text).map { .cidr($0) })
        case .opaque, .failure: .failure(EvaluationError(.noSuchOverload))
        }
    }
}

extension CELValue {
    private static func opaque(_ value: Value?) -> Outcome {
        value.map { .success($0) } ?? .failure(EvaluationError(.badConversion))
    }
}

extension Value {
    /// The value in the form that both evaluators share.
    public var cel: CELValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value, _): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value, _): .double(value)
        case .string(let value): .string(value)
        case .bytes(let value): .bytes(value)
        case .list(let elements): .list(elements.map(\.cel))
        case .map(let entries, _): .map(entries.map { ($0.key.cel, $0.value.cel) })
        case .timestamp(let time):
            .timestamp(
                seconds: time.seconds, nanoseconds: time.nanoseconds, text: TimestampText.write(time))
        case .duration(let nanoseconds):
            .duration(nanoseconds: nanoseconds, text: DurationText.write(nanoseconds))
        case .type(let name): .type(name)
        case .optional(let value): .optional(value?.cel)
        case .ip(let address): .opaque("ip", text: "\(address)")
        case .cidr(let prefix): .opaque("cidr", text: "\(prefix)")
        }
    }
}

extension Outcome {
    public var cel: CELValue {
        switch self {
        case .success(let value): value.cel
        case .failure(let error): .failure(error.kind.rawValue)
        }
    }
}
