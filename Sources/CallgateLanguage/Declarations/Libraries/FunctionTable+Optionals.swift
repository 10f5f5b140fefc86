extension FunctionTable {
    /// The library of optional values; selection with `.?` is a rule of the checker.
    public static let optionals = FunctionTable([
        function("optional.of", [("optional_of", [a], .optional(a))]),
        function("optional.ofNonZeroValue", [("optional_ofNonZeroValue", [a], .optional(a))]),
        function("optional.none", [("optional_none", [], .optional(a))]),
        function("optional.unwrap", [("optional_unwrap", [.list(.optional(a))], .list(a))]),
        method("unwrapOpt", [("optional_unwrapOpt", [.list(.optional(a))], .list(a))]),
        method("value", [("optional_value", [.optional(a)], a)]),
        method("hasValue", [("optional_hasValue", [.optional(a)], .bool)]),
        method("or", [("optional_or_optional", [.optional(a), .optional(a)], .optional(a))]),
        method("orValue", [("optional_orValue_value", [.optional(a), a], a)]),
        function(Operator.optionalSelect.rawValue, [
            ("select_optional_field", [.dyn, .string], .optional(.dyn))
        ]),
        function(Operator.optionalIndex.rawValue, [
            ("list_optindex_optional_int", [.list(a), .int], .optional(a)),
            ("optional_list_optindex_optional_int", [.optional(.list(a)), .int], .optional(a)),
            ("map_optindex_optional_value", [.map(a, b), a], .optional(b)),
            ("optional_map_optindex_optional_value", [.optional(.map(a, b)), a], .optional(b)),
        ]),
        function(Operator.index.rawValue, [
            ("optional_list_index_int", [.optional(.list(a)), .int], .optional(a)),
            ("optional_map_index_value", [.optional(.map(a, b)), a], .optional(b)),
        ]),
    ])

    /// What the expansions of `transformMap` and `transformMapEntry` call.
    public static let twoVariables = FunctionTable([
        function(MacroNames.mapInsert, [
            ("@mapInsert_map_key_value", [.map(a, b), a, b], .map(a, b)),
            ("@mapInsert_map_map", [.map(a, b), .map(a, b)], .map(a, b)),
        ])
    ])

    /// The standard and every library.
    public static let complete: FunctionTable = {
        var table = standard
        for library in [optionals, twoVariables, strings, lists, sets, math, network, encoders, regex, messages] {
            table.add(library)
        }
        return table
    }()
}
