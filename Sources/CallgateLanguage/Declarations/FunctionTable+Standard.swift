extension FunctionTable {
    /// Every operator and function of cel-spec's standard, and Callgate's `match`.
    public static let standard = FunctionTable(operators + texts + conversions + times)

    private static func member(_ id: String, _ parameters: [CELType], _ result: CELType) -> Overload {
        Overload(id, parameters, result, isMember: true)
    }

    private static let texts: [FunctionDeclaration] = [
        FunctionDeclaration("size", [
            Overload("size_string", [.string], .int),
            Overload("size_bytes", [.bytes], .int),
            Overload("size_list", [.list(a)], .int),
            Overload("size_map", [.map(a, b)], .int),
            member("string_size", [.string], .int),
            member("bytes_size", [.bytes], .int),
            member("list_size", [.list(a)], .int),
            member("map_size", [.map(a, b)], .int),
        ]),
        FunctionDeclaration("contains", [member("contains_string", [.string, .string], .bool)]),
        FunctionDeclaration("startsWith", [member("starts_with_string", [.string, .string], .bool)]),
        FunctionDeclaration("endsWith", [member("ends_with_string", [.string, .string], .bool)]),
        FunctionDeclaration("matches", [
            Overload("matches", [.string, .string], .bool),
            Overload("matches_pattern", [.string, .pattern], .bool),
            member("matches_string", [.string, .string], .bool),
            member("string_matches_pattern", [.string, .pattern], .bool),
        ]),
        FunctionDeclaration("match", [
            member("match_string", [.string, .string], .bool),
            member("match_pattern", [.string, .pattern], .bool),
        ]),
    ]

    private static let conversions: [FunctionDeclaration] = [
        FunctionDeclaration("bool", [
            Overload("bool_to_bool", [.bool], .bool),
            Overload("string_to_bool", [.string], .bool),
        ]),
        FunctionDeclaration("bytes", [
            Overload("bytes_to_bytes", [.bytes], .bytes),
            Overload("string_to_bytes", [.string], .bytes),
        ]),
        FunctionDeclaration("double", [
            Overload("double_to_double", [.double], .double),
            Overload("int64_to_double", [.int], .double),
            Overload("uint64_to_double", [.uint], .double),
            Overload("string_to_double", [.string], .double),
        ]),
        FunctionDeclaration("duration", [
            Overload("duration_to_duration", [.duration], .duration),
            Overload("string_to_duration", [.string], .duration),
        ]),
        FunctionDeclaration("dyn", [Overload("to_dyn", [a], .dyn)]),
        FunctionDeclaration("int", [
            Overload("int64_to_int64", [.int], .int),
            Overload("uint64_to_int64", [.uint], .int),
            Overload("double_to_int64", [.double], .int),
            Overload("string_to_int64", [.string], .int),
            Overload("timestamp_to_int64", [.timestamp], .int),
        ]),
        FunctionDeclaration("string", [
            Overload("string_to_string", [.string], .string),
            Overload("bool_to_string", [.bool], .string),
            Overload("bytes_to_string", [.bytes], .string),
            Overload("double_to_string", [.double], .string),
            Overload("int64_to_string", [.int], .string),
            Overload("uint64_to_string", [.uint], .string),
            Overload("timestamp_to_string", [.timestamp], .string),
            Overload("duration_to_string", [.duration], .string),
        ]),
        FunctionDeclaration("timestamp", [
            Overload("timestamp_to_timestamp", [.timestamp], .timestamp),
            Overload("int64_to_timestamp", [.int], .timestamp),
            Overload("string_to_timestamp", [.string], .timestamp),
        ]),
        FunctionDeclaration("type", [Overload("type", [a], .type(a))]),
        FunctionDeclaration("uint", [
            Overload("uint64_to_uint64", [.uint], .uint),
            Overload("int64_to_uint64", [.int], .uint),
            Overload("double_to_uint64", [.double], .uint),
            Overload("string_to_uint64", [.string], .uint),
        ]),
    ]

    /// Accessors of timestamps, with an optional time zone, and of durations.
    private static let times: [FunctionDeclaration] = [
        accessor("getFullYear", "year"),
        accessor("getMonth", "month"),
        accessor("getDayOfYear", "day_of_year"),
        accessor("getDayOfMonth", "day_of_month"),
        accessor("getDate", "day_of_month_1_based"),
        accessor("getDayOfWeek", "day_of_week"),
        accessor("getHours", "hours", ofDurations: true),
        accessor("getMinutes", "minutes", ofDurations: true),
        accessor("getSeconds", "seconds", ofDurations: true),
        accessor("getMilliseconds", "milliseconds", ofDurations: true),
    ]

    private static func accessor(_ name: String, _ part: String, ofDurations: Bool = false) -> FunctionDeclaration {
        var overloads = [
            member("timestamp_to_\(part)", [.timestamp], .int),
            member("timestamp_to_\(part)_with_tz", [.timestamp, .string], .int),
        ]
        if ofDurations { overloads.append(member("duration_to_\(part)", [.duration], .int)) }
        return FunctionDeclaration(name, overloads)
    }
}
