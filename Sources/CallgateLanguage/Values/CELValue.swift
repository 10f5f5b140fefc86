/// A value of CEL for people and for comparing: what an evaluation came to.
public indirect enum CELValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([CELValue])
    /// Keys are bools, ints, uints and strings, each once.
    case map([(key: CELValue, value: CELValue)])
    /// Since 1970, the nanoseconds 0 ... 999,999,999; and its text as `string()` has it.
    case timestamp(seconds: Int64, nanoseconds: Int64, text: String)
    case duration(nanoseconds: Int64, text: String)
    /// By its name.
    case type(String)
    case optional(CELValue?)
    /// A value of an extension's type, by the function that makes one from a text: `ip`, `cidr`.
    case opaque(String, text: String)
    /// What can't be read: an error, by its name, where a list or map holds one.
    case failure(String)
}

extension CELValue {
    /// Whether two values are of one kind and the same: doubles by their bits, but any NaN is any
    /// other; maps in any order. That is more than CEL's `==` asks.
    public func isIdentical(to other: CELValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.double(let left), .double(let right)):
            left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isIdentical(to: $1) }
        case (.map(let left), .map(let right)): Self.areIdentical(left, right)
        case (.timestamp(let left, let leftRest, _), .timestamp(let right, let rightRest, _)):
            left == right && leftRest == rightRest
        case (.duration(let left, _), .duration(let right, _)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.optional(let left), .optional(let right)):
            switch (left, right) {
            case (nil, nil): true
            case (let left?, let right?): left.isIdentical(to: right)
            default: false
            }
        case (.opaque(let left, let leftText), .opaque(let right, let rightText)):
            left == right && leftText == rightText
        case (.failure(let left), .failure(let right)): left == right
        default: false
        }
    }

    private static func areIdentical(
        _ left: [(key: CELValue, value: CELValue)], _ right: [(key: CELValue, value: CELValue)]
    ) -> Bool {
        guard left.count == right.count else { return false }
        var rest = right
        for entry in left {
            let place = rest.firstIndex {
                entry.key.isIdentical(to: $0.key) && entry.value.isIdentical(to: $0.value)
            }
            guard let place else { return false }
            rest.remove(at: place)
        }
        return true
    }
}
