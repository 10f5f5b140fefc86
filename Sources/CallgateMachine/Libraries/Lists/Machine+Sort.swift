internal import CallgateBytecode

/// Numbers of elements, each 4 bytes of the arena.
private struct Numbering {
    let arena: Arena
    let offset: Int

    @inline(__always)
    subscript(index: Int) -> Int {
        get { Int(arena.load(offset &+ 4 &* index, as: UInt32.self)) }
        nonmutating set {
            arena.store(UInt32(truncatingIfNeeded: newValue), at: offset &+ 4 &* index)
        }
    }
}

extension Machine {
    /// `list.sort()`, and what `list.sortBy(e, key)` becomes: the list in the ascending order of
    /// keys of one kind, each of which belongs to the element at its index.
    mutating func sort(_ list: Slot, keys: Slot) -> Slot {
        guard list.isKind(.list), keys.isKind(.list) else {
            return error(.noSuchOverload, list, keys)
        }
        let elements = stored(list)
        let ordered = list == keys ? elements : stored(keys)
        guard trap == nil else { return .null }
        if let failure = failure(ofSortKeys: ordered) { return failure }
        guard elements.length == ordered.length else { return error(.noSuchOverload, list, keys) }
        var result = newList(capacity: elements.length)
        let mark = arena.used
        guard trap == nil, let order = sortedOrder(of: ordered) else { return .null }
        for place in 0..<elements.length {
            result = grown(result, by: storedSlot(elements, order(place, arena)))
        }
        arena.reset(to: mark)
        return result
    }

    /// The first key that is an error; else one that does not go with the first.
    private mutating func failure(ofSortKeys keys: Slot) -> Slot? {
        guard keys.length > 0 else { return nil }
        guard spend(keys.length) else { return .null }
        let first = storedSlot(keys, 0)
        var stranger: Slot?
        for index in 0..<keys.length {
            let key = storedSlot(keys, index)
            if key.isKind(.error) { return key }
            if key.kindByte != first.kindByte, stranger == nil { stranger = key }
        }
        if let stranger { return error(.noSuchOverload, first, stranger) }
        switch first.kind {
        case .int, .uint, .double, .bool, .string, .bytes, .timestamp, .duration: return nil
        default: return error(.noSuchOverload, first)
        }
    }

    /// Where the elements in order stand, as numbers at the arena's end.
    struct SortedOrder {
        fileprivate let offset: Int

        @inline(__always)
        func callAsFunction(_ place: Int, _ arena: Arena) -> Int {
            Numbering(arena: arena, offset: offset)[place]
        }
    }

    /// The stable order of the elements of a stored list, which are of one kind.
    ///
    /// Merges runs of twice the length each time, without recursion: as many comparisons as
    /// n log n, each charged.
    mutating func sortedOrder(of keys: Slot) -> SortedOrder? {
        let count = keys.length
        guard let base = reserve(4 &* count), let other = reserve(4 &* count) else { return nil }
        var source = Numbering(arena: arena, offset: base)
        var target = Numbering(arena: arena, offset: other)
        for index in 0..<count { source[index] = index }
        var length = 1
        while length < count {
            guard spend(count) else { return nil }
            var start = 0
            while start < count {
                let middle = min(start &+ length, count)
                let end = min(middle &+ length, count)
                merge(keys, source, target, start, middle, end)
                guard trap == nil else { return nil }
                start = end
            }
            swap(&source, &target)
            length &*= 2
        }
        return SortedOrder(offset: source.offset)
    }

    /// Merges `start ..< middle` and `middle ..< end`; of equals the left one comes first.
    private mutating func merge(
        _ keys: Slot, _ source: Numbering, _ target: Numbering, _ start: Int, _ middle: Int,
        _ end: Int
    ) {
        var left = start
        var right = middle
        for place in start..<end {
            let takesRight =
                right < end
                && (left == middle
                    || isBefore(storedSlot(keys, source[right]), storedSlot(keys, source[left])))
            target[place] = takesRight ? source[right] : source[left]
            if takesRight { right &+= 1 } else { left &+= 1 }
        }
    }

    /// NaN comes before all other doubles.
    private mutating func isBefore(_ left: Slot, _ right: Slot) -> Bool {
        guard spend(1) else { return false }
        switch compare(left, right) {
        case .less: return true
        case .unordered: return left.double.isNaN && !right.double.isNaN
        case .equal, .greater, .incomparable: return false
        }
    }
}
