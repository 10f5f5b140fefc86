extension FunctionTable {
    /// Functions on strings: those of cel-go's library `strings`, version 4. Positions and sizes count
    /// Unicode scalar values.
    public static let strings = FunctionTable([
        method("charAt", [("string_char_at_int", [.string, .int], .string)]),
        method("indexOf", [
            ("string_index_of_string", [.string, .string], .int),
            ("string_index_of_string_int", [.string, .string, .int], .int),
        ]),
        method("lastIndexOf", [
            ("string_last_index_of_string", [.string, .string], .int),
            ("string_last_index_of_string_int", [.string, .string, .int], .int),
        ]),
        method("join", [
            ("list_join", [.list(.string)], .string),
            ("list_join_string", [.list(.string), .string], .string),
        ]),
        method("lowerAscii", [("string_lower_ascii", [.string], .string)]),
        method("upperAscii", [("string_upper_ascii", [.string], .string)]),
        method("replace", [
            ("string_replace_string_string", [.string, .string, .string], .string),
            ("string_replace_string_string_int", [.string, .string, .string, .int], .string),
        ]),
        method("split", [
            ("string_split_string", [.string, .string], .list(.string)),
            ("string_split_string_int", [.string, .string, .int], .list(.string)),
        ]),
        method("substring", [
            ("string_substring_int", [.string, .int], .string),
            ("string_substring_int_int", [.string, .int, .int], .string),
        ]),
        method("trim", [("string_trim", [.string], .string)]),
        method("reverse", [("string_reverse", [.string], .string)]),
        method("format", [("string_format", [.string, .list(.dyn)], .string)]),
        function("strings.quote", [("strings_quote", [.string], .string)]),
    ])
}
