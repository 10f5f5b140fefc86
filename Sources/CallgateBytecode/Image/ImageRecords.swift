// The records of an image, each of fixed size and without padding, little-endian; their fields
// stand here in the order in which they stand in an image. An index that may be missing is
// `noIndex` where it is.

/// The index that stands for none.
@inlinable public var noIndex: UInt32 { .max }

/// A run of bytes in the data section; text is UTF-8.
@frozen
public struct TextRef: Hashable, Sendable {
    public var offset: UInt32
    public var length: UInt32

    @inlinable
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    @inlinable public static var empty: TextRef { TextRef(offset: 0, length: 0) }
}

/// A run of consecutive elements of a section.
@frozen
public struct RunRef: Hashable, Sendable {
    public var start: UInt32
    public var count: UInt32

    @inlinable
    public init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }

    @inlinable public static var empty: RunRef { RunRef(start: 0, count: 0) }
    @inlinable public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The policy as a whole; 32 bytes, one per image.
@frozen
public struct PolicyRecord: Hashable, Sendable {
    public var name: TextRef
    public var description: TextRef
    /// The DFA that finds the globs which match a tool ID, or none.
    public var globPattern: UInt32
    /// Bytes of the longest tool ID of the table; longer ones need not be hashed.
    public var longestTool: UInt32
    /// The largest number of rules of one program: how much room matches need.
    public var mostRules: UInt32
    /// An ``Effect``: decides for tools that no rule names.
    public var ungoverned: UInt8
    /// The seed of the hash of tool IDs.
    public var toolSeed: UInt8 = 0
    public var reserved: UInt16 = 0

    public init(
        name: TextRef, description: TextRef, globPattern: UInt32, longestTool: UInt32,
        mostRules: UInt32, ungoverned: Effect
    ) {
        self.name = name
        self.description = description
        self.globPattern = globPattern
        self.longestTool = longestTool
        self.mostRules = mostRules
        self.ungoverned = ungoverned.rawValue
    }
}

/// A wanted field of a call; 24 bytes. Siblings are consecutive, sorted by length, then bytes.
@frozen
public struct PathRecord: Hashable, Sendable {
    /// The key's first eight bytes, the first one lowest, zeros after a shorter key.
    public var head: UInt64
    /// Where the key stands in the data section.
    public var keyOffset: UInt32
    public var firstChild: UInt32
    public var keyLength: UInt16
    public var childCount: UInt16
    /// The register that the field's value goes to.
    public var slot: UInt8
    /// 1 where there is a slot; the roots may have none.
    public var hasSlot: UInt8
    public var reserved: UInt16 = 0

    /// - Parameter keyBytes: the bytes that `key` refers to, 65,535 at most.
    public init(
        key: TextRef, keyBytes: some Sequence<UInt8>, firstChild: UInt32, childCount: UInt16,
        slot: UInt8?
    ) {
        head = Self.head(of: keyBytes)
        keyOffset = key.offset
        keyLength = UInt16(key.length)
        self.firstChild = firstChild
        self.childCount = childCount
        self.slot = slot ?? 0
        self.hasSlot = slot == nil ? 0 : 1
    }

    @inlinable @inline(__always)
    public var key: TextRef { TextRef(offset: keyOffset, length: UInt32(keyLength)) }

    /// What stands in ``head`` for a key.
    @inlinable
    public static func head(of key: some Sequence<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for (index, byte) in key.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(8 * index) }
        return head
    }
}

/// How a pattern is run.
@frozen
public enum PatternForm: UInt32, Sendable {
    case always = 0, never = 1, equals = 2, hasPrefix = 3, hasSuffix = 4, contains = 5
    case dfa = 6, nfa = 7
    /// An NFA that tells where it matches; no other form does.
    case captures = 8
    /// Texts in a lookup, of which there are many.
    case lookup = 9
    /// A DFA in rows that hold their own numbers, one or two bytes a step, with a text that each match has
    /// in it.
    case rows = 10
}

/// A compiled pattern; 24 bytes.
@frozen
public struct PatternRecord: Hashable, Sendable {
    /// A ``PatternForm``.
    public var form: UInt32
    public var reserved: UInt32 = 0
    /// Bytes of the tables section: ``TextRef``s for literals, a DFA's or an NFA's table.
    public var table: RunRef
    /// The pattern as its author wrote it.
    public var source: TextRef

    public init(form: PatternForm, table: RunRef, source: TextRef) {
        self.form = form.rawValue
        self.table = table
        self.source = source
    }
}

/// Where in its rule's condition an instruction comes from; 4 bytes.
@frozen
public struct PositionRecord: Hashable, Sendable {
    /// UTF-8 offset and length; a longer piece counts as 65,535. Both 0 where it starts past that.
    public var offset: UInt16
    public var length: UInt16

    public init(offset: Int, length: Int) {
        self.offset = UInt16(exactly: offset) ?? 0
        self.length = offset > UInt16.max ? 0 : UInt16(clamping: length)
    }
}

/// A time zone; 32 bytes.
@frozen
public struct ZoneRecord: Hashable, Sendable {
    public var name: TextRef
    /// Elements of the section of zone shifts, in the order of time.
    public var shifts: RunRef
    /// Seconds since 1970 from which on the shifts repeat every 400 years; `Int64.max` for never.
    public var cycleStart: Int64
    /// Seconds east of UTC before the first shift.
    public var firstOffset: Int32
    public var reserved: UInt32 = 0

    public init(name: TextRef, shifts: RunRef, cycleStart: Int64, firstOffset: Int32) {
        self.name = name
        self.shifts = shifts
        self.cycleStart = cycleStart
        self.firstOffset = firstOffset
    }

    /// Seconds in 400 years of the Gregorian calendar, after which its dates and days of the week
    /// repeat.
    @inlinable public static var cycle: Int64 { 146_097 * 86_400 }
}

/// A change of a zone's offset; 16 bytes.
@frozen
public struct ZoneShiftRecord: Hashable, Sendable {
    /// Seconds since 1970 from which on the offset holds.
    public var start: Int64
    /// Seconds east of UTC.
    public var offset: Int32
    public var reserved: UInt32 = 0

    public init(start: Int64, offset: Int32) {
        self.start = start
        self.offset = offset
    }
}
