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

    /// Copies up to 16 bytes, in pieces that overlap: that costs less than a call.
    /// - Returns: whether all of them are ASCII.
    @inline(__always)
    func copyShort(_ span: ByteSpan, to offset: Int) -> Bool {
        let count = span.count
        precondition(offset >= 0 && offset <= capacity &- count)
        // Bounded by the precondition: no piece is longer than the span.
        let target = unsafe base + offset
        if count >= 8 {
            let (head, tail) = (span.word(0), span.word(count &- 8))
            unsafe target.storeBytes(of: head, as: UInt64.self)
            unsafe target.storeBytes(of: tail, toByteOffset: count &- 8, as: UInt64.self)
            return (head | tail) & 0x8080_8080_8080_8080 == 0
        }
        if count >= 4 {
            // Bounded by the precondition, as what follows.
            let (head, tail) = (span.halfWord(0), span.halfWord(count &- 4))
            unsafe target.storeBytes(of: head, as: UInt32.self)
            unsafe target.storeBytes(of: tail, toByteOffset: count &- 4, as: UInt32.self)
            return (head | tail) & 0x8080_8080 == 0
        }
        var all: UInt8 = 0
        // Bounded by the precondition: an index is below the count.
        for index in 0..<count {
            all |= span[index]
            unsafe target.storeBytes(of: span[index], toByteOffset: index, as: UInt8.self)
        }
        return all < 0x80
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
