extension FunctionTable {
    /// What literals of well-known messages become, where their fields are no values as they stand.
    static let messages = FunctionTable([
        function(WellKnownMessage.makeInt32, [("@int32_int64", [.int], .int)]),
        function(WellKnownMessage.makeUint32, [("@uint32_uint64", [.uint], .uint)]),
        function(WellKnownMessage.makeFloat, [("@float_double", [.double], .double)]),
        function(WellKnownMessage.makeTimestamp, [("@timestamp_int64_int64", [.int, .int], .timestamp)]),
        function(WellKnownMessage.makeDuration, [("@duration_int64_int64", [.int, .int], .duration)]),
    ])
}
