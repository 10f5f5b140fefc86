import CallgateLanguage
import CallgateReference

/// A time that no test depends on otherwise: 2024-02-29T12:34:56.789Z.
let now = Timestamp(seconds: 1_709_210_096, nanoseconds: 789_000_000)

private let callStart = #"{"tool":"shop.refund","args":"#

/// The outcome of a condition over a call with these `args` and `context`, as short text. Offsets count from
/// the start of `args`.
func evaluate(_ source: String, args: String = "{}", context: String = "{}") throws -> String {
    let call = try Call(Array("\(callStart)\(args),\"context\":\(context)}".utf8))
    var environment = Environment.policy
    environment.checker.allowsDynamicPatterns = true
    let checked = try check(source, in: environment)
    return shown(ReferenceEvaluator(checked, zoneOffset: zoneOffset).evaluate(call.bindings(now: now)))
}

/// The outcome as short text, as tables have it: `1`, `1 marked`, `"a"`, `[1, error no_such_key]`, `error null_field`.
private func shown(_ outcome: Outcome) -> String {
    switch outcome {
    case .success(let value): shown(value)
    case .failure(let error): "error \(error.kind.rawValue)" + (error.offset.map { " at \($0 - callStart.utf8.count)" } ?? "")
    }
}

private func shown(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .int(let int, let mark): "\(int)" + (mark ? " marked" : "")
    case .uint(let uint): "\(uint)u"
    case .double(let double, let mark): (double.isNaN ? "nan" : "\(double)") + (mark ? " marked" : "")
    case .string(let string): "\"\(string)\""
    case .bytes(let bytes): "bytes \(bytes)"
    case .list(let elements): "[\(elements.map(shown).joined(separator: ", "))]"
    case .map(let entries, let isRecord):
        (isRecord ? "record " : "")
            + "{\(entries.map { "\(shown($0.key)): \(shown($0.value))" }.joined(separator: ", "))}"
    case .timestamp(let time): "timestamp \(time.seconds).\(time.nanoseconds)"
    case .duration(let nanoseconds): "duration \(nanoseconds)"
    case .type(let name): "type \(name)"
    case .optional(let value): value.map { "optional \(shown($0))" } ?? "optional none"
    case .ip(let address): "ip \(address)"
    case .cidr(let prefix): "cidr \(prefix)"
    }
}
