/// The messages of protobuf that CEL has values of its own for.
///
/// A literal of a wrapper is the value in it, `Struct`, `ListValue` and `Value` are maps, lists and
/// whatever they hold. Other messages there are none.
enum WellKnownMessage: String, CaseIterable {
    case boolValue = "google.protobuf.BoolValue"
    case bytesValue = "google.protobuf.BytesValue"
    case doubleValue = "google.protobuf.DoubleValue"
    case floatValue = "google.protobuf.FloatValue"
    case int32Value = "google.protobuf.Int32Value"
    case int64Value = "google.protobuf.Int64Value"
    case stringValue = "google.protobuf.StringValue"
    case uint32Value = "google.protobuf.UInt32Value"
    case uint64Value = "google.protobuf.UInt64Value"
    case structure = "google.protobuf.Struct"
    case value = "google.protobuf.Value"
    case listValue = "google.protobuf.ListValue"
    case any = "google.protobuf.Any"
    case timestamp = "google.protobuf.Timestamp"
    case duration = "google.protobuf.Duration"

    /// The functions that make values of fields. No source can name them.
    static let makeInt32 = "@int32"
    static let makeUint32 = "@uint32"
    static let makeFloat = "@float"
    static let makeTimestamp = "@timestamp"
    static let makeDuration = "@duration"

    struct Field {
        var name: String
        var type: CELType
        /// What the field is where it is not set.
        var initial: Literal

        init(_ name: String, _ type: CELType, _ initial: Literal) {
            self.name = name
            self.type = type
            self.initial = initial
        }
    }

    /// The fields that a literal can set. `Struct` and `ListValue` are empty without theirs.
    var fields: [Field] {
        switch self {
        case .boolValue: [Field("value", .bool, .bool(false))]
        case .bytesValue: [Field("value", .bytes, .bytes([]))]
        case .doubleValue, .floatValue: [Field("value", .double, .double(0))]
        case .int32Value, .int64Value: [Field("value", .int, .int(0))]
        case .stringValue: [Field("value", .string, .string(""))]
        case .uint32Value, .uint64Value: [Field("value", .uint, .uint(0))]
        case .structure: [Field("fields", .map(.string, .dyn), .null)]
        case .value:
            [
                Field("null_value", .dyn, .null), Field("bool_value", .bool, .null),
                Field("number_value", .double, .null), Field("string_value", .string, .null),
                Field("struct_value", .map(.string, .dyn), .null), Field("list_value", .list(.dyn), .null),
            ]
        case .listValue: [Field("values", .list(.dyn), .null)]
        case .any: []
        case .timestamp, .duration: [Field("seconds", .int, .int(0)), Field("nanos", .int, .int(0))]
        }
    }

    /// The function that a literal becomes a call of, with the values of all fields.
    var maker: String? {
        switch self {
        case .int32Value: Self.makeInt32
        case .uint32Value: Self.makeUint32
        case .floatValue: Self.makeFloat
        case .timestamp: Self.makeTimestamp
        case .duration: Self.makeDuration
        default: nil
        }
    }

    /// The type of a literal.
    var literalType: CELType {
        switch self {
        case .structure: .map(.string, .dyn)
        case .listValue: .list(.dyn)
        case .value, .any: .dyn
        case .timestamp: .timestamp
        case .duration: .duration
        default: .wrapper(namedType)
        }
    }

    /// The type that the name denotes: that of the values.
    var namedType: CELType {
        switch self {
        case .structure: .map(.dyn, .dyn)
        case .value, .any: .opaque(rawValue, [])
        case .listValue, .timestamp, .duration: literalType
        default: fields[0].type
        }
    }
}
