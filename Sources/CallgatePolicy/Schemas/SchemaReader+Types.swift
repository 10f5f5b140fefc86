import CallgateLanguage

/// What several schemas, or values, of one thing say together.
extension SchemaReader {
    /// Keywords whose schemas speak of the same value as the one that they stand in.
    static let composing = [
        "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "dependencies",
    ]

    /// A record may have further fields where not every schema of it was read.
    static func opened(_ type: CELType) -> CELType {
        guard case .record(var record) = type.withoutNull else { return type }
        record.rest = .dyn
        return type.withoutNull == type ? .record(record) : .record(record).nullable
    }

    /// One type for several: with `null`, a nullable one; of numbers, a number; else any.
    static func union(_ types: [CELType]) -> CELType {
        let isNullable = types.contains { $0 == .null || $0.withoutNull != $0 }
        let others = types.filter { $0 != .null }.map(\.withoutNull)
        guard let first = others.first else { return types.isEmpty ? .dyn : .null }
        var type = first
        for other in others.dropFirst() where other != type {
            type = type.isNumeric && other.isNumeric ? .number(isWhole: false) : .dyn
        }
        return isNullable ? type.nullable : type
    }

    static func type(of choices: [Literal]) -> CELType {
        union(
            choices.map { choice in
                switch choice {
                case .null: .null
                case .bool: .bool
                case .int: .number(isWhole: true)
                case .string: .string
                default: .number(isWhole: false)
                }
            })
    }
}
