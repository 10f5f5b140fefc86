/// Where a tool stands among the tools: a minimal perfect hash of its ID.
///
///     hash    XXH3-64 of the ID, with the policy's seed
///     pilot   the element of the section of pilots at ((hash >> 32) × pilots) >> 32
///     place   ((((hash ^ pilot × A) × B) >> 32) × tools) >> 32
///
/// The compiler looks for pilots that lead each tool to a place of its own; there are as many places as
/// tools. The ID of no tool leads to some place too: bytes are compared there.
public enum ToolPlace {
    /// From so many tools on, they are not all in the caches: their programs stand in the order of their places, and
    /// machines ask for them ahead, which is 100 instructions for nothing where there are less.
    @inlinable
    public static var manyTools: Int { 1024 }

    /// How many pilots lead to so many tools: one for three.
    @inlinable
    public static func pilots(forTools count: Int) -> Int { (count + 2) / 3 }

    /// Which pilot leads to a tool.
    ///
    /// - Parameter pilots: how many there are, less than 2^32.
    /// - Returns: less than `pilots`, where that is not 0.
    @inlinable @inline(__always)
    public static func pilot(of hash: UInt64, pilots: Int) -> Int {
        share(of: pilots, hash)
    }

    /// The tool's place.
    ///
    /// - Parameter tools: how many there are, less than 2^32.
    /// - Returns: less than `tools`, where that is not 0.
    @inlinable @inline(__always)
    public static func place(of hash: UInt64, pilot: UInt32, tools: Int) -> Int {
        share(of: tools, (hash ^ UInt64(pilot) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93)
    }

    /// The upper half of a number, scaled to less than a count.
    @inlinable @inline(__always)
    static func share(of count: Int, _ number: UInt64) -> Int {
        Int(truncatingIfNeeded: ((number &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
    }
}
