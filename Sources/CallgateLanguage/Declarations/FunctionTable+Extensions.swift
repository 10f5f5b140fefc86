extension FunctionTable {
    /// The library of optional values; selection with `.?` is a rule of the checker.
    public static let optionals = FunctionTable([
        FunctionDeclaration("optional.of", [Overload("optional_of", [a], .optional(a))]),
        FunctionDeclaration("optional.ofNonZeroValue", [
            Overload("optional_ofNonZeroValue", [a], .optional(a))
        ]),
        FunctionDeclaration("optional.none", [Overload("optional_none", [], .optional(a))]),
        FunctionDeclaration("value", [Overload("optional_value", [.optional(a)], a, isMember: true)]),
        FunctionDeclaration("hasValue", [
            Overload("optional_hasValue", [.optional(a)], .bool, isMember: true)
        ]),
        FunctionDeclaration("or", [
            Overload("optional_or_optional", [.optional(a), .optional(a)], .optional(a), isMember: true)
        ]),
        FunctionDeclaration("orValue", [
            Overload("optional_orValue_value", [.optional(a), a], a, isMember: true)
        ]),
        FunctionDeclaration(Operator.optionalSelect.rawValue, [
            Overload("select_optional_field", [.dyn, .string], .optional(.dyn))
        ]),
        FunctionDeclaration(Operator.optionalIndex.rawValue, [
            Overload("list_optindex_optional_int", [.list(a), .int], .optional(a)),
            Overload("optional_list_optindex_optional_int", [.optional(.list(a)), .int], .optional(a)),
            Overload("map_optindex_optional_value", [.map(a, b), a], .optional(b)),
            Overload("optional_map_optindex_optional_value", [.optional(.map(a, b)), a], .optional(b)),
        ]),
        FunctionDeclaration(Operator.index.rawValue, [
            Overload("optional_list_index_int", [.optional(.list(a)), .int], .optional(a)),
            Overload("optional_map_index_value", [.optional(.map(a, b)), a], .optional(b)),
        ]),
    ])

    /// What the expansions of `transformMap` and `transformMapEntry` call.
    public static let twoVariables = FunctionTable([
        FunctionDeclaration(MacroNames.mapInsert, [
            Overload("@mapInsert_map_key_value", [.map(a, b), a, b], .map(a, b)),
            Overload("@mapInsert_map_map", [.map(a, b), .map(a, b)], .map(a, b)),
        ])
    ])
}
