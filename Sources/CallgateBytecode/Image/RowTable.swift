/// The start of the table of a DFA in rows; 24 bytes, then the class of each byte value (256 bytes), then
/// the rows, of u16s.
///
///     stride 1   row:  next for each class                     | accepts
///     stride 2   row:  next for each two classes, class-major  | next for each class | accepts
///
/// A state is the number of elements before its row. State 0 is dead, and the one of the second row is
/// done: neither is left, so that a run may look only now and then whether it is there.
@frozen
public struct RowHeader: Hashable, Sendable {
    public var classes: UInt16
    public var states: UInt16
    /// The state that a run starts in.
    public var start: UInt16
    /// Bytes that a step takes, 1 or 2.
    public var stride: UInt16
    /// A text that is part of each text that matches; empty where none is known.
    public var literal: TextRef
    /// Which of its bytes is looked for first.
    public var rareByte: UInt32
    public var reserved: UInt32 = 0

    public init(
        classes: Int, states: Int, start: Int, stride: Int, literal: TextRef = .empty, rareByte: Int = 0
    ) {
        self.classes = UInt16(classes)
        self.states = UInt16(states)
        self.start = UInt16(start)
        self.stride = UInt16(stride)
        self.literal = literal
        self.rareByte = UInt32(rareByte)
    }

    @inlinable public static var size: Int { 24 }

    /// Elements of a row.
    @inlinable @inline(__always)
    public var rowLength: Int {
        let classes = Int(classes)
        return (stride == 2 ? classes &* classes : 0) &+ classes &+ 1
    }
}
