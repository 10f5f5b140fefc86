/// Identity, for tests: the same kind, marks, text and bits, entries in the same order. What `==` is in
/// CEL says `equal(_:_:)`.
extension Value: Equatable {
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left, let mark), .int(let right, let other)): left == right && mark == other
        case (.uint(let left), .uint(let right)): left == right
        case (.double(let left, let mark), .double(let right, let other)):
            mark == other && (left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN))
        case (.string(let left), .string(let right)): hasSameScalars(left, right)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.map(let left, let isRecord), .map(let right, let other)): left == right && isRecord == other
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.optional(let left), .optional(let right)): left == right
        case (.ip(let left), .ip(let right)): left == right
        case (.cidr(let left), .cidr(let right)): left == right
        default: false
        }
    }
}

/// Whether two strings are the same scalars: those of Swift are equal, too, where Unicode calls
/// them canonically equivalent.
func hasSameScalars(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}
