import CallgateBytecode

/// A key of a lookup while it is made.
enum LookupKey: Hashable {
    /// By kind and bits, in the form in which equal numbers are one.
    case scalar(PlaceKind, UInt64)
    case text([UInt8])
    /// Bytes and, in bits 32 and up, how many they are.
    case fragment(UInt64)

    /// Doubles from here on round whole numbers, so that equality is no longer that of keys.
    private static let firstRounded = 0x1p53

    /// The keys of constants, NaN left out, which is equal to nothing; nil where one can't be a key.
    static func keys(_ values: [ConstantValue]) -> [LookupKey]? {
        var keys: [LookupKey] = []
        keys.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null: keys.append(.scalar(.null, 0))
            case .bool(let value): keys.append(.scalar(.bool, value ? 1 : 0))
            case .int(let value): keys.append(.scalar(.int, UInt64(bitPattern: value)))
            case .uint(let value):
                let canonical = LookupHash.canonical(value)
                keys.append(.scalar(canonical.kind, canonical.bits))
            case .double(let bits):
                let value = Double(bitPattern: bits)
                guard let canonical = LookupHash.canonical(value) else { continue }
                guard value.magnitude < firstRounded else { return nil }
                keys.append(.scalar(canonical.kind, canonical.bits))
            case .string(let bytes): keys.append(.text(bytes))
            case .bytes, .duration, .list, .map, .type: return nil
            }
        }
        return keys
    }

    /// A piece of a text.
    static func fragment(_ bytes: ArraySlice<UInt8>) -> LookupKey { .fragment(fragmentBits(bytes)) }

    static func fragmentBits(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var key = UInt64(bytes.count) << 32
        for (offset, byte) in bytes.enumerated() { key |= UInt64(byte) << UInt64(8 * offset) }
        return key
    }
}
