extension FunctionTable {
    static let a = CELType.parameter("A")
    static let b = CELType.parameter("B")

    /// The operators of the standard, with cel-go's overload IDs.
    static let operators: [FunctionDeclaration] =
        [
            declare(.conditional, [Overload("conditional", [.bool, a, a], a)]),
            declare(.and, [Overload("logical_and", [.bool, .bool], .bool)]),
            declare(.or, [Overload("logical_or", [.bool, .bool], .bool)]),
            declare(.not, [Overload("logical_not", [.bool], .bool)]),
            declare(.notStrictlyFalse, [Overload("not_strictly_false", [.bool], .bool)]),
            declare(.equals, [Overload("equals", [a, a], .bool)]),
            declare(.notEquals, [Overload("not_equals", [a, a], .bool)]),
            declare(.in, [
                Overload("in_list", [a, .list(a)], .bool),
                Overload("in_map", [a, .map(a, b)], .bool),
            ]),
            declare(.index, [
                Overload("index_list", [.list(a), .int], a),
                Overload("index_map", [.map(a, b), a], b),
            ]),
        ] + arithmetic + [
            ordering(.less, "less"),
            ordering(.lessEquals, "less_equals"),
            ordering(.greater, "greater"),
            ordering(.greaterEquals, "greater_equals"),
        ]

    private static let arithmetic: [FunctionDeclaration] = [
        declare(.add, [
            Overload("add_int64", [.int, .int], .int),
            Overload("add_uint64", [.uint, .uint], .uint),
            Overload("add_double", [.double, .double], .double),
            Overload("add_string", [.string, .string], .string),
            Overload("add_bytes", [.bytes, .bytes], .bytes),
            Overload("add_list", [.list(a), .list(a)], .list(a)),
            Overload("add_timestamp_duration", [.timestamp, .duration], .timestamp),
            Overload("add_duration_timestamp", [.duration, .timestamp], .timestamp),
            Overload("add_duration_duration", [.duration, .duration], .duration),
        ]),
        declare(.subtract, [
            Overload("subtract_int64", [.int, .int], .int),
            Overload("subtract_uint64", [.uint, .uint], .uint),
            Overload("subtract_double", [.double, .double], .double),
            Overload("subtract_timestamp_timestamp", [.timestamp, .timestamp], .duration),
            Overload("subtract_timestamp_duration", [.timestamp, .duration], .timestamp),
            Overload("subtract_duration_duration", [.duration, .duration], .duration),
        ]),
        declare(.multiply, [
            Overload("multiply_int64", [.int, .int], .int),
            Overload("multiply_uint64", [.uint, .uint], .uint),
            Overload("multiply_double", [.double, .double], .double),
        ]),
        declare(.divide, [
            Overload("divide_int64", [.int, .int], .int),
            Overload("divide_uint64", [.uint, .uint], .uint),
            Overload("divide_double", [.double, .double], .double),
        ]),
        declare(.modulo, [
            Overload("modulo_int64", [.int, .int], .int),
            Overload("modulo_uint64", [.uint, .uint], .uint),
        ]),
        declare(.negate, [
            Overload("negate_int64", [.int], .int),
            Overload("negate_double", [.double], .double),
        ]),
    ]

    /// The types that have an order of their own, as overload IDs spell them.
    private static let ordered: [(spelling: String, type: CELType)] = [
        ("bool", .bool), ("int64", .int), ("uint64", .uint), ("double", .double), ("string", .string),
        ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
    ]

    /// Each type with itself, and the numbers with one another: `less_int64`, `less_int64_double`.
    private static func ordering(_ function: Operator, _ stem: String) -> FunctionDeclaration {
        var overloads: [Overload] = []
        for left in ordered {
            for right in ordered
            where left.type == right.type || (left.type.isNumeric && right.type.isNumeric) {
                let suffix = left.type == right.type ? left.spelling : "\(left.spelling)_\(right.spelling)"
                overloads.append(Overload("\(stem)_\(suffix)", [left.type, right.type], .bool))
            }
        }
        return declare(function, overloads)
    }

    private static func declare(_ function: Operator, _ overloads: [Overload]) -> FunctionDeclaration {
        FunctionDeclaration(function.rawValue, overloads)
    }
}
