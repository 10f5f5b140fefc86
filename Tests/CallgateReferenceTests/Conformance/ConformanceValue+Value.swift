import CallgateReference
import CallgateConformance

extension ConformanceValue {
    /// The value itself: without marks, and maps that are no open records.
    var value: Value {
        switch self {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .uint(let uint): .uint(uint)
        case .double(let double): .double(double)
        case .string(let string): .string(string)
        case .bytes(let bytes): .bytes(bytes)
        case .list(let elements): .list(elements.map { .success($0.value) })
        case .map(let pairs): .map(pairs.map { MapEntry(key: $0[0].value, value: .success($0[1].value)) })
        case .duration(let seconds, let nanoseconds): .duration(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
        case .timestamp(let seconds, let nanoseconds): .timestamp(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        case .type(let name): .type(name)
        }
    }

    /// Whether a value is this one: of the same kind and bits, the entries of maps in any order.
    func matches(_ found: Value) -> Bool {
        switch (self, found) {
        case (.list(let wanted), .list(let elements)):
            return wanted.count == elements.count
                && zip(wanted, elements).allSatisfy { $0.matches($1) }
        case (.map(let wanted), .map(let entries, _)):
            return wanted.count == entries.count
                && wanted.allSatisfy { pair in
                    entries.contains { pair[0].matches($0.key) && pair[1].matches($0.value) }
                }
        default:
            return value == found
        }
    }

    private func matches(_ outcome: Outcome) -> Bool {
        if case .success(let found) = outcome { matches(found) } else { false }
    }
}
