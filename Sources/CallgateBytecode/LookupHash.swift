/// Hashes of the keys of lookups. Compiler, verifier and machine take them from here.
///
/// Keys are chosen by whoever writes the policy, so that a caller gains nothing by texts that collide:
/// how far a search goes depends on the keys alone.
public enum LookupHash {
    /// Of a number, null or a bool, by kind and bits.
    @inlinable @inline(__always)
    public static func scalar(_ kind: PlaceKind, _ bits: UInt64) -> UInt64 {
        mix(bits ^ UInt64(kind.rawValue) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Of a fragment's key, 40 bits: one multiplication, for each byte of a text.
    @inlinable @inline(__always)
    public static func fragment(_ key: UInt64) -> UInt64 {
        (key | key &<< 37) &* 0x9E37_79B9_7F4A_7C15
    }

    /// Takes one byte more into the hash of a text that starts with 0. Prefixes take bytes from the
    /// start, suffixes from the end.
    @inlinable @inline(__always)
    public static func extended(_ hash: UInt64, by byte: UInt8) -> UInt64 {
        (hash &+ UInt64(byte) &+ 1) &* 0x9FB2_1C65_1E98_DF25
    }

    /// What is looked for, of a hash made with ``extended(_:by:)``.
    @inlinable @inline(__always)
    public static func finished(_ hash: UInt64) -> UInt64 { hash ^ hash &>> 29 ^ hash &<< 32 }

    /// The place, of `count`, that a search starts at.
    @inlinable @inline(__always)
    public static func place(_ hash: UInt64, of count: Int) -> Int {
        Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
    }

    /// The tag of a key.
    @inlinable @inline(__always)
    public static func tag(_ hash: UInt64, _ kind: PlaceKind) -> UInt32 {
        UInt32(truncatingIfNeeded: hash) & ~7 | kind.rawValue
    }

    /// The number of the bit of a filter of `words` words, a power of two.
    @inlinable @inline(__always)
    public static func bit(_ hash: UInt64, words: Int) -> Int {
        Int(truncatingIfNeeded: hash &>> 40) & (64 &* words &- 1)
    }

    /// Spreads the bits of a word over all of it.
    @inlinable @inline(__always)
    public static func mix(_ bits: UInt64) -> UInt64 {
        var value = (bits ^ bits &>> 32) &* 0xD6E8_FEB8_6659_FD93
        value = (value ^ value &>> 32) &* 0xD6E8_FEB8_6659_FD93
        return value ^ value &>> 32
    }

    /// A number in the form in which equal numbers are one: an int where it is one, else an uint, else
    /// a double.
    /// - Returns: nil for NaN, which is equal to nothing.
    @inlinable @inline(__always)
    public static func canonical(_ value: Double) -> (kind: PlaceKind, bits: UInt64)? {
        if value.isNaN { return nil }
        if value >= -0x1p63, value < 0x1p63 {
            let whole = Int64(value)
            if Double(whole) == value { return (.int, UInt64(bitPattern: whole)) }
        } else if value >= 0x1p63, value < 0x1p64 {
            return (.uint, UInt64(value))
        }
        return (.double, value.bitPattern)
    }

    @inlinable @inline(__always)
    public static func canonical(_ value: UInt64) -> (kind: PlaceKind, bits: UInt64) {
        (value <= UInt64(Int64.max) ? .int : .uint, value)
    }
}
