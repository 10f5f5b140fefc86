/// How large a value can be.
struct ValueBound: Hashable {
    /// Bytes of all text that it holds; of what lies in the call, of its JSON.
    var bytes: Cost
    /// Elements or entries that it holds directly; 0 of what is no list or map.
    var count: Cost
    /// Values that it is or holds, at any depth.
    var slots: Cost
    /// Whether it may be or hold a number that was computed; else its numbers are those of the call.
    var mayBeComputed = true

    /// A number, a bool, a time, a type.
    static let scalar = ValueBound(bytes: .zero, count: .zero, slots: Cost(1))

    static func text(_ bytes: Cost) -> ValueBound {
        ValueBound(bytes: bytes, count: .zero, slots: Cost(1))
    }

    /// Anything that so many bytes of JSON can be: an element takes two of them, its comma included.
    static func json(_ bytes: Cost) -> ValueBound {
        ValueBound(bytes: bytes, count: bytes / 2 + 1, slots: bytes / 2 + 2, mayBeComputed: false)
    }

    /// What may be either.
    func union(_ other: ValueBound) -> ValueBound {
        ValueBound(
            bytes: max(bytes, other.bytes), count: max(count, other.count),
            slots: max(slots, other.slots), mayBeComputed: mayBeComputed || other.mayBeComputed)
    }

    /// What holds both, one after the other.
    func joined(_ other: ValueBound) -> ValueBound {
        ValueBound(
            bytes: bytes + other.bytes, count: count + other.count, slots: slots + other.slots,
            mayBeComputed: mayBeComputed || other.mayBeComputed)
    }

    /// Any element of it.
    var element: ValueBound {
        ValueBound(bytes: bytes, count: slots, slots: slots, mayBeComputed: mayBeComputed)
    }

    /// An element of it that is as small as can be.
    var emptyElement: ValueBound {
        ValueBound(bytes: .zero, count: .zero, slots: Cost(1), mayBeComputed: mayBeComputed)
    }

    /// What a number costs that only exact arithmetic can read.
    static let exactNumber = 512

    /// Reading all numbers in so many bytes: the shortest that only exact arithmetic can read is
    /// `1e23`, and a comma.
    static func numbers(_ bytes: Cost) -> Cost { (bytes + 1) / 5 * exactNumber }

    /// Looking at all of it once: every 16 bytes, every value, every number.
    var scan: Cost { Cost(2) + bytes / 16 + Self.numbers(bytes) + slots * 2 }

    /// Looking for one key, or at one element.
    var search: Cost { Cost(2) + bytes / 16 + count + Self.exactNumber }
}
