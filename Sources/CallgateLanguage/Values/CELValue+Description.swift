extension CELValue: CustomStringConvertible {
    /// The value as an expression of CEL, which evaluates to it again.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): Literal.bool(value).description
        case .int(let value): Literal.int(value).description
        case .uint(let value): Literal.uint(value).description
        case .double(let value): Self.text(of: value)
        case .string(let value): Literal.string(value).description
        case .bytes(let value): Literal.bytes(value).description
        case .list(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
        case .map(let entries):
            "{\(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .timestamp(_, _, let text): "timestamp(\(Literal.string(text)))"
        case .duration(_, let text): "duration(\(Literal.string(text)))"
        case .type(let name): name
        case .optional(let value): value.map { "optional.of(\($0))" } ?? "optional.none()"
        case .opaque(let function, let text): "\(function)(\(Literal.string(text)))"
        case .failure(let name): "<error: \(name)>"
        }
    }

    private static func text(of value: Double) -> String {
        if value.isNaN { return "double(\"NaN\")" }
        if value.isInfinite { return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
        return Literal.double(value).description
    }

    /// The value as a message shows it: a string without quotes, all else as it is written.
    public var display: String {
        if case .string(let text) = self { return text }
        return description
    }
}
