import Testing

@Suite("Literals of well-known messages")
struct MessageTests {
    private static let prefix = "google.protobuf."

    @Test("Values", arguments: [
        ("BoolValue{value: true}", "true"), ("BoolValue{}", "false"), ("BytesValue{value: b'a'}", "bytes [97]"),
        ("DoubleValue{value: 1.5}", "1.5"), ("FloatValue{value: 0.1}", "0.10000000149011612"),
        ("FloatValue{value: 1e300}", "inf"), ("FloatValue{}", "0.0"),
        ("Int32Value{value: -2147483648}", "-2147483648"), ("Int32Value{value: 2147483647}", "2147483647"),
        ("Int64Value{value: 5}", "5"), ("UInt32Value{value: 4294967295u}", "4294967295u"), ("UInt64Value{}", "0u"),
        ("StringValue{value: 'a'}", "\"a\""), ("StringValue{}", "\"\""),
        ("StringValue{?value: optional.none()}", "\"\""), ("Int32Value{?value: optional.of(7)}", "7"),
        ("Struct{fields: {'a': 1.0, 'b': [true]}}", "{\"a\": 1.0, \"b\": [true]}"), ("Struct{}", "{}"),
        ("Struct{}.?a", "optional none"), ("Struct{fields: {'a': 'b'}}.a", "\"b\""),
        ("ListValue{values: [1.0, 'a']}", "[1.0, \"a\"]"), ("ListValue{}", "[]"), ("Value{}", "null"),
        ("Value{null_value: null}", "null"), ("Value{number_value: 1.5}", "1.5"),
        ("Value{bool_value: false}", "false"), ("Value{string_value: 'a'}", "\"a\""),
        ("Value{struct_value: {'a': null}}", "{\"a\": null}"), ("Value{list_value: []}", "[]"),
        ("Value{?string_value: optional.none()}", "null"), ("Timestamp{}", "timestamp 0.0"),
        ("Timestamp{seconds: 1, nanos: 999999999}", "timestamp 1.999999999"),
        ("Timestamp{seconds: 253402300799}", "timestamp 253402300799.0"),
        ("Duration{seconds: 1, nanos: 500000000}", "duration 1500000000"),
        ("Duration{seconds: -1, nanos: -1}", "duration -1000000001"), ("Duration{nanos: -5}", "duration -5"),
        ("Duration{}", "duration 0"),
        ("Int64Value{value: 1} == google.protobuf.Int32Value{value: 1}", "true"), ("Int32Value{value: 1} + 1", "2"),
        ("Int32Value{} == null", "false"), ("Int32Value == int", "true"), ("StringValue == type('a')", "true"),
        ("ListValue", "type list"), ("Any == google.protobuf.Value", "false"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(Self.prefix + source) == wanted)
    }

    @Test("Errors", arguments: [
        ("Int32Value{value: 2147483648}", "error overflow"), ("Int32Value{value: -2147483649}", "error overflow"),
        ("UInt32Value{value: 4294967296u}", "error overflow"),
        ("Int32Value{value: dyn('a')}", "error no_such_overload"),
        ("UInt32Value{value: dyn(1)}", "error no_such_overload"),
        ("FloatValue{value: dyn(1)}", "error no_such_overload"),
        ("Int32Value{value: 1 / 0}", "error division_by_zero"),
        ("Int32Value{?value: optional.of(2147483648)}", "error overflow"),
        ("Timestamp{nanos: -1}", "error time_out_of_range"),
        ("Timestamp{nanos: 1000000000}", "error time_out_of_range"),
        ("Timestamp{seconds: 253402300800}", "error time_out_of_range"),
        ("Timestamp{seconds: -62135596801}", "error time_out_of_range"),
        ("Timestamp{seconds: dyn(1u)}", "error no_such_overload"),
        ("Duration{seconds: 1, nanos: -1}", "error time_out_of_range"),
        ("Duration{nanos: 1000000000}", "error time_out_of_range"),
        ("Duration{seconds: 315576000001}", "error time_out_of_range"),
        ("Duration{seconds: 9223372037}", "error time_out_of_range"),
        ("Duration{seconds: -9223372037}", "error time_out_of_range"),
        ("Duration{seconds: -9223372036854775808}", "error time_out_of_range"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(Self.prefix + source) == wanted)
    }
}
