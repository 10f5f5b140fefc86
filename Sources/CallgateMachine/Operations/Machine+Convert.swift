internal import CallgateBytecode

extension Machine {
    @inline(__always)
    private func mismatch(_ value: Slot) -> Slot {
        value.isKind(.error) ? value : error(.noSuchOverload, value)
    }

    @inline(__always)
    private func bad(_ value: Slot) -> Slot { error(.badConversion, value) }

    mutating func toBool(_ value: Slot) -> Slot {
        switch value.kind {
        case .bool: return value
        case .string:
            let text = bytes(of: value)
            if Self.equals(text, "true") || Self.equals(text, "True") || Self.equals(text, "TRUE")
                || Self.equals(text, "t") || Self.equals(text, "T") || Self.equals(text, "1")
            {
                return .bool(true)
            }
            let isFalse =
                Self.equals(text, "false") || Self.equals(text, "False")
                || Self.equals(text, "FALSE") || Self.equals(text, "f") || Self.equals(text, "F")
                || Self.equals(text, "0")
            return isFalse ? .bool(false) : bad(value)
        default: return mismatch(value)
        }
    }

    func toBytes(_ value: Slot) -> Slot {
        switch value.kind {
        case .bytes: return value
        case .string: return retyped(value, as: .bytes)
        default: return mismatch(value)
        }
    }

    mutating func toDouble(_ value: Slot) -> Slot {
        switch value.kind {
        case .double: return .double(value.double)
        case .int: return .double(Double(value.int))
        case .uint: return .double(Double(value.payload))
        case .string:
            guard spend(bytes: value.length) else { return .null }
            guard let number = DecimalReader.written(bytes(of: value)) else { return bad(value) }
            return .double(number)
        default: return mismatch(value)
        }
    }

    mutating func toInt(_ value: Slot) -> Slot {
        switch value.kind {
        case .int: return .int(value.int)
        case .uint: return value.payload >> 63 == 0 ? .int(Int64(value.payload)) : bad(value)
        case .double:
            // CEL leaves both ends out: -2^63 can't be told from what was rounded to it.
            let number = value.double
            return number > -0x1p63 && number < 0x1p63 ? .int(Int64(number)) : bad(value)
        case .timestamp: return .int(value.int)
        case .string:
            let text = bytes(of: value)
            let isSigned = text.peek(0) == UInt8(ascii: "+") || text.peek(0) == UInt8(ascii: "-")
            guard let digits = Self.digits(text, from: isSigned ? 1 : 0) else { return bad(value) }
            if text.peek(0) == UInt8(ascii: "-") {
                return digits <= 1 << 63 ? .int(Int64(truncatingIfNeeded: 0 &- digits)) : bad(value)
            }
            return digits < 1 << 63 ? .int(Int64(digits)) : bad(value)
        default: return mismatch(value)
        }
    }

    mutating func toUint(_ value: Slot) -> Slot {
        switch value.kind {
        case .uint: return value
        case .int: return value.int >= 0 ? .uint(UInt64(value.int)) : bad(value)
        case .double:
            let number = value.double
            return number >= 0 && number < 0x1p64 ? .uint(UInt64(number)) : bad(value)
        case .string:
            guard let digits = Self.digits(bytes(of: value), from: 0) else { return bad(value) }
            return .uint(digits)
        default: return mismatch(value)
        }
    }

    /// One or more decimal digits, or nil where there is anything else or too much.
    private static func digits(_ text: ByteSpan, from start: Int) -> UInt64? {
        guard start < text.count else { return nil }
        var value: UInt64 = 0
        for index in start..<text.count {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    mutating func toString(_ value: Slot) -> Slot {
        switch value.kind {
        case .string: return value
        case .bytes:
            guard spend(bytes: value.length) else { return .null }
            return UTF8Check.isValid(bytes(of: value)) ? retyped(value, as: .string) : bad(value)
        case .double: return text { DecimalWriter.write(value.double, to: &$0) }
        case .bool, .int, .uint, .timestamp, .duration: return text { Self.write(value, to: &$0) }
        case .ip:
            let address = IPAddress(bytes(of: value))
            return text { address.write(to: &$0) }
        case .cidr:
            let address = IPAddress(bytes(of: value))
            return text {
                address.write(to: &$0)
                $0.append("/")
                $0.append(UInt64(value.c))
            }
        default: return mismatch(value)
        }
    }

    /// The text of a bool, an int, a uint, a timestamp or a duration.
    static func write(_ value: Slot, to buffer: inout TextBuffer) {
        switch value.kind {
        case .bool: buffer.append(value.payload == 1 ? "true" : "false")
        case .int: buffer.append(value.int)
        case .timestamp: TimeText.write(value.int, value.extra, to: &buffer)
        case .duration: TimeText.write(duration: value.int, to: &buffer)
        default: buffer.append(value.payload)
        }
    }

    /// A string in the arena of at most `TextBuffer.capacity` bytes.
    @inline(__always)
    private mutating func text(_ write: (inout TextBuffer) -> Void) -> Slot {
        guard let offset = reserve(TextBuffer.capacity) else { return .null }
        var buffer = TextBuffer(arena, at: offset)
        write(&buffer)
        return .view(.string, .arena, offset: offset, length: buffer.count)
    }

    @inline(__always)
    private func retyped(_ value: Slot, as kind: ValueKind) -> Slot {
        Slot(payload: value.payload, meta: value.meta & ~0xFF | UInt64(kind.rawValue))
    }

    mutating func toTimestamp(_ value: Slot) -> Slot {
        switch value.kind {
        case .timestamp: return value
        case .int:
            return TimeText.seconds.contains(value.int)
                ? .timestamp(seconds: value.int, nanoseconds: 0) : error(.timeRange, value)
        case .string:
            var time = TimestampReader(bytes(of: value))
            guard time.read() else { return bad(value) }
            return TimeText.seconds.contains(time.seconds)
                ? .timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds)
                : error(.timeRange, value)
        default: return mismatch(value)
        }
    }

    mutating func toDuration(_ value: Slot) -> Slot {
        switch value.kind {
        case .duration: return value
        case .string:
            guard spend(bytes: value.length) else { return .null }
            guard let nanoseconds = DurationReader.read(bytes(of: value)) else { return bad(value) }
            return .duration(nanoseconds: nanoseconds)
        default: return mismatch(value)
        }
    }

    func typeOf(_ value: Slot) -> Slot {
        value.isKind(.error) ? value : .type(value.kind)
    }

    @inline(__always)
    static func equals(_ bytes: ByteSpan, _ word: StaticString) -> Bool {
        // A static string is as long as it says.
        bytes.equals(unsafe ByteSpan(base: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
