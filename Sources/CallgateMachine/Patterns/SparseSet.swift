/// Numbers of an NFA's instructions, each at most once, in the order in which they joined; Briggs
/// and Torczon's sparse set, which is empty without being cleared.
struct SparseSet {
    let arena: Arena
    let dense: Int
    let sparse: Int
    var count = 0

    @inline(__always)
    init(_ arena: Arena, at offset: Int, capacity: Int) {
        self.arena = arena
        dense = offset
        sparse = offset &+ 4 &* capacity
    }

    @inline(__always)
    mutating func insert(_ number: Int) {
        let place = Int(arena.load(sparse &+ 4 &* number, as: UInt32.self))
        if place < count, self[place] == number { return }
        arena.store(UInt32(truncatingIfNeeded: count), at: sparse &+ 4 &* number)
        arena.store(UInt32(truncatingIfNeeded: number), at: dense &+ 4 &* count)
        count &+= 1
    }

    @inline(__always)
    subscript(place: Int) -> Int { Int(arena.load(dense &+ 4 &* place, as: UInt32.self)) }

    static func size(capacity: Int) -> Int { 8 &* capacity }
}
