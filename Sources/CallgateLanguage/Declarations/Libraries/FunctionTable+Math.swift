extension FunctionTable {
    /// Functions on numbers: those of cel-go's library `math`, version 2. The macros `math.greatest`
    /// and `math.least` give more than two arguments as one list.
    public static let math = FunctionTable(
        [extreme("math.greatest", "max"), extreme("math.least", "min")]
            + ["ceil", "floor", "round", "trunc"].map { unary($0, of: [.double]) { $0 } }
            + ["isInf", "isNaN", "isFinite"].map { unary($0, of: [.double]) { _ in .bool } }
            + ["abs", "sign"].map { unary($0, of: [.double, .int, .uint]) { $0 } }
            + [unary("sqrt", of: [.double, .int, .uint]) { _ in .double }]
            + ["bitAnd", "bitOr", "bitXor"].map(bitwise)
            + [function("math.bitNot", [.int, .uint].map { ("math_bitNot_\($0)_\($0)", [$0], $0) })]
            + ["bitShiftLeft", "bitShiftRight"].map(shift))

    private typealias Row = (id: String, parameters: [CELType], result: CELType)
    private static let numbers: [CELType] = [.double, .int, .uint]

    /// One number, two numbers of any kinds, or a list of numbers. Of numbers of two kinds either may be the result.
    private static func extreme(_ name: String, _ stem: String) -> FunctionDeclaration {
        var rows: [Row] = numbers.map { ("math_@\(stem)_\($0)", [$0], $0) }
        for left in numbers {
            for right in numbers {
                rows.append(("math_@\(stem)_\(left)_\(right)", [left, right], left == right ? left : .dyn))
            }
        }
        rows += numbers.map { ("math_@\(stem)_list_\($0)", [.list($0)], $0) }
        return function(name, rows)
    }

    private static func unary(
        _ name: String, of types: [CELType], _ result: (CELType) -> CELType
    ) -> FunctionDeclaration {
        function("math.\(name)", types.map { ("math_\(name)_\($0)", [$0], result($0)) })
    }

    private static func bitwise(_ name: String) -> FunctionDeclaration {
        function("math.\(name)", [.int, .uint].map { ("math_\(name)_\($0)_\($0)", [$0, $0], $0) })
    }

    private static func shift(_ name: String) -> FunctionDeclaration {
        function("math.\(name)", [.int, .uint].map { ("math_\(name)_\($0)_int", [$0, .int], $0) })
    }
}
