/// `bool(x)`, `int(x)` and their like, and `type(x)` and `dyn(x)`.
extension Evaluation {
    /// Nil for a function that is neither the name of a type nor `dyn`.
    func convert(_ value: Value, to function: String) throws(EvaluationError) -> Value? {
        switch function {
        case "bool": .bool(try bool(value))
        case "int": .int(try int(value))
        case "uint": .uint(try uint(value))
        case "double": .double(try double(value))
        case "string": .string(try string(value))
        case "bytes": .bytes(try bytes(value))
        case "timestamp": .timestamp(try timestamp(value))
        case "duration": .duration(nanoseconds: try duration(value))
        case "type": .type(value.typeName)
        case "dyn": value
        default: nil
        }
    }

    /// The value that a conversion found, or the error that it found none.
    private func converted<T>(_ found: T?) throws(EvaluationError) -> T {
        guard let found else { throw EvaluationError(.badConversion) }
        return found
    }

    private func bool(_ value: Value) throws(EvaluationError) -> Bool {
        switch value {
        case .bool(let bool): return bool
        case .string("true"), .string("True"), .string("TRUE"), .string("t"), .string("T"), .string("1"): return true
        case .string("false"), .string("False"), .string("FALSE"), .string("f"), .string("F"), .string("0"): return false
        case .string: throw EvaluationError(.badConversion)
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    // MARK: Numbers

    private func int(_ value: Value) throws(EvaluationError) -> Int64 {
        switch value {
        case .int(let int, _): return int
        case .uint(let uint): return try converted(Int64(exactly: uint))
        case .double(let double, _):
            return try converted(double > -0x1p63 && double < 0x1p63 ? Int64(double) : nil)
        case .timestamp(let timestamp): return timestamp.seconds
        case .string(let text): return try converted(NumberText.integer(text, isSigned: true))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private func uint(_ value: Value) throws(EvaluationError) -> UInt64 {
        switch value {
        case .uint(let uint): return uint
        case .int(let int, _): return try converted(UInt64(exactly: int))
        case .double(let double, _):
            return try converted(double >= 0 && double < 0x1p64 ? UInt64(double) : nil)
        case .string(let text): return try converted(NumberText.integer(text, isSigned: false))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private func double(_ value: Value) throws(EvaluationError) -> Double {
        switch value {
        case .double(let double, _): return double
        case .int(let int, _): return Double(int)
        case .uint(let uint): return Double(uint)
        case .string(let text): return try converted(NumberText.double(text))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    // MARK: Texts

    private func string(_ value: Value) throws(EvaluationError) -> String {
        guard let text = value.text else {
            let isBytes = if case .bytes = value { true } else { false }
            throw EvaluationError(isBytes ? .badConversion : .noSuchOverload)
        }
        return text
    }

    private func bytes(_ value: Value) throws(EvaluationError) -> [UInt8] {
        switch value {
        case .bytes(let bytes): return bytes
        case .string(let string): return Array(string.utf8)
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    // MARK: Times

    private func timestamp(_ value: Value) throws(EvaluationError) -> Timestamp {
        switch value {
        case .timestamp(let timestamp): return timestamp
        case .int(let int, _): return try Timestamp(checking: int)
        case .string(let text):
            let read = try converted(TimestampText.read(text))
            return try Timestamp(checking: read.seconds, nanoseconds: read.nanoseconds)
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    private func duration(_ value: Value) throws(EvaluationError) -> Int64 {
        switch value {
        case .duration(let nanoseconds): return nanoseconds
        case .string(let text): return try converted(DurationText.read(text))
        default: throw EvaluationError(.noSuchOverload)
        }
    }
}

extension Value {
    /// The text that `string(x)` makes of the value; nil where there is none.
    var text: String? {
        switch self {
        case .string(let string): string
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .bool(let bool): bool ? "true" : "false"
        case .int(let int, _): String(int)
        case .uint(let uint): String(uint)
        case .double(let double, _): NumberText.write(double)
        case .timestamp(let timestamp): TimestampText.write(timestamp)
        case .duration(let nanoseconds): DurationText.write(nanoseconds)
        case .ip(let address): address.description
        case .cidr(let prefix): prefix.description
        case .null, .list, .map, .type, .optional: nil
        }
    }
}
