internal import CallgateBytecode

/// A string that grows in the arena while it is written.
struct TextBuilder {
    /// A multiple of 16, as the arena hands out.
    fileprivate(set) var offset = 0
    fileprivate(set) var count = 0
    /// A multiple of 16.
    fileprivate var capacity = 0

    @inline(__always)
    var end: Int { offset &+ count }
}

extension Machine {
    /// Makes room for so many more bytes: in place where nothing else was reserved since, else by
    /// moving to twice the room, so that growing costs a constant a byte.
    /// - Returns: false, with a trap, without room.
    @inline(__always)
    mutating func makeRoom(_ size: Int, in text: inout TextBuilder) -> Bool {
        size <= text.capacity &- text.count || enlarge(&text, by: size)
    }

    private mutating func enlarge(_ text: inout TextBuilder, by size: Int) -> Bool {
        let wanted = (text.count &+ size &+ 15) & ~15
        if text.offset &+ text.capacity == arena.used {
            guard reserve(wanted &- text.capacity) != nil else { return false }
            text.capacity = wanted
            return true
        }
        let capacity = max(wanted, 2 &* text.capacity)
        guard spend(bytes: text.count), let offset = reserve(capacity) else { return false }
        arena.copy(arena.bytes(text.offset, text.count), to: offset)
        text.offset = offset
        text.capacity = capacity
        return true
    }

    /// Charged as work on so many bytes.
    @inline(__always)
    mutating func append(_ bytes: ByteSpan, to text: inout TextBuilder) -> Bool {
        guard spend(bytes: bytes.count), makeRoom(bytes.count, in: &text) else { return false }
        arena.copy(bytes, to: text.end)
        text.count &+= bytes.count
        return true
    }

    @inline(__always)
    mutating func append(_ word: StaticString, to text: inout TextBuilder) -> Bool {
        // A static string is as long as it says.
        let bytes = unsafe ByteSpan(base: word.utf8Start, count: word.utf8CodeUnitCount)
        return append(bytes, to: &text)
    }

    /// Writes what a buffer of at most so many bytes takes.
    @inline(__always)
    mutating func append(
        atMost size: Int, to text: inout TextBuilder, _ write: (inout TextBuffer) -> Void
    ) -> Bool {
        guard spend(bytes: size), makeRoom(size, in: &text) else { return false }
        var buffer = TextBuffer(arena, at: text.end, capacity: size)
        write(&buffer)
        text.count &+= buffer.count
        return true
    }

    /// The text as a value; what it does not need of its room goes back where it can.
    @inline(__always)
    mutating func finish(_ text: TextBuilder) -> Slot {
        if text.offset &+ text.capacity == arena.used { arena.reset(to: text.end) }
        return .view(.string, .arena, offset: text.offset, length: text.count)
    }
}
