/// What of a value counts when it looks up a key: numbers are equal across their kinds.
enum MapKey: Hashable {
    case bool(Bool)
    case number(Int128)
    /// UTF-8.
    case string([UInt8])

    /// Nil for what equals no key.
    init?(_ value: Value) {
        switch value {
        case .bool(let bool): self = .bool(bool)
        case .int(let int, _): self = .number(Int128(int))
        case .uint(let uint): self = .number(Int128(uint))
        case .double(let double, _):
            guard let whole = Int128(exactly: double) else { return nil }
            self = .number(whole)
        case .string(let string): self = .string(Array(string.utf8))
        default: return nil
        }
    }
}

extension Value {
    /// Whether it may be the key of a map: doubles can look keys up, but are none.
    var canBeKey: Bool {
        switch self {
        case .bool, .int, .uint, .string: true
        default: false
        }
    }
}
