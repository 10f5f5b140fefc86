extension FunctionTable {
    /// Functions on lists: those of cel-go's library `lists`. The macro `sortBy` calls the last one.
    public static let lists = FunctionTable([
        method("slice", [("list_slice", [.list(a), .int, .int], .list(a))]),
        method("flatten", [
            ("list_flatten", [.list(.list(a))], .list(a)),
            ("list_flatten_int", [.list(.dyn), .int], .list(.dyn)),
        ]),
        method("distinct", [("list_distinct", [.list(a)], .list(a))]),
        method("reverse", [("list_reverse", [.list(a)], .list(a))]),
        method("first", [("list_first", [.list(a)], .optional(a))]),
        method("last", [("list_last", [.list(a)], .optional(a))]),
        function("lists.range", [("lists_range", [.int], .list(.int))]),
        method("sort", sortable.map { ("list_\($0)_sort", [.list($0)], .list($0)) }),
        method(
            MacroNames.sortByKeys,
            sortable.map { ("list_\($0)_sortByAssociatedKeys", [.list(a), .list($0)], .list(a)) }),
    ])

    /// The types whose values have an order, and so can be sorted or sorted by.
    private static let sortable: [CELType] = [
        .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
    ]

    /// Functions that take lists for sets: those of cel-go's library `sets`.
    public static let sets = FunctionTable([
        function("sets.contains", [("list_sets_contains_list", [.list(a), .list(a)], .bool)]),
        function("sets.equivalent", [("list_sets_equivalent_list", [.list(a), .list(a)], .bool)]),
        function("sets.intersects", [("list_sets_intersects_list", [.list(a), .list(a)], .bool)]),
    ])
}
