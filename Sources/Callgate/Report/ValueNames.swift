internal import CallgateBytecode

/// What kinds of values are called in CEL.
enum ValueNames {
    static func type(_ kind: ValueKind?) -> String {
        switch kind {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .error, .iterator, nil: "error"
        }
    }

    /// For sentences.
    static func short(_ kind: ValueKind?) -> String {
        switch kind {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        default: type(kind)
        }
    }
}
