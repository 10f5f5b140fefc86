/// One fixed-width instruction.
///
///     63                              32 31    24 23    16 15     8 7      0
///     +--------------------------------+--------+--------+--------+--------+
///     |               x                |   c    |   b    |   a    | opcode |
///     +--------------------------------+--------+--------+--------+--------+
///
/// `a`, `b` and `c` name registers, so an operand can't leave the file of 256. `x` is an index, a
/// count or a jump target, as the opcode's row says. Fields that a row does not use are zero.
/// In an image the word is little-endian.
@frozen
public struct Instruction: Hashable, Sendable {
    public var word: UInt64

    @inlinable @inline(__always)
    public init(word: UInt64) { self.word = word }

    @inlinable @inline(__always)
    public init(_ opcode: Opcode, a: UInt8 = 0, b: UInt8 = 0, c: UInt8 = 0, x: UInt32 = 0) {
        word =
            UInt64(opcode.rawValue) | UInt64(a) << 8 | UInt64(b) << 16 | UInt64(c) << 24
            | UInt64(x) << 32
    }

    @inlinable @inline(__always)
    public var opcodeByte: UInt8 { UInt8(truncatingIfNeeded: word) }
    /// The opcode, or nil where the byte names none.
    @inlinable
    public var opcode: Opcode? { Opcode(rawValue: opcodeByte) }
    @inlinable @inline(__always)
    public var a: UInt8 { UInt8(truncatingIfNeeded: word &>> 8) }
    @inlinable @inline(__always)
    public var b: UInt8 { UInt8(truncatingIfNeeded: word &>> 16) }
    @inlinable @inline(__always)
    public var c: UInt8 { UInt8(truncatingIfNeeded: word &>> 24) }
    @inlinable @inline(__always)
    public var x: UInt32 { UInt32(truncatingIfNeeded: word &>> 32) }

    /// The same instruction, passing over the rule behind it where what it writes is false.
    public var passing: Instruction { Instruction(word: word & ~0xFF00_0000 | 1 << 24) }

    /// The same instruction with another `x`; for patching jumps.
    public func with(x: UInt32) -> Instruction {
        Instruction(word: word & 0xFFFF_FFFF | UInt64(x) << 32)
    }
}
