/// A constant as written in the source.
public enum Literal: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    /// Any Unicode scalar values, NUL included.
    case string(String)
    case bytes([UInt8])
    /// `/pattern/flags`; flags are of `i`, `m`, `s`, `u`, each at most once.
    case pattern(String, flags: String)
}
