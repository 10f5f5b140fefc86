import CallgatePolicy

/// A value of CEL.
public enum Value: Sendable {
    case null
    case bool(Bool)
    /// Marked where it comes from a call: arithmetic with doubles then promotes it.
    case int(Int64, isMarked: Bool = false)
    case uint(UInt64)
    /// Marked where it comes from a call: arithmetic with ints then promotes them.
    case double(Double, isMarked: Bool = false)
    case string(String)
    case bytes([UInt8])
    /// An element out of a call can be an error, which only those who read the element meet.
    case list([Outcome])
    /// In the order of the text. Keys are bools, ints, uints and strings, each once; but an open
    /// record, which is a map that comes from a call, has strings only, and any of them more than once.
    case map([MapEntry], isRecord: Bool = false)
    case timestamp(Timestamp)
    case duration(nanoseconds: Int64)
    /// A type, by its name in CEL.
    case type(String)
    /// Nil where it is empty.
    indirect case optional(Value?)
    case ip(IPAddress)
    case cidr(IPPrefix)
}

/// A key of a map with its value.
public struct MapEntry: Sendable, Equatable {
    public var key: Value
    public var value: Outcome
    /// Where the key's quote stands in the call, nil in other maps.
    public var offset: Int?

    public init(key: Value, value: Outcome, offset: Int? = nil) {
        self.key = key
        self.value = value
        self.offset = offset
    }
}

/// A point in time.
public struct Timestamp: Sendable, Hashable {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    public var seconds: Int64
    /// Beyond the seconds, 0 ... 999,999,999.
    public var nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

extension Value {
    /// A value of a list, which is as a literal is.
    init(_ value: ListValue) {
        self =
            switch value {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(value)
            case .string(let value): .string(value)
            }
    }

    /// The name of the value's type.
    var typeName: String {
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
        }
    }

    /// The types that expressions can name. `dyn` is none: no value has it.
    static let typeNames: Set<String> = [
        "null_type", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "type",
        "google.protobuf.Timestamp", "google.protobuf.Duration", "optional_type", "net.IP", "net.CIDR",
        "google.protobuf.Any", "google.protobuf.Value",
    ]
}
