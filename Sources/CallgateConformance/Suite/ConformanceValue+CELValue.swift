public import CallgateLanguage

extension ConformanceValue {
    /// The value as evaluators give and take it. Times have no text, which nothing compares.
    public var value: CELValue {
        switch self {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .uint(let uint): .uint(uint)
        case .double(let double): .double(double)
        case .string(let string): .string(string)
        case .bytes(let bytes): .bytes(bytes)
        case .list(let elements): .list(elements.map(\.value))
        case .map(let pairs): .map(pairs.map { ($0[0].value, $0[1].value) })
        case .duration(let seconds, let nanoseconds):
            .duration(nanoseconds: seconds * 1_000_000_000 + nanoseconds, text: "\(seconds)s")
        case .timestamp(let seconds, let nanoseconds):
            .timestamp(seconds: seconds, nanoseconds: nanoseconds, text: "\(seconds) s since 1970")
        case .type(let name): .type(name)
        }
    }
}
