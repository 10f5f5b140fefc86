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
    case list([ConstantValue])
    case map([Entry])
    case type(ValueKind)

    struct Entry: Hashable {
        var key: ConstantValue
        var value: ConstantValue
    }
}
