/// What a lookup finds.
@frozen
public enum LookupKind: UInt8, Sendable, CaseIterable {
    /// Rules by a value that is equal to a constant.
    case values = 0
    /// Rules by pieces of a text, 2 to 4 bytes long.
    case fragments = 1
    /// Rules where a value is not false; it has no places.
    case truth = 2
    /// Whether a value is equal to one of the constants.
    case set = 3
    /// Whether a text starts with one of the constants.
    case prefixes = 4
    /// Whether a text ends with one of the constants.
    case suffixes = 5
    /// Whether one of the constants is a part of a text.
    case parts = 6

    /// Whether it notes rules.
    @inlinable public var notesRules: Bool { rawValue <= 2 }
}

/// A hash table of constants; 48 bytes.
@frozen
public struct LookupRecord: Hashable, Sendable {
    /// The lengths that its keys have, in bytes: bit n for n, bit 63 for 63 and more. Zero where keys
    /// are whole values.
    public var lengths: UInt64
    /// Elements of the section of places.
    public var places: RunRef
    /// Elements of the section of cases: lists of rules.
    public var cases: RunRef
    /// Elements of the section of filters, a power of two of them; only for fragments and parts.
    public var filter: RunRef
    /// The list of all of its rules, an element of the section of cases; zero where it has none.
    public var all: UInt32
    /// The longest text among its keys, in bytes.
    public var longest: UInt32
    /// A ``LookupKind``.
    public var kind: UInt8
    public var reserved0: UInt8 = 0
    public var reserved1: UInt16 = 0
    public var reserved2: UInt32 = 0

    public init(
        kind: LookupKind, lengths: UInt64 = 0, places: RunRef, cases: RunRef = .empty,
        filter: RunRef = .empty, all: UInt32 = 0, longest: UInt32 = 0
    ) {
        self.kind = kind.rawValue
        self.lengths = lengths
        self.places = places
        self.cases = cases
        self.filter = filter
        self.all = all
        self.longest = longest
    }

    /// In an element of the section of cases: the last one of its list.
    @inlinable public static var lastCase: UInt32 { 0x8000_0000 }

    /// The bit of ``lengths`` for a length.
    @inlinable @inline(__always)
    public static func lengthBit(_ length: Int) -> UInt64 { 1 &<< UInt64(min(length, 63)) }
}

/// What kind of key a place holds; zero in an empty place.
@frozen
public enum PlaceKind: UInt32, Sendable {
    case empty = 0, null = 1, bool = 2, int = 3, uint = 4, double = 5, text = 6, fragment = 7
}

/// A place of a lookup, 16 bytes: open addressing, linear probing.
@frozen
public struct PlaceRecord: Hashable, Sendable {
    /// The key: 0 for null, 0 or 1, the bits of a number, a text's offset and length (low and high
    /// half), or a fragment's bytes and, in bits 32 and up, how many they are.
    public var key: UInt64
    /// A ``PlaceKind`` in the low three bits; the others are those of the key's hash.
    public var tag: UInt32
    /// The list of rules that the key stands for, an element of the section of cases; else zero.
    public var label: UInt32

    @inlinable
    public init(key: UInt64, tag: UInt32, label: UInt32) {
        self.key = key
        self.tag = tag
        self.label = label
    }

    @inlinable public static var empty: PlaceRecord { PlaceRecord(key: 0, tag: 0, label: 0) }

    @inlinable public var kind: PlaceKind { PlaceKind(rawValue: tag & 7) ?? .empty }

    /// The text that is the key.
    @inlinable public var text: TextRef {
        TextRef(
            offset: UInt32(truncatingIfNeeded: key), length: UInt32(truncatingIfNeeded: key &>> 32))
    }
}
