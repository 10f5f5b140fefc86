import CallgateBytecode

/// A value that is known when a policy is compiled.
indirect enum ConstantValue: Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    /// By its bits: 0.0 and -0.0 are two constants.
    case double(bits: UInt64)
    /// By its UTF-8: Swift's own equality would join what Unicode calls equivalent.
    case string([UInt8])
    case bytes([UInt8])
    /// Nanoseconds.
    case duration(Int64)
    case list([ConstantValue])
    case map([Entry])
    case type(ValueKind)

    struct Entry: Hashable {
        var key: ConstantValue
        var value: ConstantValue
    }

    /// The kind, of those that there are quick instructions for.
    var kind: ValueKind? {
        switch self {
        case .int: .int
        case .string: .string
        default: nil
        }
    }

    /// 0 for what holds nothing; a list of numbers has 1.
    var depth: Int {
        switch self {
        case .list(let elements): elements.isEmpty ? 0 : 1 + (elements.map(\.depth).max() ?? 0)
        case .map(let entries): entries.isEmpty ? 0 : 1 + (entries.map(\.value.depth).max() ?? 0)
        default: 0
        }
    }
}
