/// A register or a constant: one value in 16 bytes, trivially copyable.
///
///     word 1   63            32 31   24 23   16 15     8 7      0
///              +---------------+-------+-------+--------+--------+
///              |     extra     |   d   |   c   | flags  |  kind  |
///              +---------------+-------+-------+--------+--------+
///     word 0   |                    payload                      |
///
/// | kind | payload | extra | flags, c, d |
/// |---|---|---|---|
/// | null | 0 | 0 | `absent` where a field was not there |
/// | bool | 0 or 1 | 0 | |
/// | int, uint, double | the bits | 0 | `json` where it came from a call |
/// | string, bytes | offset in its region | length in bytes | region |
/// | list, map | offset in its region | in the call: length of the text; else count | region |
/// | optional | offset of its value in its region | 1, or 0 where it is empty | region |
/// | ip | offset of its bytes in its region | 4 or 16 | region |
/// | cidr | likewise | 4 or 16 | region; c: length of the prefix in bits |
/// | timestamp | seconds since 1970 | nanoseconds, 0 ..< 1e9 | |
/// | duration | nanoseconds | 0 | |
/// | type | a ``ValueKind`` | 0 | |
/// | error | place: offset in the call, or 2^32-1 | pc | flags: ``ErrorKind``; c, d: kinds of operands |
/// | iterator | position, what is left (low, high half) | count so far, of pairs | region; c: 1 over a map |
///
/// In an image both words are little-endian.
@frozen
public struct Slot: Hashable, Sendable {
    public var payload: UInt64
    public var meta: UInt64

    @inlinable @inline(__always)
    public init(payload: UInt64, meta: UInt64) {
        self.payload = payload
        self.meta = meta
    }

    @inlinable @inline(__always)
    public init(
        kind: ValueKind, flags: UInt8 = 0, c: UInt8 = 0, d: UInt8 = 0, extra: UInt32 = 0,
        payload: UInt64
    ) {
        self.payload = payload
        self.meta =
            UInt64(kind.rawValue) | UInt64(flags) << 8 | UInt64(c) << 16 | UInt64(d) << 24
            | UInt64(extra) << 32
    }

    /// The size of a slot in an image and in the arena.
    @inlinable public static var size: Int { 16 }

    @inlinable @inline(__always)
    public var kindByte: UInt8 { UInt8(truncatingIfNeeded: meta) }
    @inlinable @inline(__always)
    public func isKind(_ kind: ValueKind) -> Bool { kindByte == kind.rawValue }
    /// The kind; `error` for a byte that names none, which only an unverified slot can have.
    @inlinable @inline(__always)
    public var kind: ValueKind { ValueKind(rawValue: kindByte) ?? .error }
    @inlinable @inline(__always)
    public var flags: UInt8 { UInt8(truncatingIfNeeded: meta &>> 8) }
    @inlinable @inline(__always)
    public var c: UInt8 { UInt8(truncatingIfNeeded: meta &>> 16) }
    @inlinable @inline(__always)
    public var d: UInt8 { UInt8(truncatingIfNeeded: meta &>> 24) }
    @inlinable @inline(__always)
    public var extra: UInt32 { UInt32(truncatingIfNeeded: meta &>> 32) }
}

extension Slot {
    /// Flag of a number that came from a call: arithmetic with ints and doubles promotes it.
    @inlinable public static var json: UInt8 { 0x80 }
    /// Flag of a null that stands for a field which the call does not have.
    @inlinable public static var absent: UInt8 { 0x40 }
    /// The bits of `flags` that hold a ``Region``.
    @inlinable public static var regionMask: UInt8 { 0x03 }

    @inlinable @inline(__always)
    public static var null: Slot { Slot(kind: .null, payload: 0) }
    @inlinable @inline(__always)
    public static var missing: Slot { Slot(kind: .null, flags: absent, payload: 0) }
    @inlinable @inline(__always)
    public static func bool(_ value: Bool) -> Slot { Slot(kind: .bool, payload: value ? 1 : 0) }
    @inlinable @inline(__always)
    public static func int(_ value: Int64, flags: UInt8 = 0) -> Slot {
        Slot(kind: .int, flags: flags, payload: UInt64(bitPattern: value))
    }
    @inlinable @inline(__always)
    public static func uint(_ value: UInt64) -> Slot { Slot(kind: .uint, payload: value) }
    @inlinable @inline(__always)
    public static func double(_ value: Double, flags: UInt8 = 0) -> Slot {
        Slot(kind: .double, flags: flags, payload: value.bitPattern)
    }
    @inlinable @inline(__always)
    public static func timestamp(seconds: Int64, nanoseconds: UInt32) -> Slot {
        Slot(kind: .timestamp, extra: nanoseconds, payload: UInt64(bitPattern: seconds))
    }
    @inlinable @inline(__always)
    public static func duration(nanoseconds: Int64) -> Slot {
        Slot(kind: .duration, payload: UInt64(bitPattern: nanoseconds))
    }
    @inlinable @inline(__always)
    public static func type(_ kind: ValueKind) -> Slot {
        Slot(kind: .type, payload: UInt64(kind.rawValue))
    }
    /// A string, bytes, list, map, optional or address.
    @inlinable @inline(__always)
    public static func view(_ kind: ValueKind, _ region: Region, offset: Int, length: Int) -> Slot {
        Slot(
            kind: kind, flags: region.rawValue, extra: UInt32(truncatingIfNeeded: length),
            payload: UInt64(truncatingIfNeeded: offset))
    }
    /// - Parameter place: the byte offset in the call that the error is about, if it is.
    @inlinable @inline(__always)
    public static func error(
        _ kind: ErrorKind, left: ValueKind = .null, right: ValueKind = .null, pc: Int = 0,
        place: Int? = nil
    ) -> Slot {
        Slot(
            kind: .error, flags: kind.rawValue, c: left.rawValue, d: right.rawValue,
            extra: UInt32(truncatingIfNeeded: pc),
            payload: UInt64(truncatingIfNeeded: place ?? 0xFFFF_FFFF))
    }
}

extension Slot {
    @inlinable @inline(__always)
    public var isTrue: Bool { payload == 1 && isKind(.bool) }
    @inlinable @inline(__always)
    public var isFalse: Bool { payload == 0 && isKind(.bool) }
    @inlinable @inline(__always)
    public var int: Int64 { Int64(bitPattern: payload) }
    @inlinable @inline(__always)
    public var double: Double { Double(bitPattern: payload) }
    @inlinable @inline(__always)
    public var isJSONNumber: Bool { flags & Slot.json != 0 }
    @inlinable @inline(__always)
    public var regionByte: UInt8 { flags & Slot.regionMask }
    @inlinable @inline(__always)
    public var isInCall: Bool { regionByte == Region.call.rawValue }
    @inlinable @inline(__always)
    public var offset: Int { Int(truncatingIfNeeded: payload) }
    @inlinable @inline(__always)
    public var length: Int { Int(truncatingIfNeeded: extra) }
    @inlinable @inline(__always)
    public func isError(_ kind: ErrorKind) -> Bool {
        isKind(.error) && flags == kind.rawValue
    }
    /// Whether this is the error of reading a number, not of reading a field of one.
    @inlinable @inline(__always)
    public var isOwnNumber: Bool { isError(.numberRange) && d == ValueKind.double.rawValue }
    /// Which error; nil for a byte that names none.
    @inlinable
    public var errorKind: ErrorKind? { isKind(.error) ? ErrorKind(rawValue: flags) : nil }
}
