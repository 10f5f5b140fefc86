internal import CallgateBytecode

/// What kinds of values are called in CEL.
enum ValueNames {
    static func type(_ kind: ValueKind?) -> String {
        kind?.typeName.map { "\($0)" } ?? "error"
    }

    /// For sentences.
    static func short(_ kind: ValueKind?) -> String {
        switch kind {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .optional: "optional"
        default: type(kind)
        }
    }
}
