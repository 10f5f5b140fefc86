extension CELType: CustomStringConvertible {
    /// CEL's own notation: `list(int)`, `map(string, dyn)`, `type(int)`.
    public var description: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .dyn: "dyn"
        case .error: "*error*"
        case .number(let isWhole): isWhole ? "integer" : "number"
        case .record(let record): record.name
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .type(let type): "type(\(type))"
        case .wrapper(let type): "wrapper(\(type))"
        case .optional(let type): "optional_type(\(type))"
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        case .pattern: "pattern"
        }
    }
}

extension CELType {
    /// The type for messages, in which variables of the checker are no more than unknown.
    var shown: String { freed.description }

    private var freed: CELType {
        if case .parameter(let name) = self, name.hasPrefix(Unifier.variablePrefix) { return .dyn }
        let components = components
        return components.isEmpty ? self : replacingComponents(components.map(\.freed))
    }
}
