internal import CXXHash
internal import CallgateBytecode

/// A fixed block for values built while running; emptied before each call.
///
/// Offsets into it are made by `reserve` only and stay below `capacity`. Reads and writes are
/// checked: that is a compare and a branch beside work that copies.
@safe
struct Arena {
    private let base: UnsafeMutableRawPointer
    let capacity: Int
    private(set) var used = 0

    /// The owner deallocates it, once.
    init(capacity: Int) {
        unsafe base = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    func deallocate() { unsafe base.deallocate() }

    /// The offset of `size` fresh bytes at a multiple of 16, or nil where they don't fit.
    @inline(__always)
    mutating func reserve(_ size: Int) -> Int? {
        let start = (used &+ 15) & ~15
        guard size >= 0, start <= capacity, size <= capacity &- start else { return nil }
        used = start &+ size
        return start
    }

    /// Gives back what was reserved after `used` was this.
    @inline(__always)
    mutating func reset(to mark: Int) {
        precondition(mark >= 0 && mark <= used)
        used = mark
    }

    @inline(__always)
    func bytes(_ offset: Int, _ count: Int) -> ByteSpan {
        precondition(offset >= 0 && count >= 0 && offset <= capacity &- count)
        // Bounded by the precondition.
        return unsafe ByteSpan(base: UnsafeRawPointer(base) + offset, count: count)
    }

    @inline(__always)
    func copy(_ span: ByteSpan, to offset: Int) {
        precondition(offset >= 0 && offset <= capacity &- span.count)
        // Bounded by the precondition; what is copied into was just reserved, so nothing overlaps.
        unsafe callgate_copy(base + offset, span.base, span.count)
    }

    /// Copies 1 to 16 bytes to the end, in pieces that overlap: that costs less than a call.
    /// - Returns: where they stand; nil where they are not all ASCII, not that many, or don't fit.
    @inline(__always)
    mutating func copyShort(_ span: ByteSpan) -> Int? {
        let count = span.count
        let start = (used &+ 15) & ~15
        guard count > 0, count <= 16, start <= capacity &- 16 else { return nil }
        // Bounded by what was just asked: no piece is longer than the span.
        let target = unsafe base + start
        if count >= 8 {
            let (head, tail) = (span.word(0), span.word(count &- 8))
            unsafe target.storeBytes(of: head, as: UInt64.self)
            unsafe target.storeBytes(of: tail, toByteOffset: count &- 8, as: UInt64.self)
            guard (head | tail) & 0x8080_8080_8080_8080 == 0 else { return nil }
        } else if count >= 4 {
            // Bounded likewise, as what follows.
            let (head, tail) = (span.halfWord(0), span.halfWord(count &- 4))
            unsafe target.storeBytes(of: head, as: UInt32.self)
            unsafe target.storeBytes(of: tail, toByteOffset: count &- 4, as: UInt32.self)
            guard (head | tail) & 0x8080_8080 == 0 else { return nil }
        } else {
            // Bounded by the count, which is 1, 2 or 3: the middle one is the first or the last, or between.
            let (head, middle, tail) = (span[0], span[count &>> 1], span[count &- 1])
            unsafe target.storeBytes(of: head, as: UInt8.self)
            unsafe target.storeBytes(of: middle, toByteOffset: count &>> 1, as: UInt8.self)
            unsafe target.storeBytes(of: tail, toByteOffset: count &- 1, as: UInt8.self)
            guard (head | middle | tail) < 0x80 else { return nil }
        }
        used = start &+ count
        return start
    }

    @inline(__always)
    func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
        precondition(offset >= 0 && offset <= capacity &- MemoryLayout<Value>.size)
        // Bounded by the precondition.
        unsafe base.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    @inline(__always)
    func load<Value: BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value {
        precondition(offset >= 0 && offset <= capacity &- MemoryLayout<Value>.size)
        // Bounded by the precondition.
        return unsafe base.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }
}
