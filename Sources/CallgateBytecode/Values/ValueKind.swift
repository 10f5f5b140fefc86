/// What a slot holds. Raw values are part of the image format.
@frozen
public enum ValueKind: UInt8, Sendable {
    case null = 0
    case bool = 1
    case int = 2
    case uint = 3
    case double = 4
    case string = 5
    case bytes = 6
    case list = 7
    case map = 8
    case timestamp = 9
    case duration = 10
    case type = 11
    /// Of at most one value.
    case optional = 12
    /// An IP address, `net.IP`.
    case ip = 13
    /// An IP address and the length of a prefix, `net.CIDR`.
    case cidr = 14
    case error = 15
    /// The state of a loop; never the value of an expression.
    case iterator = 16
}

/// Where what is behind a string, list, map, optional or address is.
@frozen
public enum Region: UInt8, Sendable {
    /// The JSON text of the call. Lists and maps are views of their JSON text.
    case call = 0
    /// The data section of the image. Lists and maps are arrays of slots.
    case image = 1
    /// The machine's arena. Lists and maps are arrays of slots.
    case arena = 2
}

extension ValueKind {
    /// The name of the type in CEL; nil for what is no value.
    @inlinable
    public var typeName: StaticString? {
        switch self {
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
        case .optional: "optional_type"
        case .ip: "net.IP"
        case .cidr: "net.CIDR"
        case .error, .iterator: nil
        }
    }
}
